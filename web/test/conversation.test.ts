import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { fromSaved, historyOf, newConversation, newTurn, titleFrom, toSaved, type Conversation } from '../src/chat/conversation';
import { markdownOf } from '../src/chat/export';
import { defaultKnobs, isDefault, optionsOf } from '../src/run/knobs';
import { newRun } from '../src/run/run_state';
import { beginning, event, play, token } from './events';

const done = play([...beginning, token('Hi.'), event('complete', 'complete', 1, { content: 'Hi.', model: 'small' })]);

function talk(): Conversation {
  const turn = newTurn('Hello', defaultKnobs);
  return { ...newConversation(), title: 'Hello', turns: [{ ...turn, answers: [{ id: 'a', run: signal(done) }] }, newTurn('And?', defaultKnobs)] };
}

describe('a conversation', () => {
  it('tells models of the turns before, and of no turn without an answer', () => {
    expect(historyOf(talk(), 2)).toEqual([
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hi.' },
    ]);
    expect(historyOf(talk(), 0)).toEqual([]);
  });

  it('comes back from the browser as it was', () => {
    const saved = JSON.parse(JSON.stringify(toSaved(talk()))) as ReturnType<typeof toSaved>;
    const { conversation, going } = fromSaved(saved);
    expect(historyOf(conversation, 2)).toHaveLength(2);
    expect(going).toEqual([]);
  });

  it('knows which runs can be read on', () => {
    const conversation = talk();
    const url = '/api/stream/orchestration?id=orc_1&token=2';
    conversation.turns[1]!.answers.push({ id: 'b', run: signal({ ...newRun(0), url }) }, { id: 'c', run: signal(newRun(0)) });
    const { going, conversation: loaded } = fromSaved(toSaved(conversation));
    expect(going.map(({ id }) => id)).toEqual(['b']);
    expect(loaded.turns[1]!.answers[1]!.run.value.end).toBe('stopped');
  });

  it('is named after its first line', () => {
    expect(titleFrom('  One\nTwo')).toBe('One');
    expect(titleFrom('x'.repeat(80))).toHaveLength(60);
  });

  it('can be taken along as Markdown', () => {
    const text = markdownOf(talk());
    expect(text).toContain('## You\n\nHello');
    expect(text).toContain('## small\n\nHi.');
  });
});

describe('knobs', () => {
  it('say nothing when they are as configured', () => {
    expect(optionsOf(defaultKnobs)).toEqual({});
    expect(isDefault(defaultKnobs)).toBe(true);
  });
  it('say what was turned', () => {
    expect(optionsOf({ ...defaultKnobs, quality: 0, cache: false, validate: false })).toEqual({ quality: 0, cache: false, validate: false });
  });
});
