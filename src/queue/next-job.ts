import type { QueueMode, QueueName } from '../contract/queue.ts';
import type { ClaimedJob } from '../store/jobs.ts';
import type { Carrier } from './carrier.ts';
import { type JobDeps, type JobHandlers, performJob } from './perform-job.ts';

export interface NextJobDeps {
  jobs: JobDeps;
  /** Null where jobs never come through Redis. */
  carrier: Pick<Carrier, 'take'> | null;
  handlers: JobHandlers;
  /** Where to take jobs from now. */
  mode(): QueueMode;
  /** The queues to look at, the urgent first; paused ones are left out. */
  queues(): readonly QueueName[];
}

/**
 * Does one job, the most urgent there is: from Redis, or in local mode from the database itself. A free lane looks at
 * the queues in order each time, so that a flood in one delays a higher one by the job in hand and no more.
 *
 * @param taken called as soon as there is one, before it is done.
 * @returns whether there was one.
 */
export async function doNextJob(deps: NextJobDeps, taken: () => void): Promise<boolean> {
  for (const queue of deps.queues()) {
    const done =
      deps.mode() === 'rq' ? await fromRedis(deps, queue, taken) : await fromDatabase(deps, queue, taken);
    if (done) return true;
  }
  return false;
}

const handlerOf =
  ({ handlers }: NextJobDeps, taken: () => void) =>
  (job: ClaimedJob) => {
    taken();
    return handlers[job.kind];
  };

const fromDatabase = async (deps: NextJobDeps, queue: QueueName, taken: () => void): Promise<boolean> =>
  (await performJob(deps.jobs, { pick: { queue }, handler: handlerOf(deps, taken) })) !== null;

async function fromRedis(deps: NextJobDeps, queue: QueueName, taken: () => void): Promise<boolean> {
  for (;;) {
    const brought = await deps.carrier?.take(queue);
    if (!brought) return false;
    const { id, attempt } = brought;
    try {
      // None where it was done or taken meanwhile, deleted, or is an echo of an earlier attempt: then the next one.
      if (await performJob(deps.jobs, { pick: { id, attempt }, handler: handlerOf(deps, taken) }))
        return true;
    } finally {
      // A Redis that is gone now has forgotten it, or brings it once more for nothing.
      await brought.leave().catch(() => undefined);
    }
  }
}
