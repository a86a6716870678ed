import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Store } from './open.ts';
import { openRun } from './runs.ts';
import type { RecipientRow, SubscriptionRow, Trigger } from './schema.ts';

export type Subscription = Selectable<SubscriptionRow>;
export type Recipient = Selectable<RecipientRow>;

/** Saves a subscription with its recipients and returns its id. */
export async function insertSubscription(
  store: Store,
  input: {
    row: Omit<Insertable<SubscriptionRow>, 'id' | 'created_at' | 'updated_at'>;
    recipients: { address: string; token: string }[];
  },
): Promise<number> {
  return store.db.transaction().execute(async (trx) => {
    const { id } = await trx
      .insertInto('subscription')
      .values({ ...input.row, created_at: store.now(), updated_at: store.now() })
      .returning('id')
      .executeTakeFirstOrThrow();
    for (const recipient of input.recipients) {
      await trx
        .insertInto('recipient')
        .values({ ...recipient, subscription_id: id, status: 'active' })
        .execute();
    }
    return id;
  });
}

export async function updateSubscription(
  store: Store,
  id: number,
  change: Updateable<SubscriptionRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('subscription')
    .set({ ...change, updated_at: store.now() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export const findSubscription = (store: Store, id: number): Promise<Subscription | undefined> =>
  store.db.selectFrom('subscription').selectAll().where('id', '=', id).executeTakeFirst();

/** With the person whose language and zone its mails speak, the addresses that still want them, and the database's time. */
export async function subscriptionForRun(store: Store, id: number) {
  const subscription = await store.db
    .selectFrom('subscription')
    .innerJoin('person', 'person.id', 'subscription.person_id')
    .selectAll('subscription')
    .select(['person.locale', 'person.time_zone'])
    .select(store.now().as('now'))
    .where('subscription.id', '=', id)
    .executeTakeFirst();
  if (!subscription) return undefined;
  const recipients = await store.db
    .selectFrom('recipient')
    .selectAll()
    .where('subscription_id', '=', id)
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  return { subscription, recipients, now: subscription.now };
}

export const listSubscriptions = (store: Store) =>
  store.db
    .selectFrom('subscription')
    .innerJoin('person', 'person.id', 'subscription.person_id')
    .selectAll('subscription')
    .select('person.email')
    .orderBy('subscription.id')
    .execute();

export const activeSubscriptionIds = async (store: Store): Promise<number[]> => {
  const rows = await store.db
    .selectFrom('subscription')
    .select('id')
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
};

export const findRecipientByToken = (store: Store, token: string): Promise<Recipient | undefined> =>
  store.db.selectFrom('recipient').selectAll().where('token', '=', token).executeTakeFirst();

export async function setRecipientStatus(
  store: Store,
  id: number,
  status: Recipient['status'],
): Promise<void> {
  await store.db.updateTable('recipient').set({ status }).where('id', '=', id).execute();
}

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
): Promise<{ opened: number[]; joined: number }> {
  const due = await store.db
    .selectFrom('subscription')
    .selectAll()
    .select(store.now().as('now'))
    .where('next_slot', 'is not', null)
    .where('next_slot', '<=', store.now())
    .orderBy('next_slot')
    .limit(input.limit)
    .execute();
  // A tick with nothing due takes no write lock.
  if (due.length === 0) return { opened: [], joined: 0 };
  return store.db.transaction().execute(async (trx) => {
    const opened: number[] = [];
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
      else opened.push(run.id);
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
