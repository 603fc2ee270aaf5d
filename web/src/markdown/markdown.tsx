// Shows a model's text. Finished blocks are never touched again while the rest streams.
import { useMemo } from 'preact/hooks';
import { copyText } from '../ui/copy_button';
import { highlighter } from './highlight';
import { blocksOf, htmlOf, type Block } from './render';

function MarkdownBlock({ block }: { block: Block }) {
  const ready = highlighter.value;
  const html = useMemo(() => htmlOf(block), [block.key, ready]);
  return <div class="block" dangerouslySetInnerHTML={{ __html: html }} />;
}

async function copyCode(event: MouseEvent): Promise<void> {
  const button = event.target;
  if (!(button instanceof HTMLButtonElement) || !button.classList.contains('copy-code')) return;
  const copied = await copyText(button.closest('.code')?.querySelector('code')?.textContent ?? '');
  button.textContent = copied ? 'Copied' : 'Not copied';
  setTimeout(() => (button.textContent = 'Copy'), 1500);
}

export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div class="markdown" onClick={copyCode}>
      {blocks.map((block, i) => (
        <MarkdownBlock key={i} block={block} />
      ))}
    </div>
  );
}
