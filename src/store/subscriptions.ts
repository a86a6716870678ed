import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Store } from './open.ts';
import type { RecipientRow, SubscriptionRow } from './schema.ts';

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

/** What a recipient's link leads to: the recipient, the subscription, and whether others receive it too. */
export async function recipientWithSubscription(store: Store, token: string) {
  const found = await store.db
    .selectFrom('recipient')
    .innerJoin('subscription', 'subscription.id', 'recipient.subscription_id')
    .innerJoin('person', 'person.id', 'subscription.person_id')
    .select(['recipient.id as recipientId', 'recipient.address', 'recipient.status as recipientStatus'])
    .selectAll('subscription')
    .select(['person.locale', 'person.time_zone', 'person.email'])
    .select((eb) =>
      eb
        .selectFrom('recipient as other')
        .select((count) => count.fn.countAll<number>().as('count'))
        .whereRef('other.subscription_id', '=', 'recipient.subscription_id')
        .whereRef('other.id', '<>', 'recipient.id')
        .where('other.status', '=', 'active')
        .as('others'),
    )
    .where('recipient.token', '=', token)
    .executeTakeFirst();
  return found && { ...found, others: Number(found.others) };
}

export async function setRecipientStatus(
  store: Store,
  id: number,
  status: Recipient['status'],
): Promise<void> {
  await store.db.updateTable('recipient').set({ status }).where('id', '=', id).execute();
}

/** Epoch milliseconds of the database's clock: what a next slot is reckoned from. */
export async function databaseTime(store: Store): Promise<number> {
  const { rows } = await sql<{ now: number }>`SELECT ${store.now()} AS now`.execute(store.db);
  const [row] = rows;
  if (!row) throw new Error('the database did not tell the time');
  return row.now;
}

/** Goes with its runs, digests, deliveries and ledger. */
export async function deleteSubscription(store: Store, id: number): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom('subscription')
    .where('id', '=', id)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}
