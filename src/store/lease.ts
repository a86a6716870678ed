import { type Selectable, type SqlBool, sql } from 'kysely';
import type { QueueMode } from '../contract/queue.ts';
import type { Store } from './open.ts';
import type { LeaseRow } from './schema.ts';

export type Lease = Selectable<LeaseRow>;

const name = 'scheduler';

/** No lease is longer, in milliseconds: one that ends later was taken before the clock was set back. */
const longestMs = 30_000;
const isOver = (store: Store) =>
  sql<SqlBool>`(lease.holder_until <= ${store.now()} OR lease.holder_until > ${store.now()} + ${sql.lit(longestMs)})`;

/** Who is in charge, as the database knows it; `held` is whether the holder is still expected to be alive. */
export const readLease = (store: Store): Promise<(Lease & { held: number; now: number }) | undefined> =>
  store.db
    .selectFrom('lease')
    .selectAll()
    .select([sql<number>`CASE WHEN ${isOver(store)} THEN 0 ELSE 1 END`.as('held'), store.now().as('now')])
    .where('name', '=', name)
    .executeTakeFirst();

/**
 * Takes the charge for `ttlMs` or keeps it. Of many processes one gets it.
 *
 * @param input.mode how jobs travel from now on, as the holder sees it; since when is kept while it stays.
 * @returns whether `holder` is in charge.
 */
export async function holdLease(
  store: Store,
  input: { holder: string; ttlMs: number; mode: QueueMode; reason: string | null },
): Promise<boolean> {
  const { holder, mode, reason } = input;
  const until = sql<number>`${store.now()} + ${input.ttlMs}`;
  return store.relaxed(async ({ db }) => {
    const row = await db
      .insertInto('lease')
      .values({ name, holder, holder_until: until, mode, mode_since: store.now(), reason, last_tick: null })
      .onConflict((oc) =>
        oc
          .column('name')
          .doUpdateSet({
            holder,
            holder_until: until,
            mode,
            mode_since: sql<number>`CASE WHEN lease.mode = ${mode} THEN lease.mode_since ELSE ${store.now()} END`,
            reason,
          })
          .where((eb) => eb.or([eb('lease.holder', '=', holder), isOver(store)])),
      )
      .returning('holder')
      .executeTakeFirst();
    return row?.holder === holder;
  });
}

/** The clock was looked at. */
export async function noteTick(store: Store, holder: string): Promise<void> {
  await store.relaxed(({ db }) =>
    db
      .updateTable('lease')
      .set({ last_tick: store.now() })
      .where('name', '=', name)
      .where('holder', '=', holder)
      .execute(),
  );
}

/** Another process may take the charge at once. */
export async function endLease(store: Store, holder: string): Promise<void> {
  await store.db
    .updateTable('lease')
    .set({ holder_until: 0 })
    .where('name', '=', name)
    .where('holder', '=', holder)
    .execute();
}
