import { type SqlBool, sql } from 'kysely';
import type { Journal } from '../contract/article.ts';
import { chunks } from './chunks.ts';
import { isReferredTo } from './ledger.ts';
import type { Store } from './open.ts';

/**
 * Journals of which subscriptions have papers or are to get some, each as one of these papers names it. Some hundreds at a time,
 * in the order of their NLM ids: on SQLite each look keeps this process.
 *
 * @param after the NLM id at which the walk stands; empty begins it. @returns where to go on, or null at the end.
 */
export async function referredJournals(
  store: Store,
  { after, limit = 500 }: { after: string; limit?: number },
): Promise<{ journals: Journal[]; next: string | null }> {
  const places = await store.db
    .selectFrom('article')
    .select(['nlm_id', sql<number>`max(pmid)`.as('pmid')])
    .where(sql<SqlBool>`nlm_id IS NOT NULL`)
    .where('nlm_id', '>', after)
    .where(isReferredTo)
    .groupBy('nlm_id')
    .orderBy('nlm_id')
    .limit(limit)
    .execute();
  const journal = sql<string | null>`${sql.raw(store.words.textInJson('record', ['journal']))}`;
  const journals: Journal[] = [];
  for (const some of chunks(places.map(({ pmid }) => pmid))) {
    const rows = await store.db
      .selectFrom('article')
      .select(journal.as('journal'))
      .where('pmid', 'in', some)
      .execute();
    for (const row of rows) if (row.journal !== null) journals.push(JSON.parse(row.journal) as Journal);
  }
  return { journals, next: places.length < limit ? null : (places.at(-1)?.nlm_id ?? null) };
}
