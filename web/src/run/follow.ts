// Starts a run that belongs to no connection and reads it: when the network fails, the EventSource comes back with the
// last event it has, and nothing is lost, doubled or paid again.
import { ask } from '../api/client';
import type { StreamEvent } from '../api/types';
import { apply, ended, newRun, sequenceOf, type RunState } from './run_state';

export interface RunRequest {
  content: string;
  conversationId?: string;
  conversationHistory?: { role: 'user' | 'assistant'; content: string }[];
  model: string;
  options: Record<string, unknown>;
}

export interface Following {
  stop(): void; // ends the run on the server: what is not generated is not paid
  leave(): void; // stops reading; the run goes on
}

type OnChange = (run: RunState) => void;

const connectionTries = 20; // without any event in between, about 15 s

// `onChange` gets the states of the run, at most one each animation frame, and always the last one.
export function start(request: RunRequest, onChange: OnChange): Following {
  let run = newRun(Date.now());
  let reading: Following | null = null;
  let stopped = false;
  onChange(run);
  ask<{ id: string; url: string }>('/api/stream/orchestration', { method: 'POST', body: request })
    .then(({ id, url }) => {
      run = { ...run, runId: id, url };
      if (stopped) return endOnServer(run);
      onChange(run);
      reading = follow(run, onChange);
    })
    .catch((error: unknown) => {
      if (stopped) return;
      const { code = '', message = String(error) } = error as { code?: string; message?: string };
      onChange(ended(run, 'error', Date.now(), { code, message }));
    });
  return {
    stop() {
      if (reading) return reading.stop();
      stopped = true;
      onChange(ended(run, 'stopped', Date.now()));
    },
    leave: () => reading?.leave(),
  };
}

function endOnServer(run: RunState): void {
  const token = new URL(run.url, location.href).searchParams.get('token') ?? '';
  ask(`/api/orchestrations/${encodeURIComponent(run.runId)}?token=${token}`, { method: 'DELETE' }).catch(() => {
    // It has ended, or the server is gone: either way nobody reads it any more.
  });
}

// Reads a run that has been started, from its beginning; what `from` holds already counts once.
export function follow(from: RunState, onChange: OnChange): Following {
  let run = from;
  let frame = 0;
  let failures = 0;
  const source = new EventSource(from.url);

  const show = () => {
    frame = 0;
    onChange(run);
  };
  const later = () => {
    // A hidden page has no animation frames; its state must go on nevertheless.
    if (document.hidden) show();
    else frame ||= requestAnimationFrame(show);
  };
  const close = () => {
    source.close();
    cancelAnimationFrame(frame);
  };
  const end = (state: RunState) => {
    close();
    run = state;
    onChange(run);
  };

  source.addEventListener('progress', (event: MessageEvent<string>) => {
    failures = 0;
    run = apply(run, JSON.parse(event.data) as StreamEvent, sequenceOf(event.lastEventId), Date.now());
    if (run.end) end(run);
    else later();
  });
  source.onerror = () => {
    failures += 1;
    if (source.readyState !== EventSource.CLOSED && failures < connectionTries) {
      run = { ...run, reconnecting: true };
      return later();
    }
    const message = 'The connection was lost and the run is no longer known to the server.';
    end(ended(run, 'lost', Date.now(), { code: 'lost', message }));
  };

  return {
    stop() {
      if (run.end) return;
      endOnServer(run);
      end(ended(run, 'stopped', Date.now()));
    },
    leave: close,
  };
}
