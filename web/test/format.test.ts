import { describe, expect, it } from 'vitest';
import { ago, count, dollars, milliseconds, percent } from '../src/ui/format';
import { addressOf, placeFrom } from '../src/ui/place';

describe('numbers', () => {
  it('show two digits of money that count', () => {
    expect(dollars(0.000109)).toBe('$0.00011');
    expect(dollars(0.0208)).toBe('$0.021');
    expect(dollars(0.5)).toBe('$0.50');
    expect(dollars(12.345)).toBe('$12.35');
    expect(dollars(0)).toBe('$0');
    expect(dollars(null)).toBe('unknown cost');
  });
  it('show times in the unit that suits them', () => {
    expect(milliseconds(0.42)).toBe('0.4\u00a0ms');
    expect(milliseconds(411.6)).toBe('412\u00a0ms');
    expect(milliseconds(3244)).toBe('3.2\u00a0s');
    expect(milliseconds(null)).toBe('–');
  });
  it('show counts and shares', () => {
    expect(count(12_345)).toBe('12.3k');
    expect(percent(1, 3)).toBe('33.3 %');
    expect(percent(0, 0)).toBe('–');
    expect(ago(0, 3_600_000)).toBe('1 h ago');
  });
});

describe('places', () => {
  it('come back from their addresses', () => {
    expect(placeFrom(addressOf({ view: 'chat', id: 'x1' }))).toEqual({ view: 'chat', id: 'x1' });
    expect(placeFrom('#/dashboard')).toEqual({ view: 'dashboard' });
    expect(placeFrom('#/elsewhere')).toEqual({ view: 'chat' });
  });
});
