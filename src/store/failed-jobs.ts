import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

/** Written out, as SQLite uses a partial index only for a statement that says just its condition. */
const isFailed = sql<SqlBool>`state = 'failed'`;

/** What became of failed jobs that somebody wants done after all. */
export interface Retried {
  /** In line again. */
  retried: number;
  /** Gone, as another open run or job does the same. */
  cleared: number;
}

/** Failed jobs in the order of their ids, page by page. */
export async function failedJobIds(store: Store, input: { after: number; limit: number }): Promise<number[]> {
  const rows = await store.db
    .selectFrom('job')
    .select('id')
    .where(isFailed)
    .where('id', '>', input.after)
    .orderBy('id')
    .limit(input.limit)
    .execute();
  return rows.map(({ id }) => id);
}

/**
 * Puts failed jobs in line again, as if they had just been asked for: their tries count from nothing, their history stays.
 * The run of a push is opened again with its job, in one transaction. Ids that are not those of failed jobs are passed over.
 */
export async function retryFailedJobs(store: Store, ids: readonly number[]): Promise<Retried> {
  const done: Retried = { retried: 0, cleared: 0 };
  for (let tries = 1; ; tries += 1) {
    try {
      await store.db.transaction().execute(async (trx) => {
        Object.assign(done, { retried: 0, cleared: 0 });
        for (const id of ids) {
          const became = await retry({ ...store, db: trx }, id);
          if (became) done[became] += 1;
        }
      });
      return done;
    } catch (error) {
      // Somebody opened the same run or job between our look and our write: the next look sees it.
      if (tries === 3) throw error;
    }
  }
}

async function retry(store: Store, id: number): Promise<keyof Retried | null> {
  const job = await store.db
    .selectFrom('job')
    .select(['kind', 'key', 'run_id'])
    .where('id', '=', id)
    .where(isFailed)
    .executeTakeFirst();
  if (!job) return null;
  const open = await store.db
    .selectFrom('job')
    .select('id')
    .where('kind', '=', job.kind)
    .where('key', '=', job.key)
    .where(sql<SqlBool>`finished_at IS NULL`)
    .executeTakeFirst();
  if (open || (job.kind === 'push' && !(await reopenRun(store, job.run_id)))) {
    return (await clearFailedJobs(store, [id])) > 0 ? 'cleared' : null;
  }
  const { numUpdatedRows } = await store.db
    .updateTable('job')
    .set({
      state: 'waiting',
      tries: 0,
      next_attempt: store.now(),
      offered_at: null,
      finished_at: null,
    })
    .where('id', '=', id)
    .where(isFailed)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? 'retried' : null;
}

/** @returns false where another open run of the subscription does the same. */
async function reopenRun(store: Store, runId: number | null): Promise<boolean> {
  if (runId === null) return true;
  const run = await store.db
    .selectFrom('run')
    .select(['subscription_id', 'trigger', 'state', 'outcome'])
    .where('id', '=', runId)
    .executeTakeFirst();
  // One that is open still, or ended well after all, needs nothing: the job finds that out.
  if (run?.state !== 'done' || run.outcome !== 'failed') return true;
  const other =
    run.trigger !== 'test' &&
    (await store.db
      .selectFrom('run')
      .select('id')
      .where('subscription_id', '=', run.subscription_id)
      .where(sql<SqlBool>`state = 'open'`)
      .where(sql<SqlBool>`trigger <> 'test'`)
      .executeTakeFirst());
  if (other) return false;
  await store.db
    .updateTable('run')
    .set({ state: 'open', outcome: null, error: null, attempts: 0, finished_at: null })
    .where('id', '=', runId)
    .where(sql<SqlBool>`state = 'done'`)
    .where('outcome', '=', 'failed')
    .execute();
  return true;
}

/** Nobody wants them any more. @returns how many of these were failed jobs. */
export async function clearFailedJobs(store: Store, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0;
  const { numDeletedRows } = await store.db
    .deleteFrom('job')
    .where('id', 'in', ids)
    .where(isFailed)
    .executeTakeFirst();
  return Number(numDeletedRows);
}
