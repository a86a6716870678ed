import type { Clock } from '../clock.ts';
import { TryAgainLater } from '../errors.ts';
import { createOwnWindow } from './own-window.ts';
import type { SharedTokens } from './shared-tokens.ts';
import { marginMs, planSlots } from './slot-plan.ts';
import { createDebts } from './token-debts.ts';
import { createWaitingLine, type Priority, priorities, yieldTo } from './waiting-line.ts';

export type { Priority } from './waiting-line.ts';

/** Leave to start one request, at once: a kept token would let requests bunch up later. */
export interface Token {
  /** To be called as the request starts, and again when it really leaves: what counts is the latest. */
  sent(): void;
  /** The beginning of a good reply is here, so the request was counted by now. */
  answered(): void;
}

/** NCBI counts per key (or address), so all callers of an installation share one limit. */
export interface RateLimiter {
  /**
   * Resolves when one request may start; with `paused` where NCBI wants none for longer than `patienceMs`, also when that
   * becomes known while waiting in line.
   *
   * @throws what `signal` was aborted with; its place in the line is then given up.
   * @throws {TryAgainLater} where the processes share their tokens and the place that keeps them does not answer.
   */
  acquire(input: {
    priority: Priority;
    signal?: AbortSignal | undefined;
    /** Milliseconds; without it no pause is too long. */
    patienceMs?: number;
  }): Promise<Token | 'paused'>;
  /** Nobody gets a token before `time` (epoch milliseconds). A later pause extends an earlier one, never shortens it. */
  pauseUntil(time: number): void;
  /** Milliseconds that a pause still lasts, as far as this process has heard; 0 without one. */
  pausedMs(): number;
}

/** A request that leaves later than this after its slot was taken makes the slot rest anew. Well within the plan's margin. */
const promptMs = 8;

/** A server that has answered within this is near: its replies tell closely when requests came in. NCBI takes 100 ms and more. */
const nearMs = 50;
/** A server is taken for near until it has answered this often. */
const firstAnswers = 10;

/** Node's timers take no more, and fire at once when they are given more. */
const longestTimerMs = 2 ** 31 - 1;

interface Waiter {
  patienceMs: number;
  grant(token: Token | 'paused'): void;
  refuse(error: unknown): void;
}

/** The slot that was taken last. */
interface Block {
  slot: number;
  turn: number;
  /** Tokens used of it. */
  used: number;
  /** Before it was taken: its rest began no earlier. */
  askedAt: number;
  usableUntil: number;
}

/**
 * The line of one process. In no stretch of a second, wherever it begins, do more than `perSecond` of its requests start,
 * whatever the wall clocks do; with `shared`, nor do more of all processes that share. Where these have different rates, each
 * keeps within its own, and all together within the highest.
 */
export function createRateLimiter(input: {
  perSecond: number;
  clock: Clock;
  shared?: SharedTokens | null;
}): RateLimiter {
  const { clock, shared = null } = input;
  const plan = planSlots(input.perSecond);
  const { slots, spanMs } = plan;
  const line = createWaitingLine<Waiter>();
  const own = createOwnWindow(plan);
  const debts = createDebts();
  /** The priorities of which the other processes may believe that somebody waits here. */
  const announced = new Set<Priority>();
  let answers = 0;
  let fastestMs = Number.POSITIVE_INFINITY;
  let pause = { since: 0, until: 0 };
  let block: Block | null = null;
  let serving = false;
  let timer: NodeJS.Timeout | undefined;
  /** For whom it is of no use to ask before the timer fires. */
  let resting: readonly Priority[] = [];

  function pausedMs(): number {
    const now = clock.now();
    // A clock that was set back must not hold everybody up for as long as it went back.
    if (pause.since > now) pause = { since: now, until: now + pause.until - pause.since };
    return Math.max(0, pause.until - now);
  }

  function extendPause(ms: number): void {
    const now = clock.now();
    if (ms > pausedMs()) pause = { since: now, until: now + ms };
    const paused = pausedMs();
    for (const waiter of line.takeOut(({ patienceMs }) => patienceMs < paused)) waiter.grant('paused');
  }

  function rest(ms: number, whom: readonly Priority[]): void {
    resting = whom;
    timer = setTimeout(serve, Math.min(Math.ceil(ms), longestTimerMs));
  }

  function wake(): void {
    clearTimeout(timer);
    resting = [];
  }

  /** Goes on until nobody is in line or a timer is set. Without `shared` nothing in it waits. */
  async function serve(): Promise<void> {
    if (serving) return;
    serving = true;
    wake();
    try {
      for (let waiting = line.waiting(); waiting.length > 0; waiting = line.waiting()) {
        const waitMs = Math.max(pausedMs(), own.msUntilFree());
        if (waitMs > 0) return rest(waitMs, priorities);
        if (!shared) grant(own.count());
        else if (block && block.used < plan.tokens && performance.now() < block.usableUntil)
          grant(block.turn + block.used, block);
        else {
          const sharedMs = await take(shared, waiting);
          // Who came meanwhile and goes before those that we asked for has not been asked for yet.
          const asked = line.waiting().every((priority) => waiting.includes(priority));
          if (sharedMs > 0 && asked && line.waiting().length > 0) return rest(sharedMs, waiting);
        }
      }
    } catch (error) {
      const later = new TryAgainLater('the database does not hand out the right to ask PubMed', {
        cause: error,
      });
      for (const waiter of line.takeOut(() => true)) waiter.refuse(later);
    } finally {
      serving = false;
      withdraw();
    }
  }

  /** @returns how long not to ask again; 0 where a slot was got. */
  async function take(from: SharedTokens, waiting: readonly Priority[]): Promise<number> {
    await debts.pay();
    const askedAt = performance.now();
    const answer = await from.take({ slots, spanMs, waiting, yieldTo: yieldTo(waiting) });
    const now = performance.now();
    if ('slot' in answer) {
      // One that took very long is lost: it may be free again before anybody could be told that it was used late.
      if (now - askedAt < spanMs / 2)
        block = { ...answer, used: 0, askedAt, usableUntil: now + (plan.useMs || promptMs) };
      return 0;
    }
    for (const priority of waiting) announced.add(priority);
    extendPause(answer.pausedMs);
    return answer.waitMs;
  }

  function grant(turn: number, of?: Block): void {
    const begins = own.start();
    const askedAt = of?.askedAt ?? performance.now();
    let sentAt = performance.now();
    if (of) of.used += 1;
    // The slot rests from now on, where what was reckoned with when it was taken does not hold.
    const restAnew = (forMs: number) => {
      begins();
      if (shared && of)
        debts.owe(`rest of slot ${of.slot}`, () => shared.rest({ slot: of.slot, spanMs: forMs }));
    };
    line.next(turn)?.grant({
      sent() {
        sentAt = performance.now();
        if (sentAt - askedAt > plan.useMs + promptMs) restAnew(spanMs);
      },
      answered() {
        const now = performance.now();
        answers += 1;
        fastestMs = Math.min(fastestMs, now - sentAt);
        const near = answers <= firstAnswers || fastestMs < nearMs;
        // It may have been counted as late as this: a busy machine gets round to it when it can.
        if (near && now - askedAt > plan.useMs + marginMs) restAnew(plan.periodMs);
      },
    });
  }

  function withdraw(): void {
    const gone = [...announced].filter((priority) => !line.waiting().includes(priority));
    if (!shared || gone.length === 0) return;
    for (const priority of gone) announced.delete(priority);
    debts.owe(`withdrawal of ${gone.join()}`, () => shared.withdraw(gone));
  }

  return {
    acquire({ priority, signal, patienceMs = Number.POSITIVE_INFINITY }) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        if (pausedMs() > patienceMs) return resolve('paused');
        const leave = () => {
          line.remove(priority, waiter);
          // Without anybody in line the timer would only keep the process alive.
          if (line.waiting().length === 0) wake();
          withdraw();
          reject(signal?.reason);
        };
        const waiter: Waiter = {
          patienceMs,
          grant(token) {
            signal?.removeEventListener('abort', leave);
            resolve(token);
          },
          refuse(error) {
            signal?.removeEventListener('abort', leave);
            reject(error);
          },
        };
        signal?.addEventListener('abort', leave, { once: true });
        line.add(priority, waiter);
        if (!resting.includes(priority)) void serve();
      });
    },
    pauseUntil(time) {
      const since = performance.now();
      const ms = time - clock.now();
      if (ms <= pausedMs()) return;
      extendPause(ms);
      if (shared) debts.owe('pause', () => shared.pause(Math.max(0, ms - (performance.now() - since))));
      void serve();
    },
    pausedMs,
  };
}
