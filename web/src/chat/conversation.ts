// A conversation: turns of one message and its answers, of which one is shown. Each answer's run is a signal, so that a
// token changes the one place that shows it.
import { signal, type Signal } from '@preact/signals';
import { defaultKnobs, type Knobs } from '../run/knobs';
import { ended, newRun, textOf, type RunState } from '../run/run_state';

export interface Answer {
  id: string;
  run: Signal<RunState>;
}

export interface Turn {
  id: string;
  prompt: string;
  knobs: Knobs;
  answers: Answer[];
  shown: number;
}

export interface Conversation {
  id: string;
  title: string;
  changedAt: number;
  turns: Turn[];
}

// As the browser keeps it.
export interface SavedConversation {
  id: string;
  title: string;
  changedAt: number;
  turns: { id: string; prompt: string; knobs: Knobs; shown: number; answers: { id: string; run: RunState }[] }[];
}

export function newId(): string {
  return crypto.getRandomValues(new Uint32Array(3)).reduce((text, n) => text + n.toString(36), '');
}

export function newConversation(): Conversation {
  return { id: newId(), title: 'New conversation', changedAt: Date.now(), turns: [] };
}

export function newTurn(prompt: string, knobs: Knobs): Turn {
  return { id: newId(), prompt, knobs, answers: [], shown: 0 };
}

export function newAnswer(): Answer {
  return { id: newId(), run: signal(newRun(Date.now())) };
}

export function shownAnswer(turn: Turn): Answer | undefined {
  return turn.answers[turn.shown];
}

export function titleFrom(prompt: string): string {
  const line = prompt.trim().split('\n', 1)[0] ?? '';
  return line.length > 60 ? line.slice(0, 57).trimEnd() + '...' : line || 'New conversation';
}

// What models are told of the turns before `count`.
export function historyOf(conversation: Conversation, count: number): { role: 'user' | 'assistant'; content: string }[] {
  return conversation.turns.slice(0, count).flatMap((turn) => {
    const answer = shownAnswer(turn);
    const text = answer ? textOf(answer.run.value) : '';
    if (!text) return [];
    return [
      { role: 'user' as const, content: turn.prompt },
      { role: 'assistant' as const, content: text },
    ];
  });
}

export function toSaved(conversation: Conversation): SavedConversation {
  return {
    ...conversation,
    turns: conversation.turns.map((turn) => ({
      ...turn,
      answers: turn.answers.map(({ id, run }) => ({ id, run: run.peek() })),
    })),
  };
}

// Runs that were going on when the page was closed are `going`: who can still be read is read on, by the caller.
export function fromSaved(saved: SavedConversation): { conversation: Conversation; going: Answer[] } {
  const going: Answer[] = [];
  const turns = saved.turns.map((turn) => ({
    ...turn,
    knobs: { ...defaultKnobs, ...turn.knobs },
    answers: turn.answers.map(({ id, run }) => {
      const answer = { id, run: signal(run.end || run.url ? run : ended(run, 'stopped', run.startedAt)) };
      if (!answer.run.value.end) going.push(answer);
      return answer;
    }),
  }));
  return { conversation: { ...saved, turns }, going };
}
