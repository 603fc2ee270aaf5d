// What a screen reader is told: stages and ends, never single tokens.
import { signal } from '@preact/signals';

export const announcement = signal('');

export function announce(text: string): void {
  announcement.value = text;
}
