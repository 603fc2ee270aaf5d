// Puts text into the clipboard, also where the page is not on a secure origin.
import { useState } from 'preact/hooks';
import { Icon } from './icon';

export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'sr-only';
    document.body.append(area);
    area.select();
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <button type="button" class="icon-button" onClick={copy} title={label} aria-label={copied ? 'Copied' : label}>
      <Icon name={copied ? 'check' : 'copy'} />
    </button>
  );
}
