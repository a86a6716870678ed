import { clearFailedJobs, failedJobIds, type Retried, retryFailedJobs } from '../store/failed-jobs.ts';
import type { Store } from '../store/open.ts';

/** One of them by its id, or all that have failed by now. */
export type FailedJobChoice = number | 'all';

/** Jobs in one transaction. */
const chunk = 100;

/**
 * Failed jobs are done after all. Whoever calls tells the service (`announce`), so that it begins at once.
 *
 * @returns how many are in line again, and how many are cleared as another open run or job does the same; none of both
 *   where there is no such failed job.
 */
export async function retryFailed(store: Store, choice: FailedJobChoice): Promise<Retried> {
  const all: Retried = { retried: 0, cleared: 0 };
  for await (const ids of chosen(store, choice)) {
    const done = await retryFailedJobs(store, ids);
    all.retried += done.retried;
    all.cleared += done.cleared;
  }
  return all;
}

/** Failed jobs are forgotten. What they were about stays: a failed run is made good by the next one. @returns how many. */
export async function clearFailed(store: Store, choice: FailedJobChoice): Promise<number> {
  let cleared = 0;
  for await (const ids of chosen(store, choice)) cleared += await clearFailedJobs(store, ids);
  return cleared;
}

async function* chosen(store: Store, choice: FailedJobChoice): AsyncGenerator<number[]> {
  if (choice !== 'all') return yield [choice];
  // Onwards by the id: what fails once more while this goes on is not tried for ever.
  for (let after = 0; ; ) {
    const ids = await failedJobIds(store, { after, limit: chunk });
    if (ids.length === 0) return;
    yield ids;
    after = ids.at(-1) ?? after;
  }
}
