// Dark or light: the system's choice until the reader makes one.
import { effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

const stored = 'signalbox.theme';

function remembered(): Theme {
  try {
    const value = localStorage.getItem(stored);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

export const theme = signal<Theme>(remembered());

effect(() => {
  const choice = theme.value;
  if (choice === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = choice;
  try {
    localStorage.setItem(stored, choice);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
});

export function nextTheme(): void {
  theme.value = theme.value === 'system' ? 'light' : theme.value === 'light' ? 'dark' : 'system';
}
