// The frame around the three views, and what belongs to none of them: keys to press, announcements, the dialog for a key.
import { lazy } from './ui/lazy_view';
import { ChatView } from './chat/chat_view';
import { ConversationList } from './chat/conversation_list';
import { announcement } from './ui/announce';
import { useHotkeys } from './ui/hotkeys';
import { KeyDialog } from './ui/key_dialog';
import { HelpDialog } from './ui/help_dialog';
import { place } from './ui/place';
import { TopBar } from './ui/top_bar';
import { sideOpen } from './ui/side';

const Dashboard = lazy(() => import('./dashboard/dashboard').then((m) => m.Dashboard));
const Playground = lazy(() => import('./playground/playground').then((m) => m.Playground));

export function App() {
  useHotkeys();
  const { view } = place.value;
  return (
    <div class={`app view-${view}${sideOpen.value ? ' side-open' : ''}`}>
      <a class="skip" href="#main" onClick={skip}>
        Skip to the content
      </a>
      <TopBar />
      {view === 'chat' && <ConversationList />}
      <main id="main" tabIndex={-1}>
        {view === 'chat' && <ChatView />}
        {view === 'dashboard' && <Dashboard />}
        {view === 'playground' && <Playground />}
      </main>
      <div class="sr-only" role="status" aria-live="polite">
        {announcement.value}
      </div>
      <KeyDialog />
      <HelpDialog />
    </div>
  );
}

// The address belongs to the views: the link moves the focus only.
function skip(event: MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
