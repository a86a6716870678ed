import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { type ClaimedJob, claimJob, failJob, findJob } from '../store/jobs.ts';
import { claimRun, endRun, findRun, openRun } from '../store/runs.ts';
import { clearFailed, retryFailed } from './failed-jobs.ts';

describeEachDatabase('failed jobs', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  /** A push of a subscription that failed for good, the way `perform-job.ts` leaves it. */
  async function failedPush(subscriptionId: number, slot = 5000): Promise<{ job: number; run: number }> {
    const { store } = database;
    const opened = await openRun(store, { subscriptionId, trigger: 'schedule', slot });
    const job = opened.job ?? 0;
    const taken = { claim: 'c', ttlMs: 1000, processId: 'p' };
    const claimed = (await claimJob(store, { ...taken, pick: { id: job } })) as ClaimedJob;
    await claimRun(store, { id: opened.id, claim: 'r', ttlMs: 1000 });
    await endRun(store, { id: opened.id, claim: 'r', outcome: 'failed', error: 'no such key', requests: 3 });
    await failJob(store, claimed, { error: 'no such key', worker: 'w' });
    return { job, run: opened.id };
  }

  it('are put in line again with their run, and remember what happened', async () => {
    const { store } = database;
    const { job, run } = await failedPush(await addSubscription(store));
    expect(await retryFailed(store, job)).toEqual({ retried: 1, cleared: 0 });
    expect(await findRun(store, run)).toMatchObject({
      state: 'open',
      outcome: null,
      error: null,
      attempts: 0,
      finished_at: null,
      slot: 5000,
      requests: 3,
    });
    const again = await claimJob(store, {
      claim: 'd',
      ttlMs: 1000,
      processId: 'p',
      pick: { queue: 'default' },
    });
    expect(again).toMatchObject({ id: job, tries: 1, attempts: 2 });
    expect(JSON.parse(again?.history ?? '')).toMatchObject([{ error: 'no such key', worker: 'w' }]);
  });

  it('are cleared where another run of the subscription is open', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const failed = await failedPush(subscriptionId);
    const open = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    expect(await retryFailed(store, failed.job)).toEqual({ retried: 0, cleared: 1 });
    expect(await findJob(store, failed.job)).toBeUndefined();
    expect(await findRun(store, failed.run)).toMatchObject({ state: 'done', outcome: 'failed' });
    expect(await findRun(store, open.id)).toMatchObject({ state: 'open' });
  });

  it('are retried all at once: of two of one subscription one, and none that is not failed', async () => {
    const { store } = database;
    const one = await addSubscription(store);
    const other = await addSubscription(store);
    const first = await failedPush(one, 5000);
    const second = await failedPush(one, 6000);
    const third = await failedPush(other);
    const waiting = await openRun(store, {
      subscriptionId: await addSubscription(store),
      trigger: 'schedule',
      slot: 1,
    });
    expect(await retryFailed(store, 'all')).toEqual({ retried: 2, cleared: 1 });
    expect((await findJob(store, first.job))?.state).toBe('waiting');
    expect(await findJob(store, second.job)).toBeUndefined();
    expect((await findJob(store, third.job))?.state).toBe('waiting');
    expect(await retryFailed(store, 'all')).toEqual({ retried: 0, cleared: 0 });
    expect(await retryFailed(store, waiting.job ?? 0)).toEqual({ retried: 0, cleared: 0 });
  });

  it('are retried once, however many ask', async () => {
    const { store } = database;
    const { job } = await failedPush(await addSubscription(store));
    const asked = await Promise.all([1, 2, 3, 4].map(() => retryFailed(store, job)));
    expect(asked.reduce((sum, { retried }) => sum + retried, 0)).toBe(1);
    expect(asked.reduce((sum, { cleared }) => sum + cleared, 0)).toBe(0);
  });

  it('do not open a second run beside one that is opened at the same moment', async () => {
    const { store } = database;
    for (let round = 0; round < 10; round += 1) {
      const subscriptionId = await addSubscription(store);
      const { job } = await failedPush(subscriptionId);
      const [, opened] = await Promise.all([
        retryFailed(store, job),
        openRun(store, { subscriptionId, trigger: 'manual', slot: null }),
      ]);
      const open = await store.db
        .selectFrom('run')
        .select('id')
        .where('subscription_id', '=', subscriptionId)
        .where('state', '=', 'open')
        .execute();
      expect(open).toEqual([{ id: opened.id }]);
      expect((await findJob(store, opened.job ?? 0))?.state).toBe('waiting');
    }
  });

  it('are cleared one by one, or all', async () => {
    const { store } = database;
    const ids = [];
    for (let n = 0; n < 3; n += 1) ids.push((await failedPush(await addSubscription(store))).job);
    const waiting = await openRun(store, {
      subscriptionId: await addSubscription(store),
      trigger: 'schedule',
      slot: 1,
    });
    expect(await clearFailed(store, ids[0] ?? 0)).toBe(1);
    expect(await clearFailed(store, ids[0] ?? 0)).toBe(0);
    expect(await clearFailed(store, waiting.job ?? 0)).toBe(0);
    expect(await clearFailed(store, 'all')).toBe(2);
    expect((await findJob(store, waiting.job ?? 0))?.state).toBe('waiting');
  });
});
