import { clearFailed, retryFailed } from '../admin/failed-jobs.ts';
import { pauseQueue, resumeQueue } from '../admin/pause-queue.ts';
import { requestPushAll } from '../admin/push-all.ts';
import { removeOrphans } from '../admin/remove-orphans.ts';
import { requestScheduleAll } from '../admin/schedule-all.ts';
import { testQueue } from '../admin/test-queue.ts';
import type { QueueName } from '../contract/queue.ts';
import { Refusal } from '../errors.ts';
import { queueStatus } from '../health/queue-status.ts';
import { requestPush } from '../push/push-now.ts';
import type { Carrier } from '../queue/carrier.ts';
import { newestFailedJobs } from '../store/job-list.ts';
import type { Store } from '../store/open.ts';
import { subscriptionForRun } from '../store/subscriptions.ts';

export interface QueueDeps {
  store: Store;
  /** Null: this installation has no Redis. */
  redisUrl: string | null;
  /** Null where this process only answers. */
  carrier: Carrier | null;
  /** A job was added. */
  announce: () => Promise<void>;
}

export type QueueActs = ReturnType<typeof queueActs>;

const failuresListed = 1000;

/** What an admin can ask and do about the queue; the page and the API call the same. */
export function queueActs(deps: QueueDeps) {
  const { store, carrier, announce } = deps;
  const begun = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work;
    await announce();
    return result;
  };
  return {
    status: () => queueStatus(deps),
    test: () => testQueue({ store, announce }),
    pause: (queue: QueueName) => pauseQueue(store, queue),
    resume: (queue: QueueName) => begun(resumeQueue(store, queue)),
    failedJobs: () => newestFailedJobs(store, failuresListed),
    retryFailed: () => begun(retryFailed(store, 'all')),
    clearFailed: async () => ({ cleared: await clearFailed(store, 'all') }),
    /** @throws {Refusal} `failed-job-unknown`. */
    async retryJob(id: number) {
      const done = await begun(retryFailed(store, id));
      if (done.retried + done.cleared === 0) throw new Refusal('failed-job-unknown', { id });
      return done;
    },
    /** @throws {Refusal} `failed-job-unknown`. */
    async clearJob(id: number) {
      const cleared = await clearFailed(store, id);
      if (cleared === 0) throw new Refusal('failed-job-unknown', { id });
      return { cleared };
    },
    scheduleAll: async () => requested(await begun(requestScheduleAll(store))),
    pushAll: async () => requested(await begun(requestPushAll(store))),
    /** @throws {Refusal} `subscription-unknown`. */
    async pushOne(subscriptionId: number, trigger: 'manual' | 'test' = 'manual') {
      if (!(await subscriptionForRun(store, subscriptionId)))
        throw new Refusal('subscription-unknown', { id: subscriptionId });
      const { id: run, job, joined } = await begun(requestPush(store, { subscriptionId, trigger }));
      return { run, job, joined };
    },
    sweep: async () =>
      carrier === null ? { removed: 0, reached: false } : removeOrphans({ store, carrier }),
  };
}

const requested = ({ id, joined }: { id: number; joined: boolean }) => ({ job: id, joined });
