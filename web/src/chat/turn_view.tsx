import { useState } from 'preact/hooks';
import { CopyButton } from '../ui/copy_button';
import { Icon } from '../ui/icon';
import { AnswerView } from './answer_view';
import { resend } from './chat_state';
import { shownAnswer, type Turn } from './conversation';

interface Properties {
  turn: Turn;
  last: boolean;
  busy: boolean;
}

function Editor({ turn, onDone }: { turn: Turn; onDone: () => void }) {
  const [text, setText] = useState(turn.prompt);
  const submit = (event: Event) => {
    event.preventDefault();
    onDone();
    resend(turn, text);
  };
  return (
    <form class="editor" onSubmit={submit}>
      <textarea
        ref={(area) => area?.focus()}
        rows={Math.min(12, text.split('\n').length + 1)}
        aria-label="Edit the message"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone();
        }}
      />
      <div class="dialog-end">
        <span class="muted">What came after it goes.</span>
        <button type="button" onClick={onDone}>
          Cancel
        </button>
        <button type="submit" class="primary" disabled={!text.trim()}>
          Send
        </button>
      </div>
    </form>
  );
}

export function TurnView({ turn, last, busy }: Properties) {
  const [editing, setEditing] = useState(false);
  const answer = shownAnswer(turn);
  return (
    <div class="turn">
      <article class="asked" aria-label="You">
        {editing ? (
          <Editor turn={turn} onDone={() => setEditing(false)} />
        ) : (
          <>
            <div class="bubble">{turn.prompt}</div>
            <div class="asked-tools">
              <CopyButton text={turn.prompt} label="Copy the message" />
              <button
                type="button"
                class="icon-button"
                disabled={busy}
                onClick={() => setEditing(true)}
                aria-label="Edit and send again"
                title="Edit and send again"
              >
                <Icon name="edit" />
              </button>
            </div>
          </>
        )}
      </article>
      {answer && <AnswerView key={answer.id} turn={turn} answer={answer} last={last} busy={busy} />}
    </div>
  );
}
