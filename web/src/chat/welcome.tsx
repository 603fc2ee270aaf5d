// The first screen: what this is, which models are there, and three messages that show how differently they are routed.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { ask } from '../api/client';
import { isDemo, modelList, models, modelsProblem } from '../api/models';
import type { RouteAnswer } from '../api/types';
import { dollars } from '../ui/format';
import { send } from './chat_state';

interface Suggestion {
  kind: string;
  text: string;
}

const suggestions: Suggestion[] = [
  { kind: 'Easy', text: 'What is 2+2?' },
  { kind: 'Coding', text: 'Write a sorting algorithm in Python' },
  { kind: 'Hard', text: 'Prove in three different ways that there are infinitely many primes, and weigh the proofs' },
];

const forecasts = signal<Record<string, string>>({});

async function forecast(text: string): Promise<void> {
  try {
    const { routingPlan, analysis } = await ask<RouteAnswer>('/api/route', { method: 'POST', body: { content: text }, quiet: true });
    const said = `${analysis.complexity}/10 → ${routingPlan.model}, about ${dollars(routingPlan.estimatedCost)}`;
    forecasts.value = { ...forecasts.value, [text]: said };
  } catch {
    // Then the suggestion stands without one.
  }
}

function ModelsThere() {
  if (modelsProblem.value && !modelList.value) return <p class="problem">{modelsProblem.value}</p>;
  if (!modelList.value) return <p class="models-there">&nbsp;</p>;
  const names = models.value.map((model) => model.id);
  const shown = names.slice(0, 6);
  return (
    <p class="models-there">
      <span class="muted">{names.length === 1 ? 'One model here:' : `${names.length} models here:`}</span>{' '}
      {shown.map((name) => (
        <code key={name}>{name}</code>
      ))}
      {names.length > shown.length && <span class="muted">and {names.length - shown.length} more</span>}
    </p>
  );
}

export function Welcome() {
  useEffect(() => {
    if (modelList.value) for (const { text } of suggestions) void forecast(text);
  }, [modelList.value]);
  return (
    <section class="welcome">
      <h1>Ask anything. The cheapest model that will do answers.</h1>
      <p class="lead">
        Signalbox reads each message, picks a model for it, checks the answer, and asks a better model when it falls short. You see every step, and what it cost.
      </p>
      <ModelsThere />
      {isDemo.value && (
        <p class="note">
          These are built-in demo models: they show the routing, not intelligence. For real ones start with a key:{' '}
          <code>OPENAI_API_KEY=sk-… signalbox serve</code>
        </p>
      )}
      <div class="suggestions">
        {suggestions.map(({ kind, text }) => (
          <button type="button" key={text} onClick={() => send(text)}>
            <span class="kind">{kind}</span>
            <span class="text">{text}</span>
            <span class="forecast">{forecasts.value[text] ?? '\u00a0'}</span>
          </button>
        ))}
      </div>
    </section>
  );
}
