// Speaks with the server this page came from, and with nobody else. The API key lives in this module alone: it is never
// stored, and gone when the page is closed.
import { signal } from '@preact/signals';
import type { ApiError } from './types';

let key = '';

// What the page may do: asked for when the server refuses, and shown in the layout.
export const keyWanted = signal(false);
export const keyRefused = signal(false);
export const keyPresent = signal(false);
// Counts the keys that were given: who was refused looks again when it changes.
export const keyVersion = signal(0);

export function useKey(given: string): void {
  key = given.trim();
  keyPresent.value = key !== '';
  keyWanted.value = false;
  keyRefused.value = false;
  keyVersion.value += 1;
}

// An answer that is none, in words for people.
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly requestId = '',
  ) {
    super(message);
    this.name = 'RequestFailed';
  }
}

interface Request {
  method?: string;
  body?: unknown;
  signal?: AbortSignal;
  quiet?: boolean; // a refusal does not ask for a key: the caller hides what it cannot show
}

function refused(response: Response, error: ApiError | undefined): RequestFailed {
  const id = response.headers.get('x-request-id') ?? '';
  return new RequestFailed(response.status, error?.code ?? '', error?.message ?? `the server answered ${response.status}`, id);
}

// Asks, and reads JSON. Fails with RequestFailed, also when nobody answers (status 0).
export async function ask<T>(path: string, { method = 'GET', body, signal, quiet = false }: Request = {}): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (key) headers['authorization'] = `Bearer ${key}`;
  let response: Response;
  try {
    response = await fetch(path, { method, headers, body: body === undefined ? null : JSON.stringify(body), signal: signal ?? null });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new RequestFailed(0, 'unreachable', 'Signalbox does not answer. Is it still running?');
  }
  const json: unknown = await response.json().catch(() => null);
  if (response.ok) return json as T;
  if (response.status === 401 && !quiet) {
    keyRefused.value = key !== '';
    keyWanted.value = true;
  }
  throw refused(response, (json as { error?: ApiError } | null)?.error);
}

// The same for what may not be there: null when the path, the scope or the right is missing.
export async function askIfThere<T>(path: string, signal?: AbortSignal): Promise<T | null> {
  try {
    return await ask<T>(path, { quiet: true, ...(signal ? { signal } : {}) });
  } catch (error) {
    if (error instanceof RequestFailed && [401, 403, 404, 405, 501].includes(error.status)) return null;
    throw error;
  }
}
