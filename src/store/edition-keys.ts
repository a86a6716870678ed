import type { Kysely } from 'kysely';
import { chunks } from './chunks.ts';
import type { Store } from './open.ts';
import type { EditionKeyRow, Tables } from './schema.ts';

/** Saves under what the rows of an edition are found; part of the transaction in hand. Each key of a row stands here once. */
export async function insertEditionKeys(db: Kysely<Tables>, rows: readonly EditionKeyRow[]): Promise<void> {
  for (const some of chunks(rows)) await db.insertInto('edition_key').values(some).execute();
}

/** To be called when the last row of an edition is saved, outside a transaction: what is sought in it is then found by its index. */
export async function analyzeEditions(store: Store): Promise<void> {
  for (const table of ['edition_key', 'edition_journal'] as const) {
    await store.analyze?.(table).execute(store.db);
  }
}

/** A row of an edition that has one of the keys, once for each key. */
export interface KeyedRow {
  edition: number;
  key: string;
  row: number;
  title: string;
  /** JSON, `JournalIdentity`. */
  identity: string;
  /** JSON, `JournalValues`. */
  metrics: string;
}

/** All rows of these editions that have one of these keys. */
export async function findByKeys(
  store: Store,
  { editions, keys }: { editions: readonly number[]; keys: readonly string[] },
): Promise<KeyedRow[]> {
  const found: KeyedRow[] = [];
  for (const edition of editions) {
    for (const some of chunks(keys)) {
      // Not spread into one call: its arguments have a limit.
      for (const row of await keyedRows(store, { edition, keys: some }).execute()) found.push(row);
    }
  }
  return found;
}

/** One edition at a time, so that the key is searched by both its columns. */
export const keyedRows = (store: Store, { edition, keys }: { edition: number; keys: readonly string[] }) =>
  store.db
    .selectFrom('edition_key as k')
    .innerJoin('edition_journal as j', (join) =>
      join.onRef('j.edition_id', '=', 'k.edition_id').onRef('j.row_number', '=', 'k.row_number'),
    )
    .select(['k.edition_id as edition', 'k.key', 'k.row_number as row', 'j.title', 'j.identity', 'j.metrics'])
    .where('k.edition_id', '=', edition)
    .where('k.key', 'in', keys);
