import type { EditionInForce } from '../contract/journals.ts';
import { findByKeys, type KeyedRow } from '../store/edition-keys.ts';
import type { Store } from '../store/open.ts';
import type { JournalIdentity } from './identity.ts';
import { titleKey } from './keys.ts';
import { type Comparable, comparable } from './match.ts';

/** A row of an edition, ready to be compared. */
export interface TableRow extends Comparable {
  number: number;
  /** The title as the table prints it. */
  printed: string;
  titleKey: string;
  /** JSON, `JournalValues`. */
  metrics: string;
}

/** The rows of an edition that have one of these keys, each once, in the order of the table. */
export type RowsOf = (edition: number, keys: readonly string[]) => TableRow[];

/** Reads all rows of these editions that have one of these keys, each once, however many keys lead to it. */
export async function rowsByKey(
  store: Store,
  { editions, keys }: { editions: readonly EditionInForce[]; keys: readonly string[] },
): Promise<RowsOf> {
  const ids = editions.map(({ id }) => id);
  const stored = await findByKeys(store, { editions: ids, keys: [...new Set(keys)] });
  const rows = new Map<string, TableRow>();
  const byKey = new Map<string, TableRow[]>();
  for (const one of stored) {
    const id = `${one.edition} ${one.row}`;
    const row = rows.get(id) ?? readRow(one);
    rows.set(id, row);
    const key = `${one.edition} ${one.key}`;
    const list = byKey.get(key);
    if (list) list.push(row);
    else byKey.set(key, [row]);
  }
  return (edition, wanted) => {
    const found = wanted.flatMap((key) => byKey.get(`${edition} ${key}`) ?? []);
    return found.length < 2 ? found : [...new Set(found)].sort((a, b) => a.number - b.number);
  };
}

function readRow({ row, title, identity, metrics }: KeyedRow): TableRow {
  const compared = comparable({ title, identity: JSON.parse(identity) as JournalIdentity });
  return { ...compared, number: row, printed: title, titleKey: titleKey(compared.title), metrics };
}
