import { type SqlBool, sql } from 'kysely';
import type { QueueName } from '../contract/queue.ts';
import type { Store } from './open.ts';

/** No job of it is taken until it is resumed; what is in hand is finished. @returns false where it was paused already. */
export async function pauseQueueRow(store: Store, queue: QueueName): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto('paused_queue')
    .values({ queue, since: store.now() })
    .onConflict((oc) => oc.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** What was put into Redis before may have been dropped there meanwhile: it is offered anew. @returns false where it was not paused. */
export async function resumeQueueRow(store: Store, queue: QueueName): Promise<boolean> {
  await store.db
    .updateTable('job')
    .set({ offered_at: null })
    .where(sql<SqlBool>`state = 'waiting' AND offered_at IS NOT NULL`)
    .where('queue', '=', queue)
    .execute();
  const { numDeletedRows } = await store.db
    .deleteFrom('paused_queue')
    .where('queue', '=', queue)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function pausedQueues(store: Store): Promise<Set<QueueName>> {
  const rows = await store.db.selectFrom('paused_queue').select('queue').execute();
  return new Set(rows.map(({ queue }) => queue));
}
