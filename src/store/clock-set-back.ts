import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';
import { databaseTime, type Subscription } from './subscriptions.ts';

/** Two machines' clocks differ a little, in milliseconds. */
const toleranceMs = 60_000;
/** Longer than any claim: a living process has renewed its own by then. */
const claimMs = 5 * 60_000;

/** Whether the newest run began in the future: the clock ran ahead then, and was set right since. Reads one row. */
export async function clockWasSetBack(store: Store): Promise<boolean> {
  const newest = await store.db
    .selectFrom('run')
    .select(sql<number>`created_at - ${store.now()}`.as('ahead'))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return newest !== undefined && newest.ahead > toleranceMs;
}

/**
 * Takes back the instants that a clock which ran ahead has left in the future: nobody waits for them, and no search
 * believes that it has seen days which are still to come. What was given stays given, a slot that was run stays run.
 *
 * @param nextSlotOf the due-time rule.
 */
export async function takeBackFuture(
  store: Store,
  nextSlotOf: (subscription: Subscription, now: number) => number,
): Promise<void> {
  const now = await databaseTime(store);
  const today = new Date(now).toISOString().slice(0, 10);
  await store.db.transaction().execute(async (trx) => {
    // Subscriptions first and runs after them, as `freezeRun` does.
    const marks = trx.updateTable('subscription');
    await marks.set({ searched_at: now }).where('searched_at', '>', now).execute();
    await marks.set({ first_window_start: today }).where('first_window_start', '>', today).execute();
    const waiting = await trx
      .selectFrom('subscription')
      .selectAll()
      .where('next_slot', '>', now)
      .orderBy('id')
      .execute();
    for (const subscription of waiting) {
      const nextSlot = nextSlotOf(subscription, now);
      if (nextSlot >= (subscription.next_slot ?? 0)) continue;
      await marks.set({ next_slot: nextSlot }).where('id', '=', subscription.id).execute();
    }

    const open = trx.updateTable('run').where(sql<SqlBool>`state = 'open'`);
    await open
      .set({ claim_until: now + claimMs })
      .where('claim_until', '>', now + claimMs)
      .execute();
    await trx.updateTable('run').set({ created_at: now }).where('created_at', '>', now).execute();

    const jobs = trx.updateTable('job');
    await jobs
      .set({ next_attempt: now, offered_at: null })
      .where(sql<SqlBool>`state = 'waiting'`)
      .where((eb) => eb.or([eb('next_attempt', '>', now), eb('offered_at', '>', now)]))
      .execute();
    await jobs
      .set({ claim_until: now + claimMs })
      .where(sql<SqlBool>`state = 'active'`)
      .where('claim_until', '>', now + claimMs)
      .execute();

    const sent = trx.updateTable('delivery').where('next_attempt', '>', now + claimMs);
    await sent.set({ next_attempt: now + claimMs }).execute();
    await trx.updateTable('mailbox').set({ cool_until: now }).where('cool_until', '>', now).execute();
  });
}
