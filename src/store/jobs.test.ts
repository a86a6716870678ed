import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import type { FailedAttempt } from '../contract/queue.ts';
import { forgetOffers, jobsToOffer, markOffered } from './job-offers.ts';
import {
  addJob,
  type ClaimedJob,
  claimJob,
  extendJobClaims,
  failJob,
  findJob,
  finishJob,
  handBackJobs,
  hurryJob,
  type JobPick,
  retryJobLater,
} from './jobs.ts';
import { sweepLostJobs } from './lost-jobs.ts';
import { pauseQueueRow, resumeQueueRow } from './paused-queues.ts';
import { claimRun, findRun, openRun } from './runs.ts';

const ttlMs = 30_000;

describeEachDatabase('jobs', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  const add = async (key = 'a', queue: 'high' | 'default' | 'low' = 'default') =>
    (await addJob(database.store, { kind: 'test', key, queue })).id;
  let claims = 0;
  const claim = (pick: JobPick) => {
    claims += 1;
    return claimJob(database.store, { pick, claim: `claim${claims}`, ttlMs, processId: 'p' });
  };
  const claimed = async (pick: JobPick): Promise<ClaimedJob> => {
    const job = await claim(pick);
    if (!job) throw new Error('no job to claim');
    return job;
  };
  const row = async (id: number) => {
    const found = await findJob(database.store, id);
    if (!found) throw new Error('the job is gone');
    return { ...found, history: JSON.parse(found.history) as FailedAttempt[] };
  };

  it('are one of a kind and key while they are open', async () => {
    const { store } = database;
    const adds = await Promise.all(
      Array.from({ length: 5 }, () => addJob(store, { kind: 'test', key: 'k', queue: 'high' })),
    );
    expect(adds.filter(({ joined }) => !joined)).toHaveLength(1);
    expect(new Set(adds.map(({ id }) => id)).size).toBe(1);
    await finishJob(store, await claimed({ queue: 'high' }), { ok: true });
    const next = await addJob(store, { kind: 'test', key: 'k', queue: 'high' });
    expect(next.joined).toBe(false);
    expect(await row(adds[0]?.id ?? 0)).toMatchObject({ state: 'done', result: '{"ok":true}' });
  });

  it('are taken by one of many, the one that is due longest first', async () => {
    const first = await add('a');
    database.advance(10);
    const second = await add('b');
    const taken = await Promise.all(Array.from({ length: 4 }, () => claim({ queue: 'default' })));
    expect(taken.flatMap((job) => job?.id ?? []).sort((a, b) => a - b)).toEqual([first, second]);
    expect(await claim({ queue: 'default' })).toBeUndefined();
  });

  it('are taken for the attempt that Redis brings, and for no other', async () => {
    const id = await add();
    expect(await claim({ id, attempt: 1 })).toBeUndefined();
    const job = await claimed({ id, attempt: 0 });
    expect(job).toMatchObject({ attempts: 1, tries: 1, state: 'active' });
    await retryJobLater(database.store, job, { afterMs: 0, error: 'x', countsAsTry: true, worker: 'w' });
    expect(await claim({ id, attempt: 0 })).toBeUndefined();
    expect(await claim({ id, attempt: 1 })).toBeDefined();
  });

  it('come back after a failure, not before their time, and remember it', async () => {
    const id = await add();
    const job = await claimed({ id });
    database.advance(1500);
    await retryJobLater(database.store, job, {
      afterMs: 60_000,
      error: 'PubMed said "no" — 不行',
      countsAsTry: true,
      worker: 'w-1',
    });
    expect(await claim({ id })).toBeUndefined();
    database.advance(61_000);
    const again = await claimed({ id });
    await failJob(database.store, again, { error: 'for good', worker: null });
    const failed = await row(id);
    expect(failed).toMatchObject({ state: 'failed', error: 'for good', attempts: 2, claim: null });
    expect(failed.history).toMatchObject([
      { error: 'PubMed said "no" — 不行', worker: 'w-1' },
      { error: 'for good', worker: null },
    ]);
    expect(failed.history[0]?.ms).toBeGreaterThanOrEqual(1500);
    expect(failed.finished_at).not.toBeNull();
  });

  it('remember the last twenty failures', async () => {
    const id = await add();
    for (let n = 1; n <= 25; n += 1) {
      const job = await claimed({ id });
      await retryJobLater(database.store, job, {
        afterMs: 0,
        error: `no ${n}`,
        countsAsTry: false,
        worker: null,
      });
    }
    const { history, attempts, tries } = await row(id);
    expect(history).toHaveLength(20);
    expect(history.at(-1)?.error).toBe('no 25');
    expect([attempts, tries]).toEqual([25, 0]);
  });

  it('of a lost claim are not written by who lost it', async () => {
    const id = await add();
    const lost = await claimed({ id });
    database.advance(ttlMs + 1);
    expect(await sweepLostJobs(database.store)).toBe(1);
    const held = await claimed({ id });
    await finishJob(database.store, lost, null);
    await failJob(database.store, lost, { error: 'late', worker: null });
    expect(await row(id)).toMatchObject({ state: 'active', claim: held.claim });
  });

  it('of a living process are not swept', async () => {
    const id = await add();
    const job = await claimed({ id });
    database.advance(20_000);
    await extendJobClaims(database.store, { claims: [job.claim], ttlMs });
    database.advance(20_000);
    expect(await sweepLostJobs(database.store)).toBe(0);
    await handBackJobs(database.store, [job.claim]);
    expect(await row(id)).toMatchObject({ state: 'waiting', attempts: 1, tries: 0 });
  });

  it('that kill whoever takes them fail in the end, and let the next run of their subscription through', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const run = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    for (let death = 1; death <= 10; death += 1) {
      const job = await claimed({ id: run.job ?? 0 });
      await claimRun(store, { id: run.id, claim: job.claim, ttlMs });
      database.advance(ttlMs + 1);
      await sweepLostJobs(store);
    }
    expect(await row(run.job ?? 0)).toMatchObject({ state: 'failed', attempts: 10 });
    expect(await findRun(store, run.id)).toMatchObject({ state: 'done', outcome: 'failed' });
    expect(await openRun(store, { subscriptionId, trigger: 'manual', slot: null })).toMatchObject({
      joined: false,
    });
  });

  it('in a hurry go to the fast queue at once, unless they are in hand', async () => {
    const { store } = database;
    const id = await add('a', 'default');
    const job = await claimed({ id });
    await hurryJob(store, id);
    expect(await row(id)).toMatchObject({ queue: 'default', state: 'active' });
    await retryJobLater(store, job, { afterMs: 600_000, error: 'x', countsAsTry: true, worker: null });
    await hurryJob(store, id);
    expect(await claim({ queue: 'high' })).toMatchObject({ id });
  });

  it('of a paused queue are neither offered nor taken, but by name', async () => {
    const { store } = database;
    const id = await add();
    expect(await jobsToOffer(store, 10)).toHaveLength(1);
    await markOffered(store, [id]);
    expect(await pauseQueueRow(store, 'default')).toBe(true);
    expect(await pauseQueueRow(store, 'default')).toBe(false);
    expect(await claim({ queue: 'default' })).toBeUndefined();
    expect(await claim({ id, attempt: 0 })).toBeUndefined();
    expect(await resumeQueueRow(store, 'default')).toBe(true);
    expect(await resumeQueueRow(store, 'default')).toBe(false);
    // Redis may have dropped it while the queue stood still.
    expect(await jobsToOffer(store, 10)).toMatchObject([{ id, attempts: 0 }]);
    await pauseQueueRow(store, 'default');
    expect(await jobsToOffer(store, 10)).toEqual([]);
    expect(await claim({ id })).toBeDefined();
  });

  it('are offered once, the urgent first, and again after Redis lost them', async () => {
    const { store } = database;
    const low = await add('l', 'low');
    const usual = await add('d', 'default');
    const urgent = await add('h', 'high');
    const offers = await jobsToOffer(store, 10);
    expect(offers.map(({ id }) => id)).toEqual([urgent, usual, low]);
    await markOffered(store, [urgent, usual, low]);
    expect(await jobsToOffer(store, 10)).toEqual([]);
    await forgetOffers(store, 60_000);
    expect(await jobsToOffer(store, 10)).toEqual([]);
    await claimed({ id: urgent });
    database.advance(60_001);
    await forgetOffers(store, 60_000);
    expect((await jobsToOffer(store, 10)).map(({ id }) => id)).toEqual([usual, low]);
    await markOffered(store, [usual, low]);
    await forgetOffers(store, 0);
    expect(await jobsToOffer(store, 10)).toHaveLength(2);
  });

  it('go with their subscription', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const { job } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await store.db.deleteFrom('subscription').where('id', '=', subscriptionId).execute();
    expect(await findJob(store, job ?? 0)).toBeUndefined();
  });
});
