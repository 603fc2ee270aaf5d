import { useState } from 'preact/hooks';
import { keyRefused, keyWanted, useKey } from '../api/client';
import { Dialog } from './dialog';

export function KeyDialog() {
  const [key, setKey] = useState('');
  const submit = (event: Event) => {
    event.preventDefault();
    useKey(key);
    setKey('');
  };
  return (
    <Dialog open={keyWanted.value} title="API key" onClose={() => (keyWanted.value = false)}>
      <form onSubmit={submit}>
        <p>This Signalbox asks for a key. It stays in this page's memory and is gone when you close or reload it.</p>
        {keyRefused.value && (
          <p class="problem" role="alert">
            That key was not accepted.
          </p>
        )}
        <label>
          Key
          <input type="password" autocomplete="off" value={key} onInput={(event) => setKey(event.currentTarget.value)} />
        </label>
        <div class="dialog-end">
          <button type="button" onClick={() => (keyWanted.value = false)}>
            Not now
          </button>
          <button type="submit" class="primary" disabled={!key.trim()}>
            Use this key
          </button>
        </div>
      </form>
    </Dialog>
  );
}
