import { randomUUID } from 'node:crypto';
import { setImmediate as breathe } from 'node:timers/promises';
import { type JournalField, journalFields, type Mapping, type MetricSource } from '../contract/journals.ts';
import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { chunks } from '../store/chunks.ts';
import {
  dropEditionRows,
  editionBatch,
  saveEditionJournals,
  saveEditionNotes,
} from '../store/edition-journals.ts';
import { analyzeEditions } from '../store/edition-keys.ts';
import {
  claimEdition,
  type EditionClaim,
  editionById,
  finishEdition,
  insertEdition,
  markEditionFailed,
} from '../store/editions.ts';
import type { Store } from '../store/open.ts';
import type { EditionRows } from './edition-rows.ts';
import { type EditionSummary, findEdition } from './editions.ts';
import { keysOf } from './keys.ts';
import { readEdition } from './read-edition.ts';
import { checkMapping } from './recognise.ts';
import type { Table } from './table.ts';

const years = { min: 1950, max: 2100 };

/**
 * Makes an edition of a table, its rows still to be read by `fillEdition`.
 *
 * @param input.fileName for people, never a path. @returns its id.
 * @throws {Refusal} where the table cannot be read so, or the year is none.
 */
export async function openEdition(
  store: Store,
  input: { source: MetricSource; year: number; fileName: string; mapping: Mapping; table: Table },
): Promise<number> {
  const { source, year, mapping, table } = input;
  if (!Number.isInteger(year) || year < years.min || year > years.max)
    throw new Refusal('edition-year', { year, ...years });
  checkMapping(table, { source, mapping });
  const fields: JournalField[] = journalFields.filter((field) => mapping[field] !== undefined);
  return insertEdition(store, {
    source,
    year,
    file_name: input.fileName,
    mapping: JSON.stringify(mapping),
    fields: JSON.stringify(fields),
    rows_total: table.rows.length,
  });
}

export interface FillProgress {
  /** First all rows are read, then what they say is saved. */
  phase: 'reading' | 'saving';
  done: number;
  total: number;
}

/**
 * Reads the rows of a table into its edition. Until the last one is saved the edition is not `ready`, and nobody sees a part
 * of it. Called again after a crash, it begins anew; whoever was at it before writes nothing more. Of an edition that is read to its
 * end, or failed, it changes nothing.
 *
 * @returns the edition: `ready`; `failed` where the table is no good; `reading` where somebody else has begun it anew.
 * @throws {Refusal} `edition-unknown`; what `signal` says, and the edition stays `reading`.
 */
export async function fillEdition(
  store: Store,
  input: { id: number; table: Table; onProgress?: (progress: FillProgress) => void; signal?: AbortSignal },
): Promise<EditionSummary> {
  const { id, signal } = input;
  const claim: EditionClaim = { id, claim: randomUUID() };
  if (await claimEdition(store, claim)) {
    await dropRows(store, id, ['journals', 'notes']);
    const rows = await readRows(store, input);
    if (rows) await saveRows(store, { ...input, claim, rows });
    signal?.throwIfAborted();
  }
  return findEdition(store, id);
}

/** Gives an edition up: what was read of it goes, the report on its rows stays. Changes nothing of one that is ready. */
export async function failEdition(
  store: Store,
  { id, reason }: { id: number; reason: Bilingual },
): Promise<void> {
  const failed = await markEditionFailed(store, { id, error: JSON.stringify(reason) });
  if (failed) await dropRows(store, id, ['journals']);
}

type Filling = Parameters<typeof fillEdition>[1];

/** @returns null where the table is no good: the edition has failed then. */
async function readRows(
  store: Store,
  { id, table, onProgress, signal }: Filling,
): Promise<EditionRows | null> {
  const edition = await editionById(store, id);
  if (!edition) throw new Refusal('edition-unknown', { id });
  const total = table.rows.length;
  try {
    return await readEdition({
      table,
      source: edition.source,
      mapping: JSON.parse(edition.mapping) as Mapping,
      onRows: (done) => {
        signal?.throwIfAborted();
        onProgress?.({ phase: 'reading', done, total });
      },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    // The same table would fail again.
    await failEdition(store, { id, reason: inWords(error) });
    if (error instanceof Refusal) return null;
    throw error;
  }
}

async function saveRows(
  store: Store,
  { table, claim, rows, onProgress, signal }: Filling & { claim: EditionClaim; rows: EditionRows },
): Promise<void> {
  const { journals, notes, read } = rows;
  for (const some of chunks([...notes.entries()], editionBatch)) {
    signal?.throwIfAborted();
    const values = some.map(([index, { row, kind, code, facts }]) => ({
      n: index + 1,
      row_number: row,
      kind,
      code,
      facts: JSON.stringify(facts),
    }));
    if (!(await saveEditionNotes(store, claim, values))) return;
    await breathe();
  }
  for (const some of chunks(journals, editionBatch)) {
    signal?.throwIfAborted();
    const rowsRead = Math.min(read, (some.at(-1)?.row ?? 0) - table.firstRow + 1);
    const values = some.map(({ row, title, identity, values }) => ({
      row_number: row,
      title,
      identity: JSON.stringify(identity),
      metrics: JSON.stringify(values),
      keys: keysOf({ title, identity }),
    }));
    if (!(await saveEditionJournals(store, claim, { journals: values, rowsRead }))) return;
    onProgress?.({ phase: 'saving', done: rowsRead, total: read });
    await breathe();
  }
  signal?.throwIfAborted();
  const counts = {
    rows_read: read,
    rows_joined: rows.joined,
    rows_changed: rows.changed,
    rows_refused: rows.refused,
    journals: journals.length,
  };
  if (journals.length === 0) {
    const error = JSON.stringify(inWords(new Refusal('edition-empty', { rows: read })));
    await markEditionFailed(store, { id: claim.id, error, counts });
    return;
  }
  await analyzeEditions(store);
  await finishEdition(store, claim, counts);
}

async function dropRows(store: Store, id: number, parts: ('journals' | 'notes')[]): Promise<void> {
  for (const part of parts) while ((await dropEditionRows(store, id, part)) > 0) await breathe();
}

/** Of an error of ours in every language; of any other, what it says. */
function inWords(error: unknown): Bilingual {
  if (error instanceof Refusal) return { en: error.inWords('en'), zh: error.inWords('zh') };
  const text = error instanceof Error ? error.message : String(error);
  return { en: text, zh: text };
}
