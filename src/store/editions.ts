import { type Selectable, type SqlBool, sql, type UpdateObject } from 'kysely';
import type { Store } from './open.ts';
import type { EditionRow, Tables } from './schema.ts';

export type Edition = Selectable<EditionRow>;

/** The counts of a whole table; `rows_read` = `journals` + `rows_joined` + `rows_refused`. */
export type EditionCounts = Pick<
  Edition,
  'rows_read' | 'rows_joined' | 'rows_changed' | 'rows_refused' | 'journals'
>;

/** Makes an edition whose rows are still to be read. @returns its id. */
export async function insertEdition(
  store: Store,
  edition: Pick<Edition, 'source' | 'year' | 'file_name' | 'mapping' | 'fields' | 'rows_total'>,
): Promise<number> {
  const { id } = await store.db
    .insertInto('edition')
    .values({
      ...edition,
      state: 'reading',
      rows_read: 0,
      rows_joined: 0,
      rows_changed: 0,
      rows_refused: 0,
      journals: 0,
      error: null,
      created_at: store.now(),
      touched_at: store.now(),
      finished_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

export const editionById = (store: Store, id: number): Promise<Edition | undefined> =>
  store.db.selectFrom('edition').selectAll().where('id', '=', id).executeTakeFirst();

/** The newest first. */
export const allEditions = (store: Store): Promise<Edition[]> =>
  store.db.selectFrom('edition').selectAll().orderBy('id', 'desc').execute();

/**
 * Begins to read an edition, or begins anew: who read it until now writes nothing more.
 *
 * @returns false where it is not to be read (any more).
 */
export async function claimEdition(store: Store, { id, claim }: EditionClaim): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('edition')
    .set({ claim, rows_read: 0, touched_at: store.now() })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

export interface EditionClaim {
  id: number;
  claim: string;
}

/**
 * Changes an edition that is being read, as a sign of life. Part of the transaction in hand, and its first statement: it holds
 * off who would begin anew until what follows is saved.
 *
 * @returns false where the claim is lost.
 */
export async function touchEdition(
  store: Store,
  { id, claim }: EditionClaim,
  change: UpdateObject<Tables, 'edition'> = {},
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('edition')
    .set({ ...change, touched_at: store.now() })
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('state', '=', 'reading')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Its last row is saved. @returns false where the claim is lost. */
export const finishEdition = (store: Store, claim: EditionClaim, counts: EditionCounts): Promise<boolean> =>
  touchEdition(store, claim, {
    ...counts,
    state: 'ready',
    rows_total: counts.rows_read,
    finished_at: store.now(),
  });

/** @param error as people read it, JSON. @returns false where it is not being read. */
export async function markEditionFailed(
  store: Store,
  { id, error, counts = {} }: { id: number; error: string; counts?: Partial<EditionCounts> },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('edition')
    .set({ ...counts, state: 'failed', error, finished_at: store.now(), claim: null })
    .where('id', '=', id)
    .where('state', '=', 'reading')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Editions that nobody reads any more, though they are not read to their end. */
export async function forsakenEditions(store: Store, olderThanMs: number): Promise<number[]> {
  const rows = await store.db
    .selectFrom('edition')
    .select('id')
    .where(sql<SqlBool>`state = 'reading' AND touched_at < ${store.now()} - ${olderThanMs}`)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** To be called when `dropEditionRows` has taken its rows: what is left goes with it. */
export async function deleteEdition(store: Store, id: number): Promise<void> {
  await store.db.deleteFrom('edition').where('id', '=', id).execute();
}
