import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { createRateLimiter, type Priority } from './rate-limiter.ts';

const begin = Date.parse('2026-11-24T12:00:00Z');
beforeEach(() => {
  vi.useFakeTimers({ now: begin });
});
afterEach(() => {
  vi.useRealTimers();
});

const limiterOf = (perSecond: number) => createRateLimiter({ perSecond, clock: systemClock });

/** Milliseconds since the beginning at which requests started, as they start. */
const starting = (limiter: ReturnType<typeof limiterOf>) => {
  const starts: number[] = [];
  const ask = (priority: Priority = 'default', signal?: AbortSignal): Promise<void> =>
    limiter.acquire({ priority, signal }).then(() => {
      starts.push(Date.now() - begin);
    });
  return { starts, ask };
};

/** The most starts in any window of a second: each window that matters begins with a start. */
const busiestSecond = (starts: readonly number[]): number =>
  Math.max(0, ...starts.map((from) => starts.filter((start) => start >= from && start < from + 1000).length));

describe('in no second more than it may', () => {
  it.each([1, 3, 10, 100])('%i a second, all asked at once', async (perSecond) => {
    const { starts, ask } = starting(limiterOf(perSecond));
    for (let n = 0; n < perSecond * 5; n += 1) void ask();
    await vi.advanceTimersByTimeAsync(5200);
    expect(starts.length).toBe(perSecond * 5);
    expect(busiestSecond(starts)).toBe(perSecond);
  });

  it('whenever they are asked, and all get their turn', async () => {
    const waits = fc.array(fc.integer({ min: 0, max: 700 }), { minLength: 1, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(waits, fc.integer({ min: 1, max: 10 }), async (pauses, perSecond) => {
        vi.setSystemTime(begin);
        const { starts, ask } = starting(limiterOf(perSecond));
        for (const pause of pauses) {
          void ask();
          await vi.advanceTimersByTimeAsync(pause);
        }
        await vi.advanceTimersByTimeAsync(1100 * pauses.length);
        expect(starts.length).toBe(pauses.length);
        expect(busiestSecond(starts)).toBeLessThanOrEqual(perSecond);
      }),
      { numRuns: 60 },
    );
  });

  it('less than one a second too', async () => {
    const { starts, ask } = starting(limiterOf(0.5));
    for (let n = 0; n < 3; n += 1) void ask();
    await vi.advanceTimersByTimeAsync(6000);
    expect(starts.length).toBe(3);
    expect(Math.min(...starts.slice(1).map((start, n) => start - (starts[n] ?? 0)))).toBeGreaterThanOrEqual(
      2000,
    );
  });
});

describe('who is first', () => {
  const order = async (asked: Priority[], perSecond = 1): Promise<string[]> => {
    const limiter = limiterOf(perSecond);
    const granted: string[] = [];
    await limiter.acquire({ priority: 'high' });
    for (const [index, priority] of asked.entries()) {
      void limiter.acquire({ priority }).then(() => granted.push(`${priority}${index}`));
    }
    await vi.advanceTimersByTimeAsync(1100 * (asked.length + 1));
    return granted;
  };

  it('goes by priority, then by arrival', async () => {
    expect(await order(['low', 'default', 'high', 'high'])).toEqual(['high2', 'high3', 'low0', 'default1']);
  });

  it('is each fourth time whoever has waited longest, so that nobody starves', async () => {
    const urgent = Array.from({ length: 12 }, (): Priority => 'high');
    const granted = await order(['low', 'default', ...urgent]);
    expect(granted.length).toBe(14);
    expect(granted.indexOf('low0')).toBe(2);
    expect(granted.indexOf('default1')).toBe(6);
    expect(granted.filter((name) => name.startsWith('high'))).toEqual(urgent.map((_, n) => `high${n + 2}`));
  });
});

describe('a pause', () => {
  it('holds all back until it is over, and is never shortened', async () => {
    const limiter = limiterOf(10);
    const { starts, ask } = starting(limiter);
    limiter.pauseUntil(begin + 3000);
    limiter.pauseUntil(begin + 1000);
    expect(limiter.pausedMs()).toBe(3000);
    for (let n = 0; n < 3; n += 1) void ask('high');
    await vi.advanceTimersByTimeAsync(2999);
    expect(starts).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(starts).toEqual([3000, 3000, 3000]);
    expect(limiter.pausedMs()).toBe(0);
  });

  it('that begins while others wait holds them too', async () => {
    const limiter = limiterOf(1);
    const { starts, ask } = starting(limiter);
    void ask();
    void ask();
    await vi.advanceTimersByTimeAsync(500);
    limiter.pauseUntil(begin + 5000);
    await vi.advanceTimersByTimeAsync(6000);
    expect(starts).toEqual([0, 5000]);
  });

  it('may be longer than a timer can be, without running hot', async () => {
    const limiter = limiterOf(1);
    const { starts, ask } = starting(limiter);
    limiter.pauseUntil(begin + 40 * 86_400_000);
    void ask();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await vi.advanceTimersByTimeAsync(39 * 86_400_000);
    expect(starts).toEqual([]);
    expect(timers.mock.calls.length).toBeLessThan(3);
    await vi.advanceTimersByTimeAsync(86_400_000);
    expect(starts).toEqual([40 * 86_400_000]);
    timers.mockRestore();
  });
});

describe('a clock that is set back an hour', () => {
  it('does not hold anybody up for that hour', async () => {
    const limiter = limiterOf(1);
    const granted: number[] = [];
    const ask = () => void limiter.acquire({ priority: 'default' }).then(() => granted.push(granted.length));
    ask();
    ask();
    await vi.advanceTimersByTimeAsync(100);
    expect(granted.length).toBe(1);
    vi.setSystemTime(begin - 3_600_000);
    await vi.advanceTimersByTimeAsync(2200);
    expect(granted.length).toBe(2);
  });

  it('nor does a pause last longer than it was told', async () => {
    const limiter = limiterOf(1);
    const { starts, ask } = starting(limiter);
    limiter.pauseUntil(begin + 2000);
    vi.setSystemTime(begin - 3_600_000);
    expect(limiter.pausedMs()).toBe(2000);
    void ask();
    await vi.advanceTimersByTimeAsync(2000);
    expect(starts.length).toBe(1);
  });
});

describe('whoever gives up', () => {
  it('leaves the line, and nobody loses a turn by it', async () => {
    const { starts, ask } = starting(limiterOf(1));
    const given = new Error('given up');
    const control = new AbortController();
    void ask();
    const second = ask('high', control.signal);
    const refused = expect(second).rejects.toBe(given);
    void ask();
    control.abort(given);
    await refused;
    await vi.advanceTimersByTimeAsync(1100);
    expect(starts.length).toBe(2);
  });

  it('is refused at once with a signal that is aborted already', async () => {
    const limiter = limiterOf(1);
    const given = new Error('given up');
    await expect(limiter.acquire({ priority: 'high', signal: AbortSignal.abort(given) })).rejects.toBe(given);
    const { starts, ask } = starting(limiter);
    void ask();
    await vi.advanceTimersByTimeAsync(0);
    expect(starts).toEqual([0]);
  });

  it('leaves no timer behind that would keep the process alive', async () => {
    const { ask } = starting(limiterOf(1));
    const control = new AbortController();
    await ask();
    const waiting = ask('default', control.signal).catch(() => undefined);
    expect(vi.getTimerCount()).toBe(1);
    control.abort();
    await waiting;
    expect(vi.getTimerCount()).toBe(0);
  });
});
