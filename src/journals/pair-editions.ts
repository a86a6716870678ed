import { setImmediate as breathe } from 'node:timers/promises';
import { type EditionJournal, editionJournals } from '../store/edition-journals.ts';
import type { Store } from '../store/open.ts';
import type { JournalIdentity } from './identity.ts';
import { keysOf } from './keys.ts';
import { bestMatch, comparable } from './match.ts';

/** The same journal in two editions; null where one of them does not have it. */
export interface Pair {
  before: EditionJournal | null;
  after: EditionJournal | null;
}

/**
 * Goes through all journals of two editions, each once. Rows with the same title and the same numbers are the same journal; of the
 * others those that `bestMatch` takes for it.
 *
 * @param input.before null: there is none, every journal is alone.
 */
export async function* pairEditions(
  store: Store,
  { before, after }: { before: number | null; after: number },
): AsyncGenerator<Pair> {
  const unpaired = new Map<string, EditionJournal[]>();
  if (before !== null) {
    for await (const row of rowsOf(store, before)) {
      const list = unpaired.get(nameOf(row));
      if (list) list.push(row);
      else unpaired.set(nameOf(row), [row]);
    }
  }
  const rest: EditionJournal[] = [];
  for await (const row of rowsOf(store, after)) {
    const same = unpaired.get(nameOf(row))?.shift();
    if (same) yield { before: same, after: row };
    else rest.push(row);
  }
  yield* pairOthers([...unpaired.values()].flat(), rest);
}

const nameOf = ({ title, identity }: EditionJournal): string => `${identity}${title}`;

async function* pairOthers(before: EditionJournal[], after: EditionJournal[]): AsyncGenerator<Pair> {
  const rows = before.map(compared);
  const byKey = new Map<string, (typeof rows)[number][]>();
  for (const row of after.length === 0 ? [] : rows) {
    for (const key of row.keys) {
      const list = byKey.get(key);
      if (list) list.push(row);
      else byKey.set(key, [row]);
    }
  }
  const taken = new Set<EditionJournal>();
  for (const [index, stored] of after.entries()) {
    if (index % batch === 0) await breathe();
    const sought = compared(stored);
    const free = new Set(
      sought.keys.flatMap((key) => byKey.get(key) ?? []).filter((row) => !taken.has(row.stored)),
    );
    const inOrder = [...free].sort((a, b) => a.stored.row_number - b.stored.row_number);
    const found = bestMatch(sought, inOrder)?.row.stored ?? null;
    if (found) taken.add(found);
    yield { before: found, after: stored };
  }
  for (const row of before) if (!taken.has(row)) yield { before: row, after: null };
}

function compared(stored: EditionJournal) {
  const identified = {
    title: stored.title,
    identity: JSON.parse(stored.identity) as JournalIdentity,
  };
  return { ...comparable(identified), keys: keysOf(identified), stored };
}

/** SQLite works in this thread: others have their turn between two batches. */
const batch = 1000;

async function* rowsOf(store: Store, id: number): AsyncGenerator<EditionJournal> {
  for (let after = 0; ; ) {
    const rows = await editionJournals(store, id, { after, limit: batch });
    yield* rows;
    if (rows.length < batch) return;
    after = rows.at(-1)?.row_number ?? after;
    await breathe();
  }
}
