import { type SqlBool, sql } from 'kysely';
import { notBehind } from './deliveries.ts';
import { addJob } from './jobs.ts';
import type { Store } from './open.ts';

/** The run that froze its digest is still in hand and offers it itself. */
const withoutItsRun = sql<SqlBool>`NOT EXISTS (
  SELECT 1 FROM job JOIN digest ON digest.run_id = job.run_id
  WHERE digest.id = delivery.digest_id AND job.run_id IS NOT NULL AND job.state = 'active')`;

const withoutJob = sql<SqlBool>`NOT EXISTS (
  SELECT 1 FROM job WHERE job.delivery_id IS NOT NULL AND job.delivery_id = delivery.id AND job.finished_at IS NULL)`;

/**
 * A job for each message whose time has come (again): what a mailbox would not take, what was uncertain, what a process
 * left behind that died after its run.
 *
 * @returns how many.
 */
export async function openDeliveryJobs(store: Store, limit: number): Promise<number> {
  const due = await store.db
    .selectFrom('delivery')
    .select(['id', 'subscription_id'])
    .where('next_attempt', 'is not', null)
    .where('next_attempt', '<=', store.now())
    .where('state', 'in', ['pending', 'uncertain'])
    .where(notBehind)
    .where(withoutItsRun)
    .where(withoutJob)
    .orderBy('next_attempt')
    .limit(limit)
    .execute();
  for (const { id, subscription_id: subscriptionId } of due) {
    await addJob(store, {
      kind: 'deliver',
      key: String(id),
      queue: 'default',
      subscriptionId,
      deliveryId: id,
    });
  }
  return due.length;
}
