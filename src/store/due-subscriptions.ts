import { sql } from 'kysely';
import type { Store } from './open.ts';
import { openRun } from './runs.ts';
import type { Trigger } from './schema.ts';
import type { Subscription } from './subscriptions.ts';

/** What the scheduler decides of a due subscription: what to call the run, and when it is due again. */
export interface SlotPlan {
  trigger: Extract<Trigger, 'schedule' | 'catch-up'>;
  nextSlot: number;
}

/**
 * Turns due subscriptions into open runs and moves each one's clock on, in one transaction. Reads only due rows (an
 * index ends at the present). Any number of processes may call it at once: the `next_slot = slot` condition lets one win.
 *
 * @returns how many runs were opened, and how many slots joined a run that was open already.
 */
export async function openDueRuns(
  store: Store,
  input: { limit: number; plan: (subscription: Subscription, now: number) => SlotPlan },
): Promise<{ opened: number; joined: number }> {
  const due = await store.db
    .selectFrom('subscription')
    .selectAll()
    .select(store.now().as('now'))
    .where('next_slot', 'is not', null)
    .where('next_slot', '<=', store.now())
    .orderBy('next_slot')
    // Two processes take the rows of one instant in one order, so that neither waits for the other in a circle.
    .orderBy('id')
    .limit(input.limit)
    .execute();
  // A tick with nothing due takes no write lock.
  if (due.length === 0) return { opened: 0, joined: 0 };
  return store.db.transaction().execute(async (trx) => {
    let opened = 0;
    let joined = 0;
    for (const { now, ...subscription } of due) {
      const slot = subscription.next_slot;
      const { trigger, nextSlot } = input.plan(subscription, now);
      const { numUpdatedRows } = await trx
        .updateTable('subscription')
        .set({ next_slot: nextSlot })
        .where('id', '=', subscription.id)
        .where('next_slot', '=', slot)
        .executeTakeFirst();
      if (numUpdatedRows !== 1n) continue;
      const run = await openRun({ ...store, db: trx }, { subscriptionId: subscription.id, trigger, slot });
      if (run.joined) joined += 1;
      else opened += 1;
    }
    return { opened, joined };
  });
}

/** Subscriptions whose pause is over: the caller gives each its next slot. */
export const wakingSubscriptions = (store: Store, limit: number) =>
  store.db
    .selectFrom('subscription')
    .selectAll()
    .select(store.now().as('now'))
    .where('paused_until', 'is not', null)
    .where('paused_until', '<=', store.now())
    .orderBy('paused_until')
    .limit(limit)
    .execute();

export async function wakeSubscription(store: Store, id: number, nextSlot: number): Promise<void> {
  await store.db
    .updateTable('subscription')
    .set({ status: 'active', paused_until: null, next_slot: nextSlot, updated_at: store.now() })
    .where('id', '=', id)
    .where('status', '=', 'paused')
    .where(sql<boolean>`paused_until <= ${store.now()}`)
    .execute();
}
