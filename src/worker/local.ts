import type { DeliverDeps } from '../mail/deliver.ts';
import type { PushDeps, PushResult } from '../push/push.ts';
import { createWork } from './handlers.ts';
import { type SchedulerDeps, startScheduler, tick } from './scheduler.ts';
import { startWorker } from './worker.ts';

/** Local mode: this process looks at the clock and does the work itself. */
export interface LocalMode {
  /** Takes no new work and waits for what is in hand. */
  stop(): Promise<void>;
  /** When the clock was last looked at, epoch milliseconds; null before the first time. */
  lastTick(): number | null;
}

/** A slot is noticed within this time, in milliseconds. */
const tickEvery = 1000;
const idleMs = 1000;

export function startLocalMode(deps: {
  push: PushDeps;
  deliver: DeliverDeps;
  scheduler: SchedulerDeps;
  /** Runs at the same time; 0 only looks at the clock and leaves the work to other processes. */
  lanes: number;
  onPush?: (result: PushResult) => void;
}): LocalMode {
  const { log } = deps.scheduler;
  let lastTick: number | null = null;
  const worker = startWorker({ work: createWork(deps), lanes: deps.lanes, idleMs, log });
  const scheduler = startScheduler({
    tick: async () => {
      const opened = await tick(deps.scheduler);
      lastTick = Date.now();
      return opened;
    },
    everyMs: tickEvery,
    onDue: worker.nudge,
    log,
  });
  return {
    lastTick: () => lastTick,
    async stop() {
      await scheduler.stop();
      await worker.stop();
    },
  };
}
