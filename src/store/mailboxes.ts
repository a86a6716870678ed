import { type Insertable, type Selectable, type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';
import type { MailboxRow } from './schema.ts';

export type Mailbox = Selectable<MailboxRow>;

const notUsed = { day: '', day_count: 0, minute: 0, minute_count: 0, failures: 0, cool_until: 0 };

export async function insertMailbox(
  store: Store,
  row: Omit<Insertable<MailboxRow>, 'id' | 'created_at' | keyof typeof notUsed>,
): Promise<number | null> {
  const inserted = await store.db
    .insertInto('mailbox')
    .values({ ...row, ...notUsed, created_at: store.now() })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id ?? null;
}

export const listMailboxes = (store: Store): Promise<Mailbox[]> =>
  store.db.selectFrom('mailbox').selectAll().orderBy('id').execute();

export async function deleteMailbox(store: Store, id: number): Promise<boolean> {
  const { numDeletedRows } = await store.db.deleteFrom('mailbox').where('id', '=', id).executeTakeFirst();
  return numDeletedRows === 1n;
}

/**
 * Takes the mailbox that was used least recently and may send now, and counts one message on it. One statement, with
 * the limits repeated outside the choice, so that two processes never go over a limit together.
 *
 * @param input.day the day that daily limits count, `YYYY-MM-DD` in the service's zone.
 * @param input.except mailboxes that have failed for this message already.
 */
export async function takeMailbox(
  store: Store,
  input: { day: string; except: readonly number[] },
): Promise<Mailbox | undefined> {
  const minute = sql<number>`(${store.now()} / 60000)`;
  const may = sql<SqlBool>`active = 1 AND cool_until <= ${store.now()}
    AND (day <> ${input.day} OR day_count < daily_limit)
    AND (minute <> ${minute} OR minute_count < minute_limit)`;
  const choose = store.db
    .selectFrom('mailbox')
    .select('id')
    .where(may)
    .$if(input.except.length > 0, (qb) => qb.where('id', 'not in', input.except))
    .orderBy(sql`coalesce(last_used, 0)`)
    .orderBy('id')
    .limit(1);
  const taken = await store.relaxed(({ db }) =>
    db
      .updateTable('mailbox')
      .set({
        last_used: store.now(),
        day: input.day,
        day_count: sql<number>`CASE WHEN day = ${input.day} THEN day_count + 1 ELSE 1 END`,
        minute,
        minute_count: sql<number>`CASE WHEN minute = ${minute} THEN minute_count + 1 ELSE 1 END`,
      })
      .where('id', '=', choose)
      .where(may)
      .returningAll()
      .executeTakeFirst(),
  );
  if (taken) return taken;
  // Another process may have filled the chosen one in between while the next one still has room.
  const free = await choose.executeTakeFirst();
  return free ? takeMailbox(store, input) : undefined;
}

/** It works: earlier failures are forgotten. */
export async function mailboxWorked(store: Store, id: number): Promise<void> {
  await store.db
    .updateTable('mailbox')
    .set({ failures: 0, last_error: null })
    .where('id', '=', id)
    .where('failures', '>', 0)
    .execute();
}

/** It did not take the message: the message does not count, and the mailbox rests. */
export async function mailboxFailed(
  store: Store,
  input: { id: number; error: string; restMs: number },
): Promise<void> {
  await store.db
    .updateTable('mailbox')
    .set((eb) => ({
      failures: eb('failures', '+', 1),
      last_error: input.error,
      cool_until: sql<number>`${store.now()} + ${input.restMs}`,
      day_count: sql<number>`CASE WHEN day_count > 0 THEN day_count - 1 ELSE 0 END`,
      minute_count: sql<number>`CASE WHEN minute_count > 0 THEN minute_count - 1 ELSE 0 END`,
    }))
    .where('id', '=', input.id)
    .execute();
}

/** How long until some mailbox may send again, in milliseconds; null where none is active. */
export async function nextMailboxIn(store: Store, input: { day: string }): Promise<number | null> {
  const row = await store.db
    .selectFrom('mailbox')
    .select([
      sql<number | null>`min(CASE
        WHEN day = ${input.day} AND day_count >= daily_limit THEN 600000
        WHEN cool_until > ${store.now()} THEN cool_until - ${store.now()}
        ELSE 60000 - ${store.now()} % 60000 END)`.as('wait'),
    ])
    .where('active', '=', 1)
    .executeTakeFirst();
  return row?.wait ?? null;
}
