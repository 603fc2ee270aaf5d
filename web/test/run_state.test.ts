import { describe, expect, it } from 'vitest';
import { apply, ended, newRun, replacedOf, sequenceOf, textOf, withoutPicture } from '../src/run/run_state';
import { beginning, event, good, noon, play, poor, token } from './events';

const kinds = (run: { stages: { kind: string }[] }) => run.stages.map((stage) => stage.kind);
const complete = (content: string, result: object = {}) => event('complete', 'complete', 1, { content, model: 'small', finished: true, result });

describe('a run', () => {
  it('goes through its stages in order, each with its time', () => {
    const run = play([
      ...beginning,
      token('Hello'),
      event('executing', 'execution', 0.7, { model: 'small', attempt: 0, usage: { output: 12 } }),
      event('validating', 'validation', 0.8, { attempt: 0 }),
      event('validating', 'validation', 0.9, { attempt: 0, validation: good }),
      complete('Hello'),
    ]);
    expect(kinds(run)).toEqual(['analyze', 'route', 'attempt', 'validate']);
    expect(run.stages.map((stage) => stage.to! - stage.from)).toEqual([10, 10, 20, 10]);
    expect(run.stages[0]).toMatchObject({ note: 'complexity 8/10, code', state: 'done' });
    expect(run.stages[1]).toMatchObject({ cached: true, note: 'small (remembered)' });
    expect(run.stages[3]).toMatchObject({ note: '9/10 by judge', state: 'done' });
    expect(run.end).toBe('complete');
    expect(run.firstTokenAt).toBe(60);
  });

  it('counts an event once, whatever is replayed', () => {
    const events = [...beginning, token('one '), token('two')];
    const run = play(events);
    expect(textOf(play(events, run))).toBe('one two');
    expect(play(events, run).stages).toEqual(run.stages);
  });

  it('goes on behind what it had, when its stream is read from the beginning again', () => {
    const events = [...beginning, token('one '), token('two '), token('three')];
    const cut = play(events.slice(0, 6));
    expect(textOf(play(events, cut))).toBe('one two three');
  });

  it('never shows less progress than before', () => {
    const run = apply(play([...beginning, token('a')]), event('retrying', 'retry', 0), 99, noon);
    expect(run.progress).toBe(0.6);
  });

  it('puts a new attempt in the place of the text before it, and keeps that text', () => {
    const run = play([
      ...beginning,
      token('I cannot help'),
      event('validating', 'validation', 0.9, { attempt: 0, validation: poor }),
      event('retrying', 'validation', 0.9, { validation: poor, retryCount: 1 }, '⚠️ Quality check failed. Retrying...'),
      event('retrying', 'retry', 0.9, { model: 'large', retryCount: 1, attempt: 1 }),
      event('executing', 'execution', 0.9, { model: 'large', attempt: 1 }),
      token('Here it is', 1),
      complete('Here it is'),
    ]);
    expect(textOf(run)).toBe('Here it is');
    expect(replacedOf(run)).toEqual([{ attempt: 0, model: 'small', text: 'I cannot help', replaced: true, why: 'it is a refusal' }]);
    expect(run.stages.filter((stage) => stage.state === 'poor').map((stage) => stage.title)).toContain('Not good enough');
  });

  it('shows an earlier answer again when that is the final one', () => {
    const run = play([...beginning, token('good', 0), token('worse', 1), complete('good')]);
    expect(textOf(run)).toBe('good');
    expect(replacedOf(run).map((attempt) => attempt.text)).toEqual(['worse']);
  });

  it('shows the whole answer when none of it was streamed', () => {
    expect(textOf(play([...beginning, complete('All at once')]))).toBe('All at once');
  });

  it('tells why a call failed', () => {
    const run = play([...beginning, event('retrying', 'retry', 0.5, { error: { code: 'provider_timeout', message: '' } }, '⚠️ small failed (provider_timeout). Trying large...')]);
    expect(run.stages.at(-1)).toMatchObject({ state: 'failed', note: 'small failed (provider_timeout). Trying large...' });
    expect(run.stages.find((stage) => stage.kind === 'attempt')?.state).toBe('failed');
  });

  it('ends with an error and changes no more', () => {
    const run = play([...beginning, event('error', 'error', 0.5, { error: { code: 'provider_timeout', message: 'too slow' } }), token('late')]);
    expect(run.end).toBe('error');
    expect(run.error).toEqual({ code: 'provider_timeout', message: 'too slow' });
    expect(textOf(run)).toBe('');
    expect(run.stages.every((stage) => stage.to !== null)).toBe(true);
  });

  it('that was cancelled was stopped, and has not failed', () => {
    expect(play([...beginning, event('error', 'error', 0.5, { error: { code: 'cancelled', message: '' } })]).end).toBe('stopped');
  });

  it('keeps what came when the reader stops it', () => {
    const run = ended(play([...beginning, token('so far')]), 'stopped', noon + 500);
    expect(textOf(run)).toBe('so far');
    expect(run.end).toBe('stopped');
    expect(ended(run, 'lost', noon + 600).end).toBe('stopped');
  });
});

describe('event ids', () => {
  it('carry the number of the event', () => {
    expect(sequenceOf('orc_4f0c:17')).toBe(17);
    expect(sequenceOf('')).toBe(0);
    expect(sequenceOf('orc_4f0c:x')).toBe(0);
  });
});

describe('messages', () => {
  it('lose their picture and nothing else', () => {
    expect(withoutPicture('⚠️ Quality check failed')).toBe('Quality check failed');
    expect(withoutPicture('Plain')).toBe('Plain');
    expect(newRun(0).message).toBe('');
  });
});
