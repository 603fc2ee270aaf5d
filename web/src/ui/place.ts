// Where the reader is, kept in the address behind the #: so back and forward, reload and bookmarks work.
import { signal } from '@preact/signals';

export type View = 'chat' | 'dashboard' | 'playground';

export interface Place {
  view: View;
  id?: string; // of the conversation
}

const views: readonly string[] = ['chat', 'dashboard', 'playground'];

export function placeFrom(hash: string): Place {
  const [view = '', id] = hash.replace(/^#\/?/, '').split('/');
  if (!views.includes(view)) return { view: 'chat' };
  return id ? { view: view as View, id } : { view: view as View };
}

export function addressOf({ view, id }: Place): string {
  return id ? `#/${view}/${id}` : `#/${view}`;
}

export const place = signal<Place>(placeFrom(location.hash));
addEventListener('hashchange', () => (place.value = placeFrom(location.hash)));

export function goTo(where: Place): void {
  location.hash = addressOf(where);
  place.value = where;
}
