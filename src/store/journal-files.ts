import { promisify } from 'node:util';
import { constants, gunzip, gzip } from 'node:zlib';
import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

/** A journal table as somebody sent it, kept until it has been read into an edition. */
export interface JournalFile {
  id: number;
  /** As its sender calls it: for people, never a path. */
  name: string;
  /** Of a workbook; null: the first that looks like a table of journals. */
  sheet: string | null;
  /** What is being made of it; null: nobody has said yet how to read it. */
  edition: number | null;
  bytes: Uint8Array;
}

/** @returns its id. */
export async function insertJournalFile(
  store: Store,
  file: { name: string; bytes: Uint8Array },
): Promise<number> {
  // Most are packed already (XLSX): the rest shrinks to a quarter at the fastest level too.
  const bytes = await promisify(gzip)(file.bytes, { level: constants.Z_BEST_SPEED });
  const { id } = await store.db
    .insertInto('journal_file')
    .values({ name: file.name, sheet: null, edition_id: null, created_at: store.now(), bytes })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** @param which its own id, or the edition that is made of it. */
export async function readJournalFile(
  store: Store,
  which: { id: number } | { edition: number },
): Promise<JournalFile | undefined> {
  const row = await store.db
    .selectFrom('journal_file')
    .select(['id', 'name', 'sheet', 'edition_id', 'bytes'])
    .$if('id' in which, (qb) => qb.where('id', '=', 'id' in which ? which.id : 0))
    .$if('edition' in which, (qb) => qb.where('edition_id', '=', 'edition' in which ? which.edition : 0))
    .executeTakeFirst();
  if (!row) return undefined;
  const { edition_id: edition, bytes, ...rest } = row;
  return { ...rest, edition, bytes: await promisify(gunzip)(bytes) };
}

/**
 * Says what is made of a file. Of two who say it at once one is heard.
 *
 * @returns false where the file is gone, or is being made into an edition already.
 */
export async function assignJournalFile(
  store: Store,
  input: { id: number; edition: number; sheet: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('journal_file')
    .set({ edition_id: input.edition, sheet: input.sheet })
    .where('id', '=', input.id)
    .where('edition_id', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** It has been read, or nobody wants it. */
export async function dropJournalFile(store: Store, id: number): Promise<void> {
  await store.db.deleteFrom('journal_file').where('id', '=', id).execute();
}

/** Files that were sent so long ago and are not being read, nor to be read. @returns how many went. */
export async function dropForgottenFiles(store: Store, olderThanMs: number): Promise<number> {
  const { numDeletedRows } = await store.db
    .deleteFrom('journal_file')
    .where('created_at', '<', sql<number>`${store.now()} - ${olderThanMs}`)
    .where(
      sql<SqlBool>`(edition_id IS NULL OR edition_id IN (SELECT id FROM edition WHERE state <> 'reading'))`,
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
