import type { Queue } from 'bullmq';
import type { QueueName } from '../contract/queue.ts';
import type { Logger } from '../log.ts';
import { forgetOffers, jobsToOffer, markOffered } from '../store/job-offers.ts';
import type { Store } from '../store/open.ts';
import { type Brought, openRedisSession, type RedisSession } from './redis-session.ts';
import { type RedisWatch, watchRedis } from './redis-watch.ts';

/** The way of jobs through Redis, while there is one. Never throws for a Redis that is away. */
export interface Carrier {
  /** Null where this installation has no Redis. */
  watch: RedisWatch | null;
  /** Why jobs cannot travel through Redis, in its own words; null while they can. */
  problem(): string | null;
  /** Resolves when it is known whether Redis is there. */
  ready: Promise<void>;
  /** Puts all due jobs that are not in Redis yet there. @returns how many. */
  offer(): Promise<number>;
  /** Offers everything once more: after a time without Redis, or after it was wiped. */
  offerAnew(): Promise<void>;
  take(queue: QueueName): Promise<Brought | null>;
  /** The queues for the board; null while Redis is away. */
  queues(): readonly Queue[] | null;
  /** Redis forgets jobs that are not in the database any more, as their subscription was deleted. @returns how many. */
  sweep(isThere: (ids: number[]) => Promise<Set<number>>): Promise<number>;
  close(): Promise<void>;
}

const none: Carrier = {
  watch: null,
  problem: () => 'off',
  ready: Promise.resolve(),
  offer: async () => 0,
  offerAnew: async () => undefined,
  take: async () => null,
  queues: () => null,
  sweep: async () => 0,
  close: async () => undefined,
};

/** Jobs put into Redis at a time. */
const batch = 500;
/** Offers that nobody took for so long are made once more: Redis may have lost them unseen. Milliseconds. */
const staleMs = 60_000;
const lookForStaleEveryMs = 10_000;
/** Commands in a row that a Redis which is there may fail before it is left alone for a while. */
const failuresBorne = 5;
const shortestRestMs = 10_000;
const longestRestMs = 600_000;

/** Redis is there and says no for good. A lost connection, and what the watch meets too when it writes, is an outage. */
const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  error.name === 'ReplyError' &&
  !/^(OOM|READONLY|LOADING|MISCONF|MASTERDOWN|NOREPLICAS|NOAUTH|WRONGPASS|CLUSTERDOWN|TRYAGAIN)/.test(
    error.message,
  );

export function createCarrier(input: {
  store: Store;
  /** Null: this installation has no Redis. */
  url: string | null;
  /** Of this installation, so that two on one Redis do not take each other's jobs. */
  prefix: string;
  /** Hears of new jobs in Redis, of its going and of its return. */
  onNews: () => void;
  log: Logger;
}): Carrier {
  const { store, url, prefix, log } = input;
  if (url === null) return none;
  let session: RedisSession | null = null;
  let opening: Promise<void> | null = null;
  let closed = false;
  /** Redis answers and does not do what the queues need (an ACL, a proxy, another program): what it says, and until when it is left alone. */
  let refusal: string | null = null;
  let failures = 0;
  let restMs = shortestRestMs;
  let restUntil = 0;
  let staleAt = performance.now();

  async function open(): Promise<void> {
    try {
      const opened = await openRedisSession({ url: url ?? '', prefix, onOffer: input.onNews });
      if (closed || watch.problem() !== null) return await opened.close();
      session = opened;
      failures = 0;
      refusal = null;
      input.onNews();
    } catch (error) {
      log.debug({ err: error }, 'the queues in redis could not be opened');
      if (isRefusal(error)) rest(error);
    }
  }

  /** The jobs travel without Redis meanwhile. */
  function rest(error: unknown): void {
    refusal = error instanceof Error ? error.message : String(error);
    restUntil = performance.now() + restMs;
    restMs = Math.min(restMs * 2, longestRestMs);
    void session?.close();
    session = null;
    input.onNews();
  }

  /** Opens the queues when Redis is there, and drops them with it. */
  function follow(): void {
    if (watch.problem() === null) {
      if (!session && !closed && performance.now() >= restUntil)
        opening ??= open().finally(() => (opening = null));
      return;
    }
    void session?.close();
    session = null;
  }

  const watch = watchRedis({
    url,
    prefix,
    onChange: () => {
      follow();
      input.onNews();
    },
  });

  /** Redis may go at any moment; what it was to be told stands in the database. */
  async function tried<T>(work: (session: RedisSession) => Promise<T>, otherwise: T): Promise<T> {
    follow();
    if (!session) return otherwise;
    const used = session;
    try {
      const done = await work(used);
      failures = 0;
      restMs = shortestRestMs;
      return done;
    } catch (error) {
      log.debug({ err: error }, 'redis did not do it');
      if (isRefusal(error)) failures += 1;
      if (failures >= failuresBorne && used === session) rest(error);
      return otherwise;
    }
  }

  return {
    watch,
    problem() {
      follow();
      return watch.problem() ?? (session ? null : (refusal ?? 'its queues are being opened'));
    },
    ready: watch.asked.then(async () => {
      follow();
      await opening;
    }),
    offer: () =>
      tried(async (redis) => {
        if (await redis.wasWiped()) await forgetOffers(store, 0);
        if (performance.now() - staleAt > lookForStaleEveryMs) {
          staleAt = performance.now();
          await forgetOffers(store, staleMs);
        }
        let offered = 0;
        for (;;) {
          const jobs = await jobsToOffer(store, batch);
          if (jobs.length === 0) return offered;
          await redis.offer(jobs);
          await markOffered(
            store,
            jobs.map(({ id }) => id),
          );
          offered += jobs.length;
          if (jobs.length < batch) return offered;
        }
      }, 0),
    offerAnew: () => forgetOffers(store, 0),
    take: (queue) => tried((redis) => redis.take(queue), null),
    queues: () => session?.queues ?? null,
    sweep: (isThere) => tried((redis) => sweepQueues(redis.queues, isThere), 0),
    async close() {
      closed = true;
      await watch.stop();
      await opening;
      await session?.close();
      session = null;
    },
  };
}

async function sweepQueues(
  queues: readonly Queue[],
  isThere: (ids: number[]) => Promise<Set<number>>,
): Promise<number> {
  let removed = 0;
  for (const queue of queues) {
    const jobs = (await queue.getJobs(['waiting', 'prioritized', 'delayed'])).filter(Boolean);
    const idOf = new Map(jobs.map((job) => [job, Number((job.id ?? '').split('-')[0])]));
    const there = await isThere([...idOf.values()]);
    for (const [job, id] of idOf) {
      if (there.has(id)) continue;
      await job.remove();
      removed += 1;
    }
  }
  return removed;
}
