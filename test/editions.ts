import type { Journal } from '../src/contract/article.ts';
import type { JournalField, JournalValues, MetricSource } from '../src/contract/journals.ts';
import type { JournalIdentity } from '../src/journals/identity.ts';
import { keysOf } from '../src/journals/keys.ts';
import { chunks } from '../src/store/chunks.ts';
import { analyzeEditions, insertEditionKeys } from '../src/store/edition-keys.ts';
import type { Store } from '../src/store/open.ts';

/** The `n`th made-up ISSN, with its right check digit. */
export function madeUpIssn(n: number): string {
  const digits = String(n).padStart(7, '0');
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (8 - at), 0);
  const check = (11 - (sum % 11)) % 11;
  return `${digits.slice(0, 4)}-${digits.slice(4)}${check === 10 ? 'X' : check}`;
}

export const noNumbers: JournalIdentity = { nlmId: null, issn: null, eissn: null, linking: null, others: [] };

export const noValues: JournalValues = {
  measure: null,
  overall: null,
  categories: [],
  top: null,
  warning: null,
  openAccess: null,
};

/** A journal of a record. */
export const recordJournal = (change: Partial<Journal>): Journal => ({
  title: null,
  isoAbbreviation: null,
  medlineTa: null,
  nlmId: null,
  country: null,
  issnPrint: null,
  issnElectronic: null,
  issnLinking: null,
  ...change,
});

/** A row of a table: with `title` and whatever numbers it has; its measure is its place in the table unless told. */
export interface TableRow extends Partial<JournalIdentity> {
  title: string;
  values?: Partial<JournalValues>;
}

export interface Table {
  source: MetricSource;
  year?: number;
  fields?: JournalField[];
  state?: 'reading' | 'ready' | 'failed';
  rows: readonly TableRow[];
  /** Unless false. */
  activate?: boolean;
}

/** Saves a table as an edition, and puts it in force, without the reading of a file. The first row is row 2. */
export async function addEdition(store: Store, table: Table): Promise<number> {
  const { source, rows } = table;
  const { id } = await store.db
    .insertInto('edition')
    .values({
      source,
      year: table.year ?? 2025,
      file_name: `${source}.csv`,
      mapping: '{}',
      fields: JSON.stringify(table.fields ?? ['title', 'issn', 'eissn', 'measure']),
      state: table.state ?? 'ready',
      rows_total: rows.length,
      rows_read: rows.length,
      rows_joined: 0,
      rows_changed: 0,
      rows_refused: 0,
      journals: rows.length,
      error: null,
      created_at: 0,
      touched_at: 0,
      finished_at: 0,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const saved = rows.map((row, index) => saveable(row, { edition: id, number: index + 2 }));
  await store.db.transaction().execute(async (db) => {
    for (const some of chunks(saved)) {
      await db
        .insertInto('edition_journal')
        .values(some.map(({ journal }) => journal))
        .execute();
    }
    await insertEditionKeys(
      db,
      saved.flatMap(({ keys }) => keys),
    );
  });
  await analyzeEditions(store);
  if (table.activate !== false) await activate(store, { source, edition: id });
  return id;
}

function saveable(
  { title, values, ...numbers }: TableRow,
  { edition, number }: { edition: number; number: number },
) {
  const identity = { ...noNumbers, ...numbers };
  const measure = { text: String(number), from: number, to: number };
  const at = { edition_id: edition, row_number: number };
  return {
    journal: {
      ...at,
      title,
      identity: JSON.stringify(identity),
      metrics: JSON.stringify({ ...noValues, measure, ...values }),
    },
    keys: keysOf({ title, identity }).map((key) => ({ ...at, key })),
  };
}

export async function activate(
  store: Store,
  { source, edition }: { source: MetricSource; edition: number },
): Promise<number> {
  const { id } = await store.db
    .insertInto('edition_activation')
    .values({ source, edition_id: edition, activated_at: 0, undone_at: null })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
