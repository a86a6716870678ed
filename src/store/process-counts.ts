import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

/** The row of `setting` that holds the sum of what processes without a row had counted. */
const endedKey = 'metrics-of-ended';

export interface ProcessCounts {
  /** Null for the sum of those whose rows are gone. */
  process: string | null;
  metrics: string;
}

/** What each process has counted, and what all had that are gone. One statement, as a row may go into the sum at any moment. */
export async function countsOfAll(store: Store): Promise<ProcessCounts[]> {
  const { rows } = await sql<ProcessCounts>`
    SELECT id AS process, metrics FROM process WHERE metrics IS NOT NULL
    UNION ALL SELECT NULL, value FROM setting WHERE key = ${endedKey}`.execute(store.db);
  return rows;
}

/** What a process has counted by now. @returns false where it has no row. */
export const noteCounts = (store: Store, input: { id: string; metrics: string }): Promise<boolean> =>
  store.relaxed(async ({ db }) => {
    const { numUpdatedRows } = await db
      .updateTable('process')
      .set({ metrics: input.metrics })
      .where('id', '=', input.id)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });

/**
 * Removes rows of processes that have ended, or have long been silent, and adds what they had counted to the sum, so that
 * no count ever goes down. Where another process does the same at this moment, one of the two does nothing.
 *
 * @param input.silentMs without a sign of life for so long, in milliseconds. One that was frozen for longer and comes back
 *   is counted twice for what it had counted before.
 * @param input.add sums several counts.
 * @returns how many rows went.
 */
export async function forgetSilentProcesses(
  store: Store,
  input: { silentMs: number; add: (counts: readonly string[]) => Promise<string> },
): Promise<number> {
  const silent = sql<SqlBool>`last_seen <= ${store.now()} - ${input.silentMs}`;
  const rows = await store.db.selectFrom('process').select(['id', 'metrics']).where(silent).execute();
  if (rows.length === 0) return 0;
  const before = await endedCounts(store);
  const counted = [before, ...rows.map(({ metrics }) => metrics)].filter((counts) => counts !== null);
  const after = counted.length === 0 ? null : await input.add(counted);
  try {
    await store.db.transaction().execute(async (trx) => {
      const { numDeletedRows } = await trx
        .deleteFrom('process')
        .where(
          'id',
          'in',
          rows.map(({ id }) => id),
        )
        .where(silent)
        .executeTakeFirst();
      if (Number(numDeletedRows) !== rows.length) throw new Meanwhile();
      if (after !== null) await writeEnded({ ...store, db: trx }, { before, after });
    });
  } catch (error) {
    if (error instanceof Meanwhile) return 0;
    throw error;
  }
  return rows.length;
}

/** Another process was there between our look and our write: all is left as it was. */
class Meanwhile extends Error {}

async function endedCounts(store: Store): Promise<string | null> {
  const row = await store.db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', endedKey)
    .executeTakeFirst();
  return row?.value ?? null;
}

async function writeEnded(
  store: Store,
  { before, after }: { before: string | null; after: string },
): Promise<void> {
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto('setting')
    .values({ key: endedKey, value: after })
    .onConflict((oc) =>
      oc
        .column('key')
        .doUpdateSet({ value: after })
        .where('setting.value', '=', before ?? ''),
    )
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows !== 1n) throw new Meanwhile();
}
