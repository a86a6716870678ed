import type { JournalField, Mapping, MetricSource } from '../contract/journals.ts';
import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { notesOfEdition } from '../store/edition-journals.ts';
import { allEditions, type Edition, editionById } from '../store/editions.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import type { RowNote } from './edition-rows.ts';

/** What is known of an edition without its journals. */
export interface EditionSummary {
  id: number;
  source: MetricSource;
  year: number;
  fileName: string;
  /** What its table has columns for. */
  fields: JournalField[];
  mapping: Mapping;
  /** `reading`: rows are still coming in. Only what is `ready` can be put in force. */
  state: 'reading' | 'ready' | 'failed';
  inForce: boolean;
  /** Of the whole table, once it is read: `read` = `journals` + `joined` + `refused`, in rows. Before: zeros. */
  counts: { read: number; journals: number; joined: number; changed: number; refused: number };
  /** Rows of the file that are done with, of all below its header. */
  progress: { done: number; total: number | null };
  /** ISO, UTC. */
  createdAt: string;
  finishedAt: string | null;
  /** Why it failed. */
  error: Bilingual | null;
}

/** The newest first. */
export async function listEditions(store: Store): Promise<EditionSummary[]> {
  const inForce = await idsInForce(store);
  return (await allEditions(store)).map((edition) => summaryOf(edition, inForce));
}

/** @throws {Refusal} `edition-unknown`. */
export async function findEdition(store: Store, id: number): Promise<EditionSummary> {
  const edition = await editionById(store, id);
  if (!edition) throw new Refusal('edition-unknown', { id });
  return summaryOf(edition, await idsInForce(store));
}

export type EditionNote = RowNote & { n: number };

/**
 * What a person should know of single rows, in their order, page by page; `describeNote` has the words.
 *
 * @param input.after the `n` of the last one seen; 0 begins. @returns `next`: what the next page is after; null at the end.
 * @throws {Refusal} `edition-unknown`.
 */
export async function editionNotes(
  store: Store,
  input: { id: number; kind?: RowNote['kind'] | undefined; after: number; limit: number },
): Promise<{ notes: EditionNote[]; next: number | null }> {
  const { id, limit, ...page } = input;
  await findEdition(store, id);
  const rows = await notesOfEdition(store, id, { ...page, limit: limit + 1 });
  const notes = rows.slice(0, limit).map(({ n, row_number: row, kind, code, facts }) => ({
    n,
    row,
    kind,
    code,
    facts: JSON.parse(facts) as RowNote['facts'],
  }));
  return { notes, next: rows.length > limit ? (notes.at(-1)?.n ?? null) : null };
}

const idsInForce = async (store: Store): Promise<Set<number>> =>
  new Set(Object.values(await editionsInForce(store)).map(({ id }) => id));

const iso = (instant: number): string => new Date(instant).toISOString();

function summaryOf(edition: Edition, inForce: ReadonlySet<number>): EditionSummary {
  const { id, source, year, state } = edition;
  const { rows_read: read, rows_total: total, journals } = edition;
  const counts =
    state === 'reading'
      ? { read: 0, journals: 0, joined: 0, changed: 0, refused: 0 }
      : {
          read,
          journals,
          joined: edition.rows_joined,
          changed: edition.rows_changed,
          refused: edition.rows_refused,
        };
  return {
    id,
    source,
    year,
    fileName: edition.file_name,
    fields: JSON.parse(edition.fields) as JournalField[],
    mapping: JSON.parse(edition.mapping) as Mapping,
    state,
    inForce: inForce.has(id),
    counts,
    progress: { done: read, total },
    createdAt: iso(edition.created_at),
    finishedAt: edition.finished_at === null ? null : iso(edition.finished_at),
    error: edition.error === null ? null : (JSON.parse(edition.error) as Bilingual),
  };
}
