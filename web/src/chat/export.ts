// A conversation as a Markdown file.
import { textOf } from '../run/run_state';
import { dollars, milliseconds } from '../ui/format';
import { shownAnswer, type Conversation } from './conversation';

export function markdownOf(conversation: Conversation): string {
  const parts = [`# ${conversation.title}\n`];
  for (const turn of conversation.turns) {
    parts.push(`## You\n\n${turn.prompt}\n`);
    const run = shownAnswer(turn)?.run.value;
    if (!run) continue;
    const facts = run.result ? ` (${dollars(run.result.totalCost)}, ${milliseconds(run.result.latencyMs)})` : '';
    parts.push(`## ${run.model || 'Answer'}${facts}\n\n${textOf(run) || run.error?.message || ''}\n`);
  }
  return parts.join('\n');
}

export function exportConversation(conversation: Conversation): void {
  const url = URL.createObjectURL(new Blob([markdownOf(conversation)], { type: 'text/markdown' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${conversation.title.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 50) || 'conversation'}.md`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
