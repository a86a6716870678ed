import { type Kysely, type Selectable, sql } from 'kysely';
import { insertEditionKeys } from './edition-keys.ts';
import { type EditionClaim, touchEdition } from './editions.ts';
import type { Store } from './open.ts';
import type { EditionJournalRow, EditionNoteRow, Tables } from './schema.ts';

export type EditionJournal = Omit<Selectable<EditionJournalRow>, 'edition_id'>;
export type EditionNote = Omit<Selectable<EditionNoteRow>, 'edition_id'>;

/** Rows of a file that one transaction saves at most: others never wait long for it. */
export const editionBatch = 500;

/** Saves some journals of an edition and how far it is read. @returns false, and nothing is saved, where the claim is lost. */
export const saveEditionJournals = (
  store: Store,
  claim: EditionClaim,
  input: { journals: readonly (EditionJournal & { keys: readonly string[] })[]; rowsRead: number },
): Promise<boolean> =>
  whileClaimed(store, claim, async (db) => {
    await db.updateTable('edition').set({ rows_read: input.rowsRead }).where('id', '=', claim.id).execute();
    const at = (row: number) => ({ edition_id: claim.id, row_number: row });
    const journals = input.journals.map(({ keys: _, ...journal }) => ({
      ...journal,
      ...at(journal.row_number),
    }));
    if (journals.length > 0) await db.insertInto('edition_journal').values(journals).execute();
    const keys = input.journals.flatMap(({ keys, row_number }) =>
      keys.map((key) => ({ ...at(row_number), key })),
    );
    await insertEditionKeys(db, keys);
  });

/** @returns false, and nothing is saved, where the claim is lost. */
export const saveEditionNotes = (
  store: Store,
  claim: EditionClaim,
  notes: readonly EditionNote[],
): Promise<boolean> =>
  whileClaimed(store, claim, async (db) => {
    const rows = notes.map((note) => ({ ...note, edition_id: claim.id }));
    if (rows.length > 0) await db.insertInto('edition_note').values(rows).execute();
  });

/** Nobody sees the rows of an edition before it is finished: that commit takes these to the disk. */
const whileClaimed = (
  store: Store,
  claim: EditionClaim,
  save: (db: Kysely<Tables>) => Promise<void>,
): Promise<boolean> =>
  store.relaxed((relaxed) =>
    relaxed.db.transaction().execute(async (db) => {
      const held = await touchEdition({ ...store, db }, claim);
      if (held) await save(db);
      return held;
    }),
  );

/** Rows that one statement deletes, about. */
const dropBatch = 2000;

/** Deletes some rows of an edition that is not in force. Call until none goes. @returns how many went. */
export async function dropEditionRows(store: Store, id: number, what: 'journals' | 'notes'): Promise<number> {
  const places =
    what === 'notes'
      ? [{ table: 'edition_note', by: 'n' }]
      : [
          { table: 'edition_key', by: 'key' },
          { table: 'edition_journal', by: 'row_number' },
        ];
  let dropped = 0;
  for (const { table, by } of places) {
    const from = sql.table(table);
    const column = sql.ref(by);
    const { numAffectedRows } = await store.relaxed(({ db }) =>
      sql`DELETE FROM ${from} WHERE edition_id = ${id} AND ${column} <= (SELECT max(batch.place)
        FROM (SELECT ${column} AS place FROM ${from} WHERE edition_id = ${id} ORDER BY ${column} LIMIT ${sql.lit(dropBatch)}) AS batch)`.execute(
        db,
      ),
    );
    dropped += Number(numAffectedRows ?? 0n);
  }
  return dropped;
}

/** Some journals of an edition in the order of its file. @param after the row of the last one seen; 0 begins. */
export const editionJournals = (
  store: Store,
  id: number,
  { after, limit }: { after: number; limit: number },
): Promise<EditionJournal[]> =>
  store.db
    .selectFrom('edition_journal')
    .select(['row_number', 'title', 'identity', 'metrics'])
    .where('edition_id', '=', id)
    .where('row_number', '>', after)
    .orderBy('row_number')
    .limit(limit)
    .execute();

/** Some notes of an edition in the order of its rows. @param after the `n` of the last one seen; 0 begins. */
export const notesOfEdition = (
  store: Store,
  id: number,
  page: { kind?: EditionNote['kind'] | undefined; after: number; limit: number },
): Promise<EditionNote[]> => {
  const { kind, after, limit } = page;
  return store.db
    .selectFrom('edition_note')
    .select(['n', 'row_number', 'kind', 'code', 'facts'])
    .where('edition_id', '=', id)
    .where('n', '>', after)
    .$if(kind !== undefined, (qb) => qb.where('kind', '=', kind ?? 'refused'))
    .orderBy('n')
    .limit(limit)
    .execute();
};

/** Titles that a person means by some words: the same first, then those that begin so, then those that have it somewhere. */
export async function searchEditionTitles(
  store: Store,
  id: number,
  { key, limit }: { key: string; limit: number },
): Promise<EditionJournal[]> {
  // Only letters, digits and blanks stand in a folded title: nothing in it means anything to LIKE.
  const within = `t:%${key.slice(2)}%`;
  return store.db
    .selectFrom('edition_key as k')
    .innerJoin('edition_journal as j', (join) =>
      join.onRef('j.edition_id', '=', 'k.edition_id').onRef('j.row_number', '=', 'k.row_number'),
    )
    .select(['j.row_number', 'j.title', 'j.identity', 'j.metrics'])
    .where('k.edition_id', '=', id)
    .where('k.key', 'like', within)
    .orderBy(sql`CASE WHEN k.key = ${key} THEN 0 WHEN k.key LIKE ${`${key}%`} THEN 1 ELSE 2 END`)
    .orderBy(sql`length(k.key)`)
    .orderBy('k.key')
    .orderBy('k.row_number')
    .limit(limit)
    .execute();
}
