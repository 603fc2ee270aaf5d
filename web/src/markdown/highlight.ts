// Highlighting comes as a file of its own, when the first answer with code needs it.
import { signal } from '@preact/signals';

type Highlighter = (code: string, language: string) => string | null;

// Set once it is there: whoever reads it renders again then.
export const highlighter = signal<Highlighter | null>(null);

const longest = 60_000; // characters: beyond that, plain text is the better service
let asked = false;

// HTML of highlighted code; null: show it plain, for now or for good.
export function highlighted(code: string, language: string): string | null {
  if (!language || code.length > longest) return null;
  if (!asked) {
    asked = true;
    void import('./languages').then(({ highlight }) => (highlighter.value = highlight));
  }
  return highlighter.value?.(code, language.toLowerCase()) ?? null;
}
