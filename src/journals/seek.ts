import type { Journal } from '../contract/article.ts';
import type {
  EditionInForce,
  FoundMetrics,
  JournalField,
  JournalValues,
  MatchWay,
  MetricSource,
} from '../contract/journals.ts';
import type { Store } from '../store/open.ts';
import { rowsByKey, type TableRow } from './candidates.ts';
import { journalOfRecord } from './identity.ts';
import { keysOf } from './keys.ts';
import { bestMatch, type Comparable, comparable } from './match.ts';

export type Found = Partial<Record<MetricSource, FoundMetrics>>;

const numberFields: readonly JournalField[] = ['nlmId', 'issn', 'eissn', 'linkingIssn', 'issns'];

interface Sought {
  compared: Comparable;
  numbers: string[];
  titles: string[];
  /** By the id of the edition. */
  rows: Map<number, { row: TableRow; by: MatchWay }>;
}

/**
 * Seeks journals in editions and gives what each of them says, in the order of the journals; in each edition on its own.
 *
 * Only a table that has nothing but titles, such as a warning list, is read in the light of the others: they tell by ISSN
 * under which title a journal goes there (PubMed's `Diagnostics (Basel, Switzerland)` is `DIAGNOSTICS`), and when that title is
 * another journal's. One paper in nine is of a journal whose title PubMed qualifies in such a way.
 */
export async function seek(
  store: Store,
  { editions, journals }: { editions: readonly EditionInForce[]; journals: readonly Journal[] },
): Promise<Found[]> {
  const all = journals.map(sought);
  const numbered = editions.filter(({ fields }) => fields.some((field) => numberFields.includes(field)));
  const titlesOnly = editions.filter((edition) => !numbered.includes(edition));
  await byNumbers(store, { numbered, all });
  // Titles last, for those that no number finds: most journals need no second look.
  await byTitle(store, { numbered, titlesOnly, all });
  await byTitleElsewhere(store, { numbered, titlesOnly, all });
  return all.map(({ rows }) => foundIn(rows, editions));
}

function sought(journal: Journal): Sought {
  const identified = journalOfRecord(journal);
  const keys = keysOf(identified);
  return {
    compared: comparable(identified),
    numbers: keys.filter((key) => !key.startsWith('t:')),
    titles: keys.filter((key) => key.startsWith('t:')),
    rows: new Map(),
  };
}

async function byNumbers(store: Store, { numbered, all }: { numbered: EditionInForce[]; all: Sought[] }) {
  const rowsOf = await rowsByKey(store, { editions: numbered, keys: all.flatMap(({ numbers }) => numbers) });
  for (const { id } of numbered) {
    for (const { compared, numbers, rows } of all) {
      const match = bestMatch(compared, rowsOf(id, numbers));
      if (match) rows.set(id, match);
    }
  }
}

interface Looks {
  numbered: EditionInForce[];
  titlesOnly: EditionInForce[];
  all: Sought[];
}

async function byTitle(store: Store, { numbered, titlesOnly, all }: Looks) {
  const editions = [...numbered, ...titlesOnly];
  const open = all.filter(({ rows }) => editions.some(({ id }) => !rows.has(id)));
  const rowsOf = await rowsByKey(store, { editions, keys: open.flatMap(({ titles }) => titles) });
  for (const { compared, titles, rows } of open) {
    for (const { id } of numbered) {
      const match = rows.has(id) ? null : bestMatch(compared, rowsOf(id, titles));
      if (match) rows.set(id, match);
    }
    const isAnothers = numbered.some(({ id }) => {
      const named = rowsOf(id, titles).filter(({ title }) => title === compared.title);
      const own = rows.get(id)?.row.number;
      return named.length > 0 && !named.some(({ number }) => number === own);
    });
    for (const { id } of titlesOnly) {
      const match = isAnothers ? null : bestMatch(compared, rowsOf(id, titles));
      if (match) rows.set(id, match);
    }
  }
}

/** The titles that tables with numbers give to these journals, where no other journal there has the same. */
async function byTitleElsewhere(store: Store, { numbered, titlesOnly, all }: Looks) {
  if (numbered.length === 0) return;
  const open = all.filter(({ rows }) => titlesOnly.some(({ id }) => !rows.has(id)));
  const others = open.map(({ compared, rows }) =>
    numbered.flatMap(({ id }) => {
      const row = rows.get(id)?.row;
      return row && row.title !== compared.title ? [{ id, row }] : [];
    }),
  );
  const keys = others.flat().map(({ row }) => row.titleKey);
  const rowsOf = await rowsByKey(store, { editions: [...numbered, ...titlesOnly], keys });
  for (const [index, { rows }] of open.entries()) {
    const sure = (others[index] ?? []).filter(({ id, row }) =>
      rowsOf(id, [row.titleKey]).every(({ title, number }) => title !== row.title || number === row.number),
    );
    for (const { id } of titlesOnly) {
      if (rows.has(id)) continue;
      const matches = sure.map(({ row }) => bestMatch({ ...row, issns: [] }, rowsOf(id, [row.titleKey])));
      const [match, ...more] = matches.filter((one) => one !== null);
      if (match && more.every(({ row }) => row === match.row)) rows.set(id, match);
    }
  }
}

function foundIn(rows: Sought['rows'], editions: readonly EditionInForce[]): Found {
  const found: Found = {};
  for (const edition of editions) {
    const match = rows.get(edition.id);
    if (!match) continue;
    const { printed: title, metrics } = match.row;
    found[edition.source] = { edition, title, by: match.by, values: JSON.parse(metrics) as JournalValues };
  }
  return found;
}
