// A prompt, and what routing makes of it while it is written; and the same prompt before several models at once.
import { useEffect, useState } from 'preact/hooks';
import { ask, keyVersion } from '../api/client';
import type { RouteAnswer } from '../api/types';
import { defaultKnobs, optionsOf, type Knobs } from '../run/knobs';
import { KnobFields } from '../ui/knob_panel';
import { Comparison } from './comparison';
import { RouteView } from './route_view';

const pause = 200; // milliseconds after the last key

interface Forecast {
  route: RouteAnswer | null;
  took: number;
  problem: string;
}

const nothing: Forecast = { route: null, took: 0, problem: '' };

function useForecast(prompt: string, knobs: Knobs): Forecast {
  const [forecast, setForecast] = useState<Forecast>(nothing);
  useEffect(() => {
    if (!prompt.trim()) return setForecast(nothing);
    const asking = new AbortController();
    const timer = setTimeout(async () => {
      const began = performance.now();
      try {
        const body = { content: prompt, model: knobs.model, options: optionsOf(knobs) };
        const route = await ask<RouteAnswer>('/api/route', { method: 'POST', body, signal: asking.signal });
        setForecast({ route, took: performance.now() - began, problem: '' });
      } catch (error) {
        if (!asking.signal.aborted) setForecast((before) => ({ ...before, problem: (error as Error).message }));
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [prompt, knobs, keyVersion.value]);
  return forecast;
}

export function Playground() {
  const [prompt, setPrompt] = useState('Explain why the sky is blue to a ten year old');
  const [knobs, setKnobs] = useState(defaultKnobs);
  const { route, took, problem } = useForecast(prompt, knobs);
  return (
    <div class="panels">
      <div class="panels-inner">
        <div class="panels-head">
          <h1>Playground</h1>
          <span class="muted">Nothing is asked and nothing is paid until you compare.</span>
        </div>
        <div class="play">
          <div class="play-main">
            <textarea
              class="play-prompt"
              aria-label="Prompt"
              placeholder="Type a prompt"
              value={prompt}
              onInput={(event) => setPrompt(event.currentTarget.value)}
            />
            {problem && (
              <p class="problem" role="alert">
                {problem}
              </p>
            )}
            {route && <RouteView route={route} took={took} />}
          </div>
          <section class="panel" aria-label="Settings">
            <div class="panel-head">
              <h2>Settings</h2>
              <button type="button" class="quiet" onClick={() => setKnobs(defaultKnobs)}>
                Reset
              </button>
            </div>
            <KnobFields value={knobs} onChange={setKnobs} />
          </section>
        </div>
        <Comparison prompt={prompt} knobs={knobs} />
      </div>
    </div>
  );
}
