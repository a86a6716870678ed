import type { JobKind, QueueName } from '../src/contract/queue.ts';
import type { Store } from '../src/store/open.ts';

/** A job that failed for good. @returns its id. */
export async function addFailedJob(
  store: Store,
  input: { key: string; error: string; kind?: JobKind; queue?: QueueName; subscriptionId?: number },
): Promise<number> {
  const { key, error, kind = 'statistics', queue = 'low', subscriptionId = null } = input;
  const { id } = await store.db
    .insertInto('job')
    .values({
      kind,
      key,
      queue,
      subscription_id: subscriptionId,
      state: 'failed',
      attempts: 3,
      tries: 3,
      next_attempt: store.now(),
      started_at: store.now(),
      finished_at: store.now(),
      error,
      history: JSON.stringify([{ at: Date.now(), ms: 1234, error, worker: 'w1' }]),
      created_at: store.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
