import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

const isNoTest = sql<SqlBool>`trigger <> 'test'`;

/** Pushes that ended within this time, in milliseconds, and how many of them failed for good. Skipped ones are none. */
export async function recentPushes(
  store: Store,
  withinMs: number,
): Promise<{ finished: number; failed: number }> {
  const { finished, failed } = await store.db
    .selectFrom('run')
    .select([
      sql<number>`count(*)`.as('finished'),
      sql<number>`coalesce(sum(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END), 0)`.as('failed'),
    ])
    .where(sql<SqlBool>`finished_at IS NOT NULL`)
    .where('finished_at', '>', sql<number>`${store.now()} - ${withinMs}`)
    .where('outcome', '<>', 'skipped')
    .where(isNoTest)
    .executeTakeFirstOrThrow();
  return { finished, failed: Number(failed) };
}

/** Runs of a slot that are open: how many for longer than this, and for how long the first of them, in milliseconds. */
export async function slowRuns(
  store: Store,
  olderThanMs: number,
): Promise<{ count: number; longestMs: number }> {
  const { count, longest } = await store.db
    .selectFrom('run')
    .select([
      sql<number>`count(*)`.as('count'),
      sql<number>`coalesce(max(${store.now()} - created_at), 0)`.as('longest'),
    ])
    .where(sql<SqlBool>`state = 'open'`)
    .where(isNoTest)
    // What somebody asked for beside its time is not overdue.
    .where('slot', 'is not', null)
    .where('created_at', '<=', sql<number>`${store.now()} - ${olderThanMs}`)
    .executeTakeFirstOrThrow();
  return { count, longestMs: longest };
}

const notMadeGood = sql<SqlBool>`NOT EXISTS (
  SELECT 1 FROM run AS later WHERE later.subscription_id = job.subscription_id AND later.id > job.run_id
    AND later.state = 'done' AND later.outcome <> 'failed' AND later.trigger <> 'test')`;

/** Failed pushes, tests aside, that no later run has made good and nobody has cleared, the newest first. */
export const unmendedPushes = (store: Store, limit: number) =>
  store.db
    .selectFrom('job')
    .innerJoin('run', 'run.id', 'job.run_id')
    .innerJoin('subscription', 'subscription.id', 'job.subscription_id')
    .select(['subscription.id', 'subscription.name', 'job.error', 'job.finished_at'])
    .where(sql<SqlBool>`job.state = 'failed'`)
    .where('job.kind', '=', 'push')
    .where(sql<SqlBool>`run.trigger <> 'test'`)
    .where(notMadeGood)
    .orderBy('job.id', 'desc')
    .limit(limit)
    .execute();

/** The slot that the clock opened this run for, epoch milliseconds; null for every other run. */
export async function slotOfRun(store: Store, runId: number): Promise<number | null> {
  const row = await store.db
    .selectFrom('run')
    .select('slot')
    .where('id', '=', runId)
    .where('trigger', 'in', ['schedule', 'catch-up'])
    .executeTakeFirst();
  return row?.slot ?? null;
}
