import { type EditionInForce, type MetricSource, metricSources } from '../contract/journals.ts';
import type { Store } from './open.ts';

/** Of each source the edition that is in force: the newest that was activated and not undone, if it is read to its end. */
export async function editionsInForce(store: Store): Promise<Partial<Record<MetricSource, EditionInForce>>> {
  const rows = await store.db
    .selectFrom('edition_activation as a')
    .innerJoin('edition as e', 'e.id', 'a.edition_id')
    .select(['e.id', 'a.source', 'e.year', 'e.fields'])
    // Every source, so that the index is searched.
    .where('a.source', 'in', metricSources)
    .where('a.undone_at', 'is', null)
    .where('e.state', '=', 'ready')
    .orderBy('a.id')
    .execute();
  const newest = new Map(rows.map((row) => [row.source, row]));
  return Object.fromEntries(
    Array.from(newest, ([source, { id, year, fields }]) => [
      source,
      { id, source, year, fields: JSON.parse(fields) as EditionInForce['fields'] },
    ]),
  );
}

/** Whether this database has journal tables at all: one of an earlier version does not, and commands that only read leave it so. */
export async function hasEditions(store: Store): Promise<boolean> {
  try {
    await editionsInForce(store);
    return true;
  } catch {
    // Whatever the reason is, it is the answer.
    return false;
  }
}
