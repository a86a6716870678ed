import type { Mapping, MetricSource } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { failEdition, fillEdition, openEdition } from '../journals/import-edition.ts';
import { readTable, type Table } from '../journals/table.ts';
import type { JobHandler, JobOutcome } from '../queue/perform-job.ts';
import { addJob } from '../store/jobs.ts';
import {
  assignJournalFile,
  dropJournalFile,
  insertJournalFile,
  type JournalFile,
  readJournalFile,
} from '../store/journal-files.ts';
import type { Store } from '../store/open.ts';

/** A kept file as it would be read. */
export interface KeptTable {
  file: number;
  name: string;
  table: Table;
}

/**
 * Keeps a file for `requestImport`, in the database, where every process finds it; nothing is kept of one that cannot be read.
 * One that nobody imports goes in the night.
 *
 * @param input.name of the file, for people. @param input.sheet of a workbook.
 * @throws {Refusal} where it is no table, as `readTable` says.
 */
export async function keepJournalFile(
  store: Store,
  input: { name: string; sheet: string | null; bytes: Uint8Array },
): Promise<KeptTable> {
  const table = await tableOf(input);
  return { file: await insertJournalFile(store, input), name: input.name, table };
}

/** @throws {Refusal} `journal-file-unknown`; where there is no such sheet. */
export async function lookAtJournalFile(
  store: Store,
  { file, sheet }: { file: number; sheet: string | null },
): Promise<KeptTable> {
  const kept = await readJournalFile(store, { id: file });
  if (!kept) throw new Refusal('journal-file-unknown', { file });
  return { file, name: kept.name, table: await tableOf({ ...kept, sheet }) };
}

/**
 * Has a kept file read into an edition, by a job in whichever process is free. Of one file one edition is made.
 *
 * @throws {Refusal} `journal-file-unknown`; `journal-file-taken`; where the table cannot be read so.
 */
export async function requestImport(
  store: Store,
  input: { file: number; source: MetricSource; year: number; mapping: Mapping; sheet: string | null },
): Promise<{ edition: number; job: number }> {
  const { file: id, sheet, ...how } = input;
  const kept = await readJournalFile(store, { id });
  if (!kept) throw new Refusal('journal-file-unknown', { file: id });
  if (kept.edition !== null) throw new Refusal('journal-file-taken', { file: id });
  const table = await tableOf({ ...kept, sheet });
  return store.db.transaction().execute(async (db) => {
    const inside = { ...store, db };
    const edition = await openEdition(inside, { ...how, fileName: kept.name, table });
    // Somebody else was faster: with this transaction the edition goes.
    if (!(await assignJournalFile(inside, { id, edition, sheet })))
      throw new Refusal('journal-file-taken', { file: id });
    const job = await addJob(inside, { kind: 'import-journals', key: String(edition), queue: 'high' });
    return { edition, job: job.id };
  });
}

/**
 * The handler of the job `import-journals`: reads the file of the edition that its key names, and drops it. Killed half-way,
 * it begins anew. How it went stands in the edition's own row: whatever became of it, this job is done.
 */
export const importJournalsJob =
  (store: Store): JobHandler =>
  async ({ key }) => {
    const edition = Number(key);
    const file = await readJournalFile(store, { edition });
    // Read by an earlier attempt, or removed.
    if (!file) return { kind: 'done', result: { state: 'gone' } };
    const outcome = await fill(store, { edition, file });
    if (outcome.kind === 'done') await dropJournalFile(store, file.id);
    return outcome;
  };

async function fill(
  store: Store,
  { edition: id, file }: { edition: number; file: JournalFile },
): Promise<JobOutcome> {
  try {
    const { state, counts } = await fillEdition(store, { id, table: await tableOf(file) });
    if (state === 'reading')
      return { kind: 'later', afterMs: 10_000, reason: 'another process reads it', countsAsTry: false };
    return { kind: 'done', result: { state, ...counts } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // Removed while it was being read.
    if (error.code === 'edition-unknown') return { kind: 'done', result: { state: 'gone' } };
    await failEdition(store, { id, reason: { en: error.inWords('en'), zh: error.inWords('zh') } });
    return { kind: 'done', result: { state: 'failed' } };
  }
}

const tableOf = ({ name, sheet, bytes }: Pick<JournalFile, 'name' | 'sheet' | 'bytes'>): Promise<Table> =>
  readTable(bytes, { name, ...(sheet !== null && { sheet }) });
