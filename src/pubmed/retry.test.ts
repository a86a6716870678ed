import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultRetryPolicy, retryAfterMs, retryDelay } from './retry.ts';

const policy = { attempts: 5, baseMs: 1000, capMs: 5000, totalMs: 20_000, timeoutMs: 1 };
const asked = { attempt: 1, elapsedMs: 0, retryAfterMs: null, random: 0.999999 };

describe('the wait before the next attempt', () => {
  it('doubles up to the cap', () => {
    const waits = [1, 2, 3, 4].map((attempt) => retryDelay({ ...asked, attempt }, policy));
    expect(waits).toEqual([1000, 2000, 4000, 5000]);
  });

  it('is anything from nothing to that, by chance', () => {
    expect(retryDelay({ ...asked, attempt: 3, random: 0 }, policy)).toBe(0);
    expect(retryDelay({ ...asked, attempt: 3, random: 0.25 }, policy)).toBe(1000);
  });

  it('is never shorter than the server asked for, nor the same for all', () => {
    expect(retryDelay({ ...asked, retryAfterMs: 2000, random: 0 }, policy)).toBe(2000);
    expect(retryDelay({ ...asked, retryAfterMs: 2000, random: 0.5 }, policy)).toBe(2500);
    expect(retryDelay({ ...asked, retryAfterMs: 15_000, random: 0 }, policy)).toBe(15_000);
  });

  it('is none when attempts or time are used up', () => {
    expect(retryDelay({ ...asked, attempt: 5 }, policy)).toBeNull();
    expect(retryDelay({ ...asked, elapsedMs: 19_500 }, policy)).toBeNull();
    expect(retryDelay({ ...asked, retryAfterMs: 20_001, random: 0 }, policy)).toBeNull();
  });

  it('keeps any policy within its bounds', () => {
    const input = fc.record({
      attempt: fc.integer({ min: 1, max: 40 }),
      elapsedMs: fc.nat(400_000),
      retryAfterMs: fc.option(fc.nat(400_000)),
      random: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    });
    fc.assert(
      fc.property(input, (one) => {
        const delay = retryDelay(one, defaultRetryPolicy);
        if (delay === null) return true;
        const least = one.retryAfterMs ?? 0;
        const most = one.retryAfterMs === null ? defaultRetryPolicy.capMs : least + defaultRetryPolicy.baseMs;
        return delay >= least && delay <= most && one.elapsedMs + delay <= defaultRetryPolicy.totalMs + 1;
      }),
    );
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T12:00:00Z');

  it.each([
    ['2', 2000],
    [' 0 ', 0],
    ['1.5', 1500],
    ['Tue, 24 Nov 2026 12:00:10 GMT', 10_000],
    ['Tuesday, 24-Nov-26 12:00:10 GMT', 10_000],
    ['Tue Nov 24 12:00:10 2026 GMT', 10_000],
    ['Tue, 24 Nov 2026 11:00:00 GMT', 0],
    [null, null],
    ['', null],
    ['soon', null],
    ['-5', null],
    ['2 minutes', null],
    ['NaN', null],
    ['Infinity', null],
  ])('%s', (header, ms) => {
    expect(retryAfterMs(header, now)).toBe(ms);
  });
});
