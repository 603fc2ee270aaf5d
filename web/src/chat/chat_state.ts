// The chat: which conversation is open, what runs in it, and what the reader can do with it.
import { computed, signal } from '@preact/signals';
import { ask } from '../api/client';
import { follow, start, type Following } from '../run/follow';
import { defaultKnobs, optionsOf, type Knobs } from '../run/knobs';
import type { RunState } from '../run/run_state';
import { goTo } from '../ui/place';
import {
  fromSaved,
  historyOf,
  newAnswer,
  newConversation,
  newTurn,
  titleFrom,
  toSaved,
  type Answer,
  type Conversation,
  type Turn,
} from './conversation';
import { deleteConversation, listConversations, loadConversation, saveConversation, type ConversationHead } from './conversation_store';

export const conversation = signal<Conversation>(newConversation());
export const heads = signal<ConversationHead[]>([]);
export const knobs = signal<Knobs>(defaultKnobs);
export const draft = signal('');

// Runs that are read now, by answer. They go on when another conversation is opened.
const reading = new Map<string, Following>();
const open = new Map<string, Conversation>();

export const running = computed(() =>
  conversation.value.turns.some((turn) => turn.answers.some((answer) => answer.run.value.end === null)),
);

export async function refreshHeads(): Promise<void> {
  heads.value = await listConversations();
}

function change(id: string, edit: (conversation: Conversation) => Conversation): void {
  const before = conversation.value.id === id ? conversation.value : open.get(id);
  if (!before) return;
  const after = edit(before);
  open.set(id, after);
  if (conversation.value.id === id) conversation.value = after;
}

const lastSaved = new Map<string, number>();
const saveEvery = 1000; // milliseconds, while tokens come

async function save(id: string, force: boolean): Promise<void> {
  const now = Date.now();
  if (!force && now - (lastSaved.get(id) ?? 0) < saveEvery) return;
  lastSaved.set(id, now);
  const current = open.get(id) ?? (conversation.value.id === id ? conversation.value : null);
  if (!current || current.turns.length === 0) return;
  await saveConversation(toSaved(current));
  if (force) await refreshHeads();
}

function watch(id: string, answer: Answer): (run: RunState) => void {
  return (run) => {
    answer.run.value = run;
    if (run.end) reading.delete(answer.id);
    void save(id, run.end !== null || run.seq <= 1);
  };
}

function answerTurn(turn: Turn, choice: Knobs): void {
  const { id } = conversation.value;
  const answer = newAnswer();
  const position = conversation.value.turns.findIndex((other) => other.id === turn.id);
  change(id, (before) => ({
    ...before,
    changedAt: Date.now(),
    turns: before.turns.map((other) =>
      other.id === turn.id ? { ...other, answers: [...other.answers, answer], shown: other.answers.length } : other,
    ),
  }));
  const request = {
    content: turn.prompt,
    conversationId: id,
    conversationHistory: historyOf(conversation.value, position),
    model: choice.model,
    options: optionsOf(choice),
  };
  reading.set(answer.id, start(request, watch(id, answer)));
}

export function send(prompt: string): void {
  if (!prompt.trim() || running.value) return;
  const turn = newTurn(prompt, knobs.value);
  const first = conversation.value.turns.length === 0;
  const { id } = conversation.value;
  open.set(id, conversation.value);
  change(id, (before) => ({
    ...before,
    title: first ? titleFrom(prompt) : before.title,
    changedAt: Date.now(),
    turns: [...before.turns, turn],
  }));
  draft.value = '';
  answerTurn(turn, knobs.value);
  if (first) goTo({ view: 'chat', id });
}

// Another answer to the same message; the ones before stay at hand.
export function regenerate(turn: Turn, choice: Knobs = turn.knobs): void {
  if (!running.value) answerTurn(turn, choice);
}

// The message is said anew: what came after it goes.
export function resend(turn: Turn, prompt: string): void {
  if (!prompt.trim() || running.value) return;
  const { id } = conversation.value;
  const fresh = newTurn(prompt, turn.knobs);
  change(id, (before) => {
    const position = before.turns.findIndex((other) => other.id === turn.id);
    return { ...before, title: position === 0 ? titleFrom(prompt) : before.title, turns: [...before.turns.slice(0, position), fresh] };
  });
  answerTurn(fresh, turn.knobs);
}

export function showAnswer(turn: Turn, index: number): void {
  change(conversation.value.id, (before) => ({
    ...before,
    turns: before.turns.map((other) => (other.id === turn.id ? { ...other, shown: index } : other)),
  }));
  void save(conversation.value.id, true);
}

export function stop(): void {
  for (const turn of conversation.value.turns) for (const { id } of turn.answers) reading.get(id)?.stop();
}

// `score`: 0 useless - 1 perfect.
export async function rate(answer: Answer, score: number): Promise<void> {
  const requestId = answer.run.value.result?.requestId;
  if (!requestId) return;
  await ask('/api/feedback', { method: 'POST', body: { requestId, score } });
  answer.run.value = { ...answer.run.value, rating: score };
  void save(conversation.value.id, true);
}

export function startAnew(): void {
  conversation.value = newConversation();
}

// False: there is no such conversation in this browser.
export async function openConversation(id: string): Promise<boolean> {
  if (conversation.value.id === id) return true;
  const known = open.get(id);
  if (known) {
    conversation.value = known;
    return true;
  }
  const saved = await loadConversation(id);
  if (!saved) return false;
  const { conversation: loaded, going } = fromSaved(saved);
  open.set(id, loaded);
  conversation.value = loaded;
  for (const answer of going) reading.set(answer.id, follow(answer.run.value, watch(id, answer)));
  return true;
}

export async function forget(id: string): Promise<void> {
  await deleteConversation(id);
  open.delete(id);
  if (conversation.value.id === id) {
    startAnew();
    goTo({ view: 'chat' });
  }
  await refreshHeads();
}
