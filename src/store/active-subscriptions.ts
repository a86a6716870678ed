import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

/** Active subscriptions in the order of their ids, page by page, with the database's time. */
export const activeSubscriptions = (store: Store, input: { after: number; limit: number }) =>
  store.db
    .selectFrom('subscription')
    .select(['id', 'schedule', 'next_slot'])
    .select(store.now().as('now'))
    .where('id', '>', input.after)
    .where('status', '=', 'active')
    .orderBy('id')
    .limit(input.limit)
    .execute();

/** Moves next slots. Nothing happens to a subscription that got another slot, or was paused, meanwhile. @returns how many moved. */
export const moveSlots = (
  store: Store,
  moves: readonly { id: number; from: number | null; to: number }[],
): Promise<number> =>
  store.db.transaction().execute(async (trx) => {
    let moved = 0;
    for (const { id, from, to } of moves) {
      const { numUpdatedRows } = await trx
        .updateTable('subscription')
        .set({ next_slot: to })
        .where('id', '=', id)
        .where('status', '=', 'active')
        .where('next_slot', from === null ? 'is' : '=', from)
        .executeTakeFirst();
      moved += Number(numUpdatedRows);
    }
    return moved;
  });

const lastRunAt = sql`(SELECT run.created_at FROM run
  WHERE run.subscription_id = subscription.id AND run.trigger <> 'test' ORDER BY run.id DESC LIMIT 1)`;

/** Active subscriptions whose last run is older than `since`, or that never had one; page by page. */
export async function activeWithoutRunSince(
  store: Store,
  input: { after: number; since: number; limit: number },
): Promise<number[]> {
  const rows = await store.db
    .selectFrom('subscription')
    .select('id')
    .where('id', '>', input.after)
    .where('status', '=', 'active')
    .where(sql<SqlBool>`coalesce(${lastRunAt}, 0) < ${input.since}`)
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return rows.map(({ id }) => id);
}
