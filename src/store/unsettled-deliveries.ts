import { type SqlBool, sql } from 'kysely';
import { isUnsettled } from './deliveries.ts';
import type { Store } from './open.ts';
import type { DeliveryState } from './schema.ts';

/** Deliveries whose sender died: nobody can know how far it came. */
export async function sweepLostDeliveries(store: Store, input: { afterMs: number | null }): Promise<number> {
  const { numUpdatedRows } = await store.db
    .updateTable('delivery')
    .set((eb) => ({
      state: 'uncertain',
      uncertain_at: eb.fn.coalesce('uncertain_at', store.now()),
      next_attempt: input.afterMs === null ? null : sql<number>`${store.now()} + ${input.afterMs}`,
      response: 'the process that was sending it ended',
      claim: null,
    }))
    .where('state', '=', 'sending')
    .where('next_attempt', '<=', store.now())
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

const isStillWanted = sql<SqlBool>`EXISTS (SELECT 1 FROM recipient
    WHERE recipient.subscription_id = delivery.subscription_id AND recipient.address = delivery.address
      AND recipient.status = 'active')
  AND EXISTS (SELECT 1 FROM digest WHERE digest.id = delivery.digest_id AND digest.test = 0)`;

/**
 * A new run gives refused messages of the subscription one more chance, oldest first, before its own. Not those to somebody
 * who has stopped the mails meanwhile, and not a test's: it was for that moment.
 */
export async function reopenFailedDeliveries(store: Store, subscriptionId: number): Promise<number[]> {
  const rows = await store.db
    .updateTable('delivery')
    .set({ state: 'pending', next_attempt: store.now() })
    .where('subscription_id', '=', subscriptionId)
    .where(isUnsettled)
    .where('state', '=', 'failed')
    .where(isStillWanted)
    .returning('id')
    .execute();
  return rows.map((row) => row.id).sort((a, b) => a - b);
}

/** The reader wants no more of them: what still waits for this address is not offered. */
export async function endDeliveriesTo(
  store: Store,
  input: { subscriptionId: number; address: string },
): Promise<void> {
  await store.db
    .updateTable('delivery')
    .set({ state: 'failed', next_attempt: null, response: 'the reader stopped these mails' })
    .where('subscription_id', '=', input.subscriptionId)
    .where('address', '=', input.address)
    .where(isUnsettled)
    .where('state', 'in', ['pending', 'uncertain'])
    .execute();
}

/** Every message that no mail server has accepted yet, oldest first, with the name of its subscription. */
export const listUnsettledDeliveries = (store: Store) =>
  store.db
    .selectFrom('delivery')
    .innerJoin('subscription', 'subscription.id', 'delivery.subscription_id')
    .select([
      'delivery.id',
      'delivery.subscription_id',
      'delivery.address',
      'delivery.state',
      'delivery.attempts',
    ])
    .select(['delivery.message_id', 'delivery.uncertain_at', 'delivery.next_attempt', 'delivery.response'])
    .select(['delivery.created_at', 'subscription.name'])
    .where(sql<SqlBool>`delivery.state <> 'sent'`)
    .orderBy('delivery.id')
    .execute();

/** A person wants it offered now. @returns false where it was accepted already, is being sent, or is not there. */
export async function offerAgain(store: Store, id: number): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('delivery')
    .set({
      // One that was uncertain stays so until a server answers for it.
      state: sql<DeliveryState>`CASE WHEN uncertain_at IS NULL THEN 'pending' ELSE 'uncertain' END`,
      next_attempt: store.now(),
    })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'uncertain', 'failed'])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
