import { setTimeout as wait } from 'node:timers/promises';
import { type QueueMode, type QueueName, queueNames } from '../contract/queue.ts';
import type { Logger } from '../log.ts';
import { type Carrier, createCarrier } from '../queue/carrier.ts';
import { createInCharge } from '../queue/in-charge.ts';
import { doNextJob } from '../queue/next-job.ts';
import type { JobDeps, JobHandlers } from '../queue/perform-job.ts';
import { noteTick } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { pausedQueues } from '../store/paused-queues.ts';
import { leave } from '../store/processes.ts';
import { createPresence, type Place } from './presence.ts';
import { type SchedulerDeps, tick } from './scheduler.ts';
import { startWorker } from './worker.ts';

export interface ServiceDeps {
  store: Store;
  jobs: JobDeps;
  handlers: JobHandlers;
  scheduler: SchedulerDeps;
  /** Null: this installation has no Redis. */
  redisUrl: string | null;
  /** Of this installation's keys in Redis. */
  redisPrefix: string;
  place: Place;
  /** Takes jobs only while they travel without Redis and no worker is alive. */
  standby: boolean;
  /** What this process has counted, as JSON. */
  counted?: () => Promise<string>;
  /** Called after each look at the clock by the process in charge, also where that failed. Must not take long. */
  afterTick?: () => Promise<void>;
  log: Logger;
}

/** One process at work: it looks at the clock when it is in charge, and does jobs, whichever way they come. */
export interface Service {
  mode(): QueueMode;
  /** When this process last looked at the lease, and at the clock where it is in charge; epoch milliseconds. */
  lastLook(): number | null;
  carrier: Carrier;
  /** A job was added: it is put into Redis, or a lane looks at once. */
  announce(): Promise<void>;
  /**
   * Takes nothing more and waits for what is in hand; what is not done after `graceMs` is handed back.
   *
   * @returns how many jobs were handed back.
   */
  stop(input?: { graceMs?: number }): Promise<number>;
}

const lookEveryMs = 1000;
/** While this process sees Redis otherwise than whoever is in charge. */
const lookSoonMs = 200;
const idleMs = 1000;
/** Below the ten seconds after which container engines kill what they have asked to stop. */
const graceMs = 8_000;

export async function startService(deps: ServiceDeps): Promise<Service> {
  const { store, log, jobs, place } = deps;
  let lastLook: number | null = null;
  let paused = new Set<QueueName>();
  let stopping = false;
  let wake = () => {};

  const carrier = createCarrier({
    store,
    url: deps.redisUrl,
    prefix: deps.redisPrefix,
    log,
    onNews: () => {
      wake();
      worker.nudge();
    },
  });
  const charge = createInCharge({ store, processId: jobs.processId, redisProblem: carrier.problem, log });
  const presence = createPresence({ ...deps, processId: jobs.processId });
  const own = queueNames.filter((queue) => place.queues.includes(queue));
  const mayTake = () => !deps.standby || presence.isAlone(charge.mode());
  const worker = startWorker({
    work: (taken) =>
      doNextJob(
        {
          jobs,
          carrier,
          handlers: deps.handlers,
          mode: charge.mode,
          queues: () => (stopping || !mayTake() ? [] : own.filter((queue) => !paused.has(queue))),
        },
        taken,
      ),
    lanes: place.concurrency,
    idleMs,
    log,
  });

  async function look(): Promise<void> {
    const before = charge.mode();
    const inCharge = await charge.look();
    const mode = charge.mode();
    // Whoever rests has to look where jobs come from now.
    if (mode !== before) worker.nudge();
    paused = await pausedQueues(store);
    await presence.note(mode);
    if (inCharge) {
      try {
        if (mode === 'rq' && before !== 'rq') await carrier.offerAnew();
        const due = await tick(deps.scheduler);
        if (mode === 'rq') await carrier.offer();
        else if (due > 0) worker.nudge();
        await noteTick(store, jobs.processId);
      } finally {
        // Also where the clock itself is in trouble: somebody has to say so.
        await deps.afterTick?.();
      }
    }
    lastLook = Date.now();
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await look();
      } catch (error) {
        // The database is away: the next look makes it good.
        log.error({ err: error }, 'the look at the clock failed');
      }
      if (stopping) break;
      const agreed = (carrier.problem() === null) === (charge.mode() === 'rq');
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, agreed ? lookEveryMs : lookSoonMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  await carrier.ready;
  const running = run();

  return {
    mode: charge.mode,
    lastLook: () => lastLook,
    carrier,
    async announce() {
      if (charge.mode() === 'rq') await carrier.offer();
      else worker.nudge();
    },
    async stop(input = {}) {
      stopping = true;
      wake();
      await running;
      const late = new AbortController();
      const done = await Promise.race([
        worker.stop().then(() => true),
        wait(input.graceMs ?? graceMs, false, { signal: late.signal }).catch(() => true),
      ]);
      late.abort();
      const handedBack = done ? 0 : await jobs.claims.handBack();
      await charge.leave();
      await leave(store, { id: jobs.processId, metrics: (await deps.counted?.()) ?? null });
      await carrier.close();
      return handedBack;
    },
  };
}
