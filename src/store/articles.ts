import { sql } from 'kysely';
import type { Article } from '../contract/article.ts';
import { chunks } from './chunks.ts';
import type { Store } from './open.ts';

/** The stored records among these, by PMID. */
export async function findArticles(
  store: Store,
  pmids: readonly number[],
): Promise<Map<number, StoredArticle>> {
  const found = new Map<number, StoredArticle>();
  for (const some of chunks(pmids)) {
    const rows = await store.db
      .selectFrom('article')
      .select(['pmid', 'record', 'fetched_at'])
      .where('pmid', 'in', some)
      .execute();
    for (const row of rows) {
      found.set(row.pmid, { article: JSON.parse(row.record) as Article, fetchedAt: row.fetched_at });
    }
  }
  return found;
}

export interface StoredArticle {
  article: Article;
  /** Epoch milliseconds. */
  fetchedAt: number;
}

/** Saves records, each over its older reading; an older version never replaces a newer one. */
export async function saveArticles(store: Store, articles: readonly Article[]): Promise<void> {
  for (const some of chunks(articles, 100)) {
    await store.relaxed(({ db }) =>
      db
        .insertInto('article')
        .values(
          some.map((article) => ({
            pmid: article.pmid,
            version: article.version,
            status: article.status,
            revised: article.dates.revised,
            entrez: article.dates.entrez,
            nlm_id: article.journal?.nlmId ?? null,
            record: JSON.stringify(article),
            fetched_at: store.now(),
          })),
        )
        .onConflict((oc) =>
          oc
            .column('pmid')
            .doUpdateSet((eb) => ({
              version: eb.ref('excluded.version'),
              status: eb.ref('excluded.status'),
              revised: eb.ref('excluded.revised'),
              entrez: eb.ref('excluded.entrez'),
              nlm_id: eb.ref('excluded.nlm_id'),
              record: eb.ref('excluded.record'),
              fetched_at: eb.ref('excluded.fetched_at'),
            }))
            .where(sql<boolean>`excluded.version >= article.version`),
        )
        .execute(),
    );
  }
}
