import { useEffect } from 'preact/hooks';
import { startAnew, stop } from '../chat/chat_state';
import { helpOpen } from './help_dialog';
import { goTo, place } from './place';

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector('dialog[open]')) return;
  if (event.key === 'Escape' && place.value.view === 'chat') return stop();
  if (isWriting(event.target)) return;
  if (event.key === '/') document.querySelector<HTMLTextAreaElement>('.composer textarea, .play-prompt')?.focus();
  else if (event.key === '?') helpOpen.value = true;
  else if (event.key === 'n') {
    startAnew();
    goTo({ view: 'chat' });
  } else return;
  event.preventDefault();
}

export function useHotkeys(): void {
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}
