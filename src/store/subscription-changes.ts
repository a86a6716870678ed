import { sql, type Updateable } from 'kysely';
import type { Store } from './open.ts';
import type { SubscriptionRow } from './schema.ts';

/**
 * Changes a subscription; a query that differs from the stored one also begins anew, in the same transaction: its next run is
 * a first run, and a run of the old query that is under way loses its claim, so that it leaves nothing behind and is done
 * again with the new one. The ledger stays: what was given is never given again.
 *
 * @param input.nextSlot taken only while it is active. @returns false if there is no such subscription.
 */
export async function changeSubscriptionRow(
  store: Store,
  input: {
    id: number;
    row: Pick<
      Updateable<SubscriptionRow>,
      'name' | 'accepted' | 'schedule' | 'filters' | 'max_articles' | 'first_window_days' | 'send_nothing_new'
    >;
    query: { text: string; accepted: string } | null;
    nextSlot: number | null;
  },
): Promise<boolean> {
  const { id, row, query, nextSlot } = input;
  return store.db.transaction().execute(async (trx) => {
    if (query) {
      const changed = await trx
        .updateTable('subscription')
        .set((eb) => ({
          query: query.text,
          accepted: query.accepted,
          query_revision: eb('query_revision', '+', 1),
          first_window_start: null,
          searched_at: null,
          translation: null,
        }))
        .where('id', '=', id)
        .where('query', '<>', query.text)
        .executeTakeFirst();
      // The subscription first and its run after it, as `freezeRun` does: the other way round they could lock each other.
      if (changed.numUpdatedRows > 0n) await takeRunAway({ ...store, db: trx }, id);
    }
    const { numUpdatedRows } = await trx
      .updateTable('subscription')
      .set({ ...row, updated_at: store.now() })
      .$if(nextSlot !== null, (qb) =>
        qb.set({
          next_slot: sql<
            number | null
          >`CASE WHEN status = 'active' THEN CAST(${nextSlot} AS BIGINT) ELSE next_slot END`,
        }),
      )
      .where('id', '=', id)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/** Whoever has the open run in hand will be told that the claim is lost, and another attempt does it anew. */
async function takeRunAway(store: Store, subscriptionId: number): Promise<void> {
  await store.db
    .updateTable('run')
    .set((eb) => ({
      claim: null,
      claim_until: null,
      attempts: eb('attempts', '-', 1),
    }))
    .where('subscription_id', '=', subscriptionId)
    .where('state', '=', 'open')
    .where('trigger', '<>', 'test')
    .where('claim', 'is not', null)
    .execute();
}

/** @param until the instant of waking; null waits for the person. @returns false if it is gone or stopped. */
export async function pauseSubscriptionRow(store: Store, id: number, until: number | null): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('subscription')
    .set({ status: 'paused', paused_until: until, next_slot: null, updated_at: store.now() })
    .where('id', '=', id)
    .where('status', 'in', ['active', 'paused'])
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Nothing happens unless it is paused: the slot of an active one must not be moved. */
export async function resumeSubscriptionRow(store: Store, id: number, nextSlot: number): Promise<void> {
  await store.db
    .updateTable('subscription')
    .set({ status: 'active', paused_until: null, next_slot: nextSlot, updated_at: store.now() })
    .where('id', '=', id)
    .where('status', '=', 'paused')
    .execute();
}
