import { useEffect } from 'preact/hooks';
import { ago } from '../ui/format';
import { Icon } from '../ui/icon';
import { addressOf, goTo } from '../ui/place';
import { sideOpen } from '../ui/side';
import { conversation, forget, heads, refreshHeads, startAnew } from './chat_state';
import { exportConversation } from './export';

function anew(): void {
  startAnew();
  sideOpen.value = false;
  goTo({ view: 'chat' });
}

export function ConversationList() {
  useEffect(() => void refreshHeads(), []);
  const current = conversation.value;
  return (
    <>
      <div class="side-shade" onClick={() => (sideOpen.value = false)} />
      <aside class="side" aria-label="Conversations">
        <button type="button" class="new" onClick={anew}>
          <Icon name="plus" /> New conversation
        </button>
        <nav aria-label="Earlier conversations">
          <ul>
            {heads.value.map(({ id, title, changedAt }) => (
              <li key={id} class={id === current.id ? 'current' : ''}>
                <a href={addressOf({ view: 'chat', id })} onClick={() => (sideOpen.value = false)} aria-current={id === current.id ? 'true' : undefined}>
                  <span class="title">{title}</span>
                  <span class="muted">{ago(changedAt)}</span>
                </a>
                <button type="button" class="icon-button" onClick={() => void forget(id)} aria-label={`Delete “${title}”`} title="Delete">
                  <Icon name="trash" />
                </button>
              </li>
            ))}
          </ul>
        </nav>
        <div class="side-end">
          {current.turns.length > 0 && (
            <button type="button" class="quiet" onClick={() => exportConversation(current)}>
              <Icon name="save" /> Export as Markdown
            </button>
          )}
          <p class="muted">Kept in this browser only.</p>
        </div>
      </aside>
    </>
  );
}
