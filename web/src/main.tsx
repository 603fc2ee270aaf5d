import { render } from 'preact';
import { watchModels } from './api/models';
import { App } from './app';
import './style/page.css';
import './style/chat.css';
import './style/panels.css';
import './ui/theme';

watchModels();
const root = document.getElementById('app');
if (root) render(<App />, root);
