import { type SqlBool, sql } from 'kysely';
import { type ClaimedJob, failJob, retryJobLater } from './jobs.ts';
import type { Store } from './open.ts';
import { abandonRun } from './runs.ts';

/** A job that so many processes have died over is not given to another one. */
const mostDeaths = 10;
const reason = 'the process that had it in hand ended';

/**
 * Jobs whose process died without a word go back in line; one that kills whoever takes it fails, and with it its run,
 * which would stand in the way of the next one for ever.
 *
 * @returns how many there were.
 */
export async function sweepLostJobs(store: Store): Promise<number> {
  const lost = await store.db
    .selectFrom('job')
    .selectAll()
    .where(sql<SqlBool>`state = 'active'`)
    .where('claim_until', '<=', store.now())
    .limit(200)
    .execute();
  for (const row of lost) {
    const job = row as ClaimedJob;
    // Renewed, finished or swept by another process meanwhile: the claim tells, and nothing happens.
    await store.db.transaction().execute(async (trx) => {
      const inside = { ...store, db: trx };
      if (job.tries < mostDeaths) {
        await retryJobLater(inside, job, {
          afterMs: 0,
          error: reason,
          countsAsTry: true,
          worker: job.process_id,
        });
        return;
      }
      if (job.run_id !== null) await abandonRun(inside, { id: job.run_id, error: reason });
      await failJob(inside, job, { error: reason, worker: job.process_id });
    });
  }
  return lost.length;
}
