import { signal } from '@preact/signals';
import { Dialog } from './dialog';

export const helpOpen = signal(false);

const keys: [string, string][] = [
  ['Enter', 'send the message'],
  ['Shift + Enter', 'a new line'],
  ['Esc', 'stop the answer'],
  ['/', 'go to the message field'],
  ['n', 'a new conversation'],
  ['?', 'this list'],
];

export function HelpDialog() {
  return (
    <Dialog open={helpOpen.value} title="Keys" onClose={() => (helpOpen.value = false)}>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <div class="dialog-end">
        <button type="button" onClick={() => (helpOpen.value = false)}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
