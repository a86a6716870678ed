import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemClock } from '../clock.ts';
import { TryAgainLater } from '../errors.ts';
import { createRateLimiter, type Priority, type Token } from './rate-limiter.ts';
import type { SharedTokens } from './shared-tokens.ts';

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

it('reckons from when a request really leaves', async () => {
  const limiter = limiterOf(1);
  const first = await limiter.acquire({ priority: 'default' });
  const { starts, ask } = starting(limiter);
  void ask();
  await vi.advanceTimersByTimeAsync(800);
  if (first !== 'paused') first.sent();
  await vi.advanceTimersByTimeAsync(2000);
  expect(starts).toEqual([1850]);
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

  it('is each fourth time one of the others, so that nobody starves', async () => {
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

describe('with tokens that other processes share', () => {
  type Answer = Awaited<ReturnType<SharedTokens['take']>>;
  const slot = (n: number, turn = 0): Answer => ({ slot: n, turn });
  const none = (waitMs: number, pausedMs = 0): Answer => ({ waitMs, pausedMs });

  /** Gives these answers in turn, then free slots, and keeps what it was told. `tookMs` passes while it takes. */
  function scripted(answers: (Answer | Error)[], { perSecond = 10, tookMs = 0 } = {}) {
    const told: unknown[][] = [];
    let broken: Error | null = null;
    const listen =
      (name: string) =>
      async (...what: unknown[]) => {
        if (broken) throw broken;
        told.push([name, ...what]);
      };
    const limiter = createRateLimiter({
      perSecond,
      clock: systemClock,
      shared: {
        async take({ waiting, yieldTo }) {
          told.push(['take', waiting.join(), yieldTo.map((before) => before.length).join('')]);
          if (tookMs > 0) await new Promise((go) => setTimeout(go, tookMs));
          const answer = answers.shift() ?? slot(told.length);
          if (answer instanceof Error) throw answer;
          return answer;
        },
        withdraw: listen('withdraw'),
        pause: listen('pause'),
        rest: listen('rest'),
      },
    });
    const of = (name: string) => told.filter(([first]) => first === name).map(([, ...rest]) => rest);
    return { limiter, of, breakWith: (error: Error | null) => (broken = error) };
  }

  const tokenOf = async (token: Promise<Token | 'paused'>): Promise<Token> => {
    const got = await token;
    if (got === 'paused') throw new Error('paused');
    return got;
  };

  it('asks once for each token, and not again before there can be one', async () => {
    const { limiter, of } = scripted([slot(0), none(300), slot(1)]);
    await limiter.acquire({ priority: 'default' });
    const second = limiter.acquire({ priority: 'default' });
    await vi.advanceTimersByTimeAsync(299);
    expect(of('take').length).toBe(2);
    await vi.advanceTimersByTimeAsync(1);
    await second;
    expect(of('take').length).toBe(3);
  });

  it('asks at once for whoever goes before those who wait, and says who goes before them elsewhere', async () => {
    const { limiter, of } = scripted([none(500), slot(0)]);
    const flood = limiter.acquire({ priority: 'low' });
    await vi.advanceTimersByTimeAsync(100);
    void limiter.acquire({ priority: 'low' });
    await limiter.acquire({ priority: 'high' });
    expect(of('take')).toEqual([
      ['low', '22202221'],
      ['high,low', '00000001'],
    ]);
    expect(Date.now() - begin).toBe(100);
    await vi.advanceTimersByTimeAsync(1);
    await flood;
  });

  it('asks at once also for whoever comes while it is asking', async () => {
    const { limiter, of } = scripted([none(500), slot(0)], { tookMs: 5 });
    void limiter.acquire({ priority: 'low' });
    await vi.advanceTimersByTimeAsync(1);
    const urgent = limiter.acquire({ priority: 'high' });
    await vi.advanceTimersByTimeAsync(9);
    await urgent;
    expect(of('take').map(([waiting]) => waiting)).toEqual(['low', 'high,low', 'low']);
  });

  it('gives a slot to whom its turn belongs', async () => {
    const { limiter } = scripted([none(10), slot(0, 3), slot(1, 0)]);
    const granted: string[] = [];
    const ask = (priority: Priority) => limiter.acquire({ priority }).then(() => granted.push(priority));
    await Promise.all([ask('high'), ask('low'), vi.advanceTimersByTimeAsync(10)]);
    expect(granted).toEqual(['low', 'high']);
  });

  it('tells when nobody waits here any longer, whether served or gone', async () => {
    const { limiter, of } = scripted([none(10), slot(0), none(1000)]);
    await Promise.all([limiter.acquire({ priority: 'high' }), vi.advanceTimersByTimeAsync(10)]);
    expect(of('withdraw')).toEqual([[['high']]]);
    const control = new AbortController();
    const gone = limiter.acquire({ priority: 'low', signal: control.signal }).catch(() => 'gone');
    await vi.advanceTimersByTimeAsync(10);
    control.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect([await gone, vi.getTimerCount()]).toEqual(['gone', 0]);
    expect(of('withdraw')).toEqual([[['high']], [['low']]]);
  });

  it('lets the slot rest anew when the request leaves late, and not when it leaves at once', async () => {
    const { limiter, of } = scripted([slot(4), slot(5)]);
    (await tokenOf(limiter.acquire({ priority: 'default' }))).sent();
    const late = await tokenOf(limiter.acquire({ priority: 'default' }));
    late.sent();
    expect(of('rest')).toEqual([]);
    await vi.advanceTimersByTimeAsync(60);
    late.sent();
    expect(of('rest')).toEqual([[{ slot: 5, spanMs: 1050 }]]);
  });

  it('takes the reply of a server that is near for the time at which the request was counted', async () => {
    const { limiter, of } = scripted([slot(4), slot(5)]);
    for (const [tookMs, rests] of [
      [3, 0],
      [70, 1],
    ] as const) {
      const token = await tokenOf(limiter.acquire({ priority: 'default' }));
      token.sent();
      await vi.advanceTimersByTimeAsync(tookMs);
      token.answered();
      expect(of('rest').length).toBe(rests);
    }
    expect(of('rest')).toEqual([[{ slot: 5, spanMs: 1000 }]]);
  });

  it('does not take the reply of a far server for that', async () => {
    const { limiter, of } = scripted([]);
    for (let n = 0; n < 20; n += 1) {
      const token = await tokenOf(limiter.acquire({ priority: 'default' }));
      token.sent();
      await vi.advanceTimersByTimeAsync(300);
      token.answered();
    }
    expect(of('rest').length).toBe(10);
  });

  it('does not use a slot that took half its rest to come', async () => {
    const { limiter, of } = scripted([slot(0), slot(1)], { tookMs: 600 });
    void limiter.acquire({ priority: 'default' });
    await vi.advanceTimersByTimeAsync(2500);
    expect(of('take').length).toBeGreaterThan(3);
    const prompt = scripted([], { tookMs: 500 });
    await Promise.all([prompt.limiter.acquire({ priority: 'default' }), vi.advanceTimersByTimeAsync(500)]);
  });

  it('refuses all who wait, to be tried again later, when the tokens cannot be reached', async () => {
    const cause = new Error('the database is gone');
    const { limiter } = scripted([cause, slot(0)]);
    const asked = (['high', 'low'] as const).map((priority) => limiter.acquire({ priority }));
    for (const { status, ...result } of await Promise.allSettled(asked)) {
      expect([status, 'reason' in result && result.reason]).toEqual(['rejected', expect.any(TryAgainLater)]);
      expect(result).toMatchObject({ reason: { cause } });
    }
    // It is asked again for the next one.
    await limiter.acquire({ priority: 'low' });
  });

  it('tells a pause, once more before the next token where that failed', async () => {
    const { limiter, of, breakWith } = scripted([]);
    breakWith(new Error('the database is gone'));
    limiter.pauseUntil(begin + 2000);
    await vi.advanceTimersByTimeAsync(500);
    breakWith(null);
    const next = limiter.acquire({ priority: 'default' });
    await vi.advanceTimersByTimeAsync(1500);
    await next;
    expect(of('pause')).toEqual([[0]]);
    limiter.pauseUntil(begin + 5000);
    expect(of('pause')).toEqual([[0], [3000]]);
  });

  it('learns of a pause, and whoever cannot wait so long is told at once', async () => {
    const { limiter } = scripted([none(40, 60_000)]);
    const patient = vi.fn();
    void limiter.acquire({ priority: 'low' }).then(patient);
    expect(await limiter.acquire({ priority: 'default', patienceMs: 59_000 })).toBe('paused');
    expect(limiter.pausedMs()).toBe(60_000);
    expect(await limiter.acquire({ priority: 'high', patienceMs: 59_000 })).toBe('paused');
    await vi.advanceTimersByTimeAsync(59_999);
    expect(patient).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    expect(patient).toHaveBeenCalledOnce();
  });

  it('uses all tokens of a slot at a high rate, for a short time', async () => {
    const { limiter, of } = scripted([], { perSecond: 1000 });
    for (let n = 0; n < 30; n += 1) await limiter.acquire({ priority: 'default' });
    expect(of('take').length).toBe(2);
    await vi.advanceTimersByTimeAsync(100);
    await limiter.acquire({ priority: 'default' });
    expect(of('take').length).toBe(3);
  });

  it('keeps its own limit also where slots are handed out too early', async () => {
    const { limiter, of } = scripted([], { perSecond: 3 });
    const starts: number[] = [];
    for (let n = 0; n < 9; n += 1)
      void limiter.acquire({ priority: 'default' }).then(() => starts.push(Date.now() - begin));
    await vi.advanceTimersByTimeAsync(3000);
    expect(starts.length).toBe(9);
    expect(busiestSecond(starts)).toBe(3);
    expect(of('take').length).toBe(9);
  });
});
