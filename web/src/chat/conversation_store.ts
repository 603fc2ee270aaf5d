// Conversations in the browser's IndexedDB, and nowhere else. A browser that refuses (private windows) keeps them for as
// long as the page is open.
import type { SavedConversation } from './conversation';

export interface ConversationHead {
  id: string;
  title: string;
  changedAt: number;
}

const memory = new Map<string, SavedConversation>();
let opened: Promise<IDBDatabase | null> | null = null;

function database(): Promise<IDBDatabase | null> {
  opened ??= new Promise((done) => {
    try {
      const request = indexedDB.open('signalbox', 1);
      request.onupgradeneeded = () => request.result.createObjectStore('conversations', { keyPath: 'id' });
      request.onsuccess = () => done(request.result);
      request.onerror = () => done(null);
      request.onblocked = () => done(null);
    } catch {
      done(null);
    }
  });
  return opened;
}

function finished<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error ?? new Error('the browser cannot store this'));
  });
}

async function objects(mode: IDBTransactionMode): Promise<IDBObjectStore | null> {
  const db = await database();
  return db?.transaction('conversations', mode).objectStore('conversations') ?? null;
}

// Newest first.
export async function listConversations(): Promise<ConversationHead[]> {
  const store = await objects('readonly');
  const all = store ? await finished<SavedConversation[]>(store.getAll()) : [...memory.values()];
  return all.map(({ id, title, changedAt }) => ({ id, title, changedAt })).sort((a, b) => b.changedAt - a.changedAt);
}

export async function loadConversation(id: string): Promise<SavedConversation | null> {
  const store = await objects('readonly');
  return (store ? await finished<SavedConversation | undefined>(store.get(id)) : memory.get(id)) ?? null;
}

export async function saveConversation(conversation: SavedConversation): Promise<void> {
  const store = await objects('readwrite');
  if (!store) return void memory.set(conversation.id, conversation);
  await finished(store.put(conversation));
}

export async function deleteConversation(id: string): Promise<void> {
  const store = await objects('readwrite');
  if (!store) return void memory.delete(id);
  await finished(store.delete(id));
}
