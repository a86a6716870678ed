import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { activeSubscriptions, activeWithoutRunSince } from './active-subscriptions.ts';
import { countScheduled, dueCounts } from './due-counts.ts';
import { clearFailedJobs, failedJobIds } from './failed-jobs.ts';
import { countJobs, jobsInHand, jobsThere, newestFailedJobs } from './job-list.ts';
import { sqliteFile } from './open.ts';
import { recentPushes, slotOfRun, slowRuns, unmendedPushes } from './run-health.ts';

/** What is waiting, in hand, failed or open, and the slots of the clock, is in an index of its own and read from that alone. */
const own = /USING (COVERING )?INDEX (job_waiting|job_active|job_failed|run_open|subscription_due)/;

let database: TestDatabase;
beforeEach(async () => {
  database = await makeDatabase('sqlite');
});
afterEach(async () => {
  vi.restoreAllMocks();
  await database.close();
});

it('no statement that is asked again and again reads a table from end to end', async () => {
  const { store } = database;
  await store.db.selectFrom('job').select('id').execute();
  const statements = new Set<string>();
  const prepare = DatabaseSync.prototype.prepare;
  vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (this: DatabaseSync, sql: string) {
    statements.add(sql);
    return prepare.call(this, sql);
  });
  await countJobs(store, { completedWithinMs: 1000 });
  await jobsInHand(store);
  await newestFailedJobs(store, 20);
  await jobsThere(store, [1, 2]);
  await failedJobIds(store, { after: 0, limit: 100 });
  await clearFailedJobs(store, [1]);
  await dueCounts(store);
  await countScheduled(store);
  await recentPushes(store, 1000);
  await slowRuns(store, 1000);
  await unmendedPushes(store, 10);
  await slotOfRun(store, 1);
  await activeSubscriptions(store, { after: 0, limit: 10 });
  await activeWithoutRunSince(store, { after: 0, since: 0, limit: 10 });
  vi.restoreAllMocks();
  expect(statements.size).toBeGreaterThan(14);
  const db = new DatabaseSync(sqliteFile(database.options.dataDir));
  const scans = [...statements].flatMap((sql) => {
    const values = Array.from({ length: sql.split('?').length - 1 }, () => 1);
    return db
      .prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .all(...values)
      .map(({ detail }) => String(detail))
      .filter((detail) => detail.startsWith('SCAN') && !own.test(detail));
  });
  db.close();
  expect(scans).toEqual([]);
});
