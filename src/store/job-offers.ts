import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';
import type { JobRow } from './schema.ts';

/** What Redis is told of a job. */
export type JobOffer = Pick<Selectable<JobRow>, 'id' | 'queue' | 'kind' | 'attempts'>;

/** Due jobs that are not in Redis yet, the urgent first. Jobs of a queue that is paused wait here. */
export const jobsToOffer = (store: Store, limit: number): Promise<JobOffer[]> =>
  store.db
    .selectFrom('job')
    .select(['id', 'queue', 'kind', 'attempts'])
    .where(sql<SqlBool>`state = 'waiting' AND offered_at IS NULL`)
    .where('next_attempt', '<=', store.now())
    .where(sql<SqlBool>`queue NOT IN (SELECT queue FROM paused_queue)`)
    .orderBy(sql`CASE queue WHEN 'high' THEN 0 WHEN 'default' THEN 1 ELSE 2 END`)
    .orderBy('next_attempt')
    .limit(limit)
    .execute();

/** They are in Redis. One that was taken in between is left as it is. */
export async function markOffered(store: Store, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await store.relaxed(({ db }) =>
    db
      .updateTable('job')
      .set({ offered_at: store.now() })
      .where('id', 'in', ids)
      .where(sql<SqlBool>`state = 'waiting' AND offered_at IS NULL`)
      .execute(),
  );
}

/**
 * Redis may have lost what it was given: all that were offered so long ago and are still waiting are offered once more.
 * One that is still there is recognised by its id and not doubled.
 *
 * @param olderThanMs 0 forgets every offer, after Redis was wiped.
 */
export async function forgetOffers(store: Store, olderThanMs: number): Promise<void> {
  await store.db
    .updateTable('job')
    .set({ offered_at: null })
    .where(sql<SqlBool>`state = 'waiting' AND offered_at IS NOT NULL`)
    .where('offered_at', '<=', sql<number>`${store.now()} - ${olderThanMs}`)
    .execute();
}
