import { setTimeout as wait } from 'node:timers/promises';
import { openApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { createLog } from '../../src/log.ts';
import type { RetryPolicy } from '../../src/pubmed/retry.ts';
import { createWork } from '../../src/worker/handlers.ts';
import { tick } from '../../src/worker/scheduler.ts';
import { startWorker } from '../../src/worker/worker.ts';

/** What the parent says when it starts a pusher, as JSON in the first argument. */
export interface PusherOrders {
  config: Config;
  claimTtlMs: number;
  policy: RetryPolicy;
  lanes: number;
}

// The scheduler and the worker of one process, looking twenty times a second, until somebody kills it.
const orders = JSON.parse(process.argv[2] ?? '') as PusherOrders;
// A parent that ended takes the channel with it; nobody would kill us then.
process.on('disconnect', () => process.exit(0));
const log = createLog(orders.config.logLevel);
const app = await openApp(orders.config, {
  log,
  claimTtlMs: orders.claimTtlMs,
  eutils: { policy: orders.policy },
});
const work = createWork(app);
const worker = startWorker({ work: () => work(), lanes: orders.lanes, idleMs: 20, log });
process.send?.('ready');
for (;;) {
  try {
    if ((await tick(app.scheduler)) > 0) for (let lane = 0; lane < orders.lanes; lane += 1) worker.nudge();
  } catch (error) {
    log.error({ err: error }, 'the tick failed');
  }
  await wait(50);
}
