import type { Clock } from '../clock.ts';

export type Priority = 'high' | 'default' | 'low';

/** NCBI counts per key (or address), so all callers of an installation share one limiter. */
export interface RateLimiter {
  /**
   * Resolves when one request may start. Whoever gets a token must use it at once: a kept token would let
   * requests bunch up later.
   *
   * @throws what `signal` was aborted with; its place in the line is then given up.
   */
  acquire(input: { priority: Priority; signal?: AbortSignal | undefined }): Promise<void>;
  /** Nobody gets a token before `time` (epoch milliseconds). A later pause extends an earlier one, never shortens it. */
  pauseUntil(time: number): void;
  /** Milliseconds that a pause still lasts; 0 without one. */
  pausedMs(): number;
}

/** Each fourth token goes to whoever has waited longest, so that a stream of urgent requests cannot starve the others. */
const longestWaitEvery = 4;

/** Requests that start a second apart may reach the server a little closer than that. */
const marginMs = 30;

const priorities = ['high', 'default', 'low'] as const;

/** Node's timers take no more, and fire at once when they are given more. */
const longestTimerMs = 2 ** 31 - 1;

interface Waiter {
  order: number;
  grant(): void;
}

/** A limiter for one process: in no stretch of a second, wherever it begins, do more than `perSecond` requests start. */
export function createRateLimiter({ perSecond, clock }: { perSecond: number; clock: Clock }): RateLimiter {
  const most = Math.max(1, Math.floor(perSecond));
  const windowMs = Math.max(1, 1 / perSecond) * 1000 + marginMs;
  const lines: Record<Priority, Set<Waiter>> = { high: new Set(), default: new Set(), low: new Set() };
  /** When the last `most` requests started, oldest first. */
  const starts: number[] = [];
  let pause = { since: 0, until: 0 };
  let arrivals = 0;
  let grants = 0;
  let timer: NodeJS.Timeout | undefined;

  // A clock that was set back must not hold everybody up for as long as it went back: here and below.
  function pausedMs(): number {
    const now = clock.now();
    if (pause.since > now) pause = { since: now, until: now + pause.until - pause.since };
    return Math.max(0, pause.until - now);
  }

  function msUntilFree(): number {
    const now = clock.now();
    // In order, so the newest tells whether the clock was set back.
    if ((starts.at(-1) ?? 0) > now)
      for (const [index, start] of starts.entries()) starts[index] = Math.min(start, now);
    const oldest = starts.length < most ? undefined : starts[0];
    return Math.max(pausedMs(), oldest === undefined ? 0 : oldest + windowMs - now);
  }

  function next(): { line: Set<Waiter>; waiter: Waiter } | undefined {
    const heads = priorities.flatMap((priority) => {
      const line = lines[priority];
      const [waiter] = line;
      return waiter ? [{ line, waiter }] : [];
    });
    const longest = (grants + 1) % longestWaitEvery === 0;
    return longest ? heads.sort((a, b) => a.waiter.order - b.waiter.order)[0] : heads[0];
  }

  function serve(): void {
    clearTimeout(timer);
    for (let head = next(); head; head = next()) {
      const wait = msUntilFree();
      if (wait > 0) {
        timer = setTimeout(serve, Math.min(Math.ceil(wait), longestTimerMs));
        return;
      }
      head.line.delete(head.waiter);
      grants += 1;
      starts.push(clock.now());
      if (starts.length > most) starts.shift();
      head.waiter.grant();
    }
  }

  return {
    acquire({ priority, signal }) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const line = lines[priority];
        const leave = () => {
          line.delete(waiter);
          // Without anybody in line the timer would only keep the process alive.
          serve();
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          order: arrivals,
          grant() {
            signal?.removeEventListener('abort', leave);
            resolve();
          },
        };
        arrivals += 1;
        signal?.addEventListener('abort', leave, { once: true });
        line.add(waiter);
        serve();
      });
    },
    pauseUntil(time) {
      const now = clock.now();
      if (time > now + pausedMs()) pause = { since: now, until: time };
    },
    pausedMs,
  };
}
