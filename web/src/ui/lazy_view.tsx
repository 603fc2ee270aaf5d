// Views that are loaded when they are first opened.
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

export function lazy(load: () => Promise<ComponentType>): ComponentType {
  let loaded: ComponentType | null = null;
  return function Lazy() {
    const [, again] = useState(0);
    const [problem, setProblem] = useState('');
    useEffect(() => {
      if (loaded) return;
      load().then(
        (view) => {
          loaded = view;
          again(1);
        },
        () => setProblem('This part of the page could not be loaded. Is Signalbox still running?'),
      );
    }, []);
    const View = loaded;
    if (View) return <View />;
    return <p class="loading">{problem || 'Loading…'}</p>;
  };
}
