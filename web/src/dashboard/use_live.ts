// Asks a path now and again every few seconds, as long as the page is seen.
import { useEffect, useState } from 'preact/hooks';
import { askIfThere, keyVersion } from '../api/client';

export interface Live<T> {
  data: T | null; // null: not known yet, or not there for this reader
  missing: boolean;
  problem: string;
  refresh: () => void;
}

export function useLive<T>(path: string, everySeconds: number): Live<T> {
  const [state, setState] = useState<Omit<Live<T>, 'refresh'>>({ data: null, missing: false, problem: '' });
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const asking = new AbortController();
    let timer = 0;
    const look = async () => {
      clearTimeout(timer);
      if (!document.hidden) {
        try {
          const data = await askIfThere<T>(path, asking.signal);
          setState({ data, missing: data === null, problem: '' });
          if (data === null) return; // asked again when there is another key
        } catch (error) {
          if (asking.signal.aborted) return;
          setState((before) => ({ ...before, problem: (error as Error).message }));
        }
      }
      if (!asking.signal.aborted) timer = window.setTimeout(look, everySeconds * 1000);
    };
    const seen = () => {
      if (!document.hidden) void look();
    };
    document.addEventListener('visibilitychange', seen);
    void look();
    return () => {
      asking.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [path, everySeconds, turn, keyVersion.value]);
  return { ...state, refresh: () => setTurn((n) => n + 1) };
}
