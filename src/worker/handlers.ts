import { importJournalsJob } from '../admin/import-journals.ts';
import { pushAll } from '../admin/push-all.ts';
import { scheduleAll } from '../admin/schedule-all.ts';
import { queueNames } from '../contract/queue.ts';
import { type DeliverDeps, deliver } from '../mail/deliver.ts';
import type { PushDeps, PushResult } from '../push/push.ts';
import { pushJob } from '../push/push-job.ts';
import { doNextJob } from '../queue/next-job.ts';
import type { JobDeps, JobHandler, JobHandlers } from '../queue/perform-job.ts';
import { type ReconcileDeps, reconcileJob } from '../upkeep/reconcile.ts';
import { type RetentionDeps, retentionJob } from '../upkeep/retention.ts';
import { type StatisticsDeps, statisticsJob } from '../upkeep/statistics.ts';

export interface HandlerDeps {
  push: PushDeps;
  deliver: DeliverDeps;
  upkeep: StatisticsDeps & RetentionDeps & ReconcileDeps;
  onPush?: ((result: PushResult) => void) | undefined;
}

/** What is done for each kind of job, whichever way it came. */
export function createHandlers(deps: HandlerDeps): JobHandlers {
  return {
    push: pushJob(deps.push, deps.onPush),
    deliver: deliverJob(deps.deliver),
    'push-all': async ({ created_at: since }) => ({
      kind: 'done',
      result: await pushAll(deps.push.store, { since }),
    }),
    'schedule-all': async () => ({ kind: 'done', result: await scheduleAll(deps.push.store) }),
    // It came, and that is all it is for.
    test: async () => ({ kind: 'done' }),
    statistics: statisticsJob(deps.upkeep),
    retention: retentionJob(deps.upkeep),
    reconcile: reconcileJob(deps.upkeep),
    'import-journals': importJournalsJob(deps.push.store),
  };
}

/** When the message is tried again stands in its own row: whatever became of it, this job is done. */
const deliverJob =
  (deps: DeliverDeps): JobHandler =>
  async ({ delivery_id: id }) => ({
    kind: 'done',
    result: { result: id === null ? 'none' : await deliver(deps, id) },
  });

/**
 * Does jobs straight from the database until none is due, for who works off what is there and ends.
 *
 * @returns a function that does one job and says whether there was one.
 */
export function createWork(deps: HandlerDeps & { jobs: JobDeps }): () => Promise<boolean> {
  const handlers = createHandlers(deps);
  const from = {
    jobs: deps.jobs,
    handlers,
    carrier: null,
    mode: () => 'local' as const,
    queues: () => queueNames,
  };
  return () => doNextJob(from, () => undefined);
}
