import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/icon';
import { KnobPanel } from '../ui/knob_panel';
import { ModelChoice } from '../ui/model_choice';
import { conversation, draft, knobs, running, send, stop } from './chat_state';

// On a phone Enter is a new line: its keyboard has no Shift+Enter.
const touch = matchMedia('(pointer: coarse)');

function grow(area: HTMLTextAreaElement | null): void {
  if (!area) return;
  area.style.height = 'auto';
  area.style.height = `${Math.min(area.scrollHeight, innerHeight * 0.4)}px`;
}

export function Composer() {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => grow(area.current), [draft.value]);
  useEffect(() => {
    if (!touch.matches) area.current?.focus();
  }, [conversation.value.id]);
  const submit = (event?: Event) => {
    event?.preventDefault();
    send(draft.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || touch.matches) return;
    event.preventDefault();
    submit();
  };
  return (
    <form class="composer" onSubmit={submit}>
      <div class="composer-box">
        <textarea
          ref={area}
          rows={1}
          placeholder="Write a message"
          aria-label="Message"
          value={draft.value}
          onInput={(event) => (draft.value = event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <div class="composer-row">
          <ModelChoice label="Model" value={knobs.value.model} onChange={(model) => (knobs.value = { ...knobs.value, model })} />
          <KnobPanel value={knobs.value} onChange={(value) => (knobs.value = value)} />
          {running.value ? (
            <button type="button" class="round stop" onClick={stop} aria-label="Stop the answer" title="Stop (Esc)">
              <Icon name="stop" />
            </button>
          ) : (
            <button type="submit" class="round primary" disabled={!draft.value.trim()} aria-label="Send" title="Send (Enter)">
              <Icon name="send" />
            </button>
          )}
        </div>
      </div>
    </form>
  );
}
