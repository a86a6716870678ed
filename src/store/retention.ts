import { type SqlBool, sql } from 'kysely';
import { isReferredTo } from './ledger.ts';
import type { Store } from './open.ts';

/** Rows that one transaction deletes at most: others never wait long for it. */
const batch = 500;

/** The failed ones stay until somebody clears them. Call until none goes. @returns how many went, `batch` at most. */
export async function dropFinishedJobs(store: Store, olderThanMs: number): Promise<number> {
  const { numDeletedRows } = await store.relaxed(({ db }) =>
    db
      .deleteFrom('job')
      .where('id', 'in', (eb) =>
        eb
          .selectFrom('job')
          .select('id')
          .where(sql<SqlBool>`finished_at IS NOT NULL`)
          .where('finished_at', '<', sql<number>`${store.now()} - ${olderThanMs}`)
          .where('state', '=', 'done')
          .orderBy('finished_at')
          .limit(batch),
      )
      .executeTakeFirst(),
  );
  return Number(numDeletedRows);
}

/** Where a walk over the articles stands, in the order in which they were fetched. */
export interface ArticlePlace {
  fetchedAt: number;
  pmid: number;
}

/**
 * Looks at the next articles that were fetched so long ago, and drops those that nobody was given or is to be given. A test's
 * digest leaves no trace in the ledger, so the open digests are asked too.
 *
 * @param after where the walk stands; null begins it. @returns where to go on, or null at the end, and how many went.
 */
export async function dropForgottenArticles(
  store: Store,
  input: { olderThanMs: number; after: ArticlePlace | null },
): Promise<{ next: ArticlePlace | null; dropped: number }> {
  const { after } = input;
  const isOld = sql<SqlBool>`fetched_at < ${store.now()} - ${input.olderThanMs}`;
  const rows = await store.db
    .selectFrom('article')
    .select(['pmid', 'fetched_at'])
    .select(sql<number>`CASE WHEN ${isReferredTo} THEN 1 ELSE 0 END`.as('kept'))
    .where(isOld)
    .$if(after !== null, (qb) =>
      qb.where(sql<SqlBool>`(fetched_at, pmid) > (${after?.fetchedAt ?? 0}, ${after?.pmid ?? 0})`),
    )
    .orderBy('fetched_at')
    .orderBy('pmid')
    .limit(batch)
    .execute();
  const last = rows.length < batch ? undefined : rows.at(-1);
  const next = last ? { fetchedAt: last.fetched_at, pmid: last.pmid } : null;
  const free = rows.flatMap((row) => (row.kept === 1 ? [] : row.pmid));
  if (free.length === 0) return { next, dropped: 0 };
  const inDigest = await pmidsOfOpenDigests(store);
  const forgotten = free.filter((pmid) => !inDigest.has(pmid));
  if (forgotten.length === 0) return { next, dropped: 0 };
  // Asked once more in the statement itself: a run may have taken one of them, or fetched it anew, since.
  const { numDeletedRows } = await store.relaxed(({ db }) =>
    db
      .deleteFrom('article')
      .where('pmid', 'in', forgotten)
      .where(isOld)
      .where(sql<SqlBool>`NOT ${isReferredTo}`)
      .executeTakeFirst(),
  );
  return { next, dropped: Number(numDeletedRows) };
}

async function pmidsOfOpenDigests(store: Store): Promise<Set<number>> {
  const rows = await store.db
    .selectFrom('digest')
    .select('articles')
    .where(sql<SqlBool>`state = 'open'`)
    .execute();
  return new Set(rows.flatMap((row) => JSON.parse(row.articles) as number[]));
}
