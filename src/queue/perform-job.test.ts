import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { NeverAgain, TryAgainLater } from '../errors.ts';
import { silentLog } from '../log.ts';
import { type ClaimKeeper, createClaimKeeper } from '../store/claim-keeper.ts';
import { addJob, findJob, hurryJob } from '../store/jobs.ts';
import { findRun, openRun } from '../store/runs.ts';
import { type JobHandler, jobBackOff, performJob } from './perform-job.ts';

describe('a job', () => {
  let database: TestDatabase;
  let claims: ClaimKeeper;
  const attempts: unknown[] = [];
  beforeEach(async () => {
    database = await makeDatabase('sqlite');
    claims = createClaimKeeper({ store: database.store, log: silentLog(), ttlMs: 30_000 });
    attempts.splice(0);
  });
  afterEach(async () => {
    claims.close();
    await database.close();
  });

  const add = async () => (await addJob(database.store, { kind: 'test', key: 'k', queue: 'default' })).id;
  const perform = (id: number, handler: JobHandler) =>
    performJob(
      {
        store: database.store,
        claims,
        processId: 'p',
        workerName: 'w',
        log: silentLog(),
        onAttempt: ({ outcome }) => attempts.push(outcome.kind),
      },
      { pick: { id }, handler: () => handler },
    );
  const row = async (id: number) => {
    const job = await findJob(database.store, id);
    if (!job) throw new Error('the job is gone');
    return job;
  };

  it('is done once, and keeps what came of it', async () => {
    const id = await add();
    const done: JobHandler = async () => ({ kind: 'done', result: { n: 3 } });
    const both = await Promise.all([perform(id, done), perform(id, done)]);
    expect(both.filter(Boolean)).toHaveLength(1);
    expect(await row(id)).toMatchObject({ state: 'done', result: '{"n":3}', process_id: 'p', error: null });
    expect(attempts).toEqual(['done']);
  });

  it.each([
    ['may pass', new TryAgainLater('PubMed is away', { afterMs: 600_000 }), 'waiting'],
    ['nobody expected', new TypeError('x is undefined'), 'waiting'],
    ['cannot pass', new NeverAgain('the query is wrong'), 'failed'],
  ])('whose failure %s is %s', async (_, error, state) => {
    const id = await add();
    await perform(id, async () => {
      throw error;
    });
    expect(await row(id)).toMatchObject({ state, error: error.message, tries: 1 });
  });

  it('is given up after ten tries, and never before', async () => {
    const id = await add();
    const states: string[] = [];
    for (let n = 0; n < 10; n += 1) {
      await perform(id, async () => {
        throw new Error('no');
      });
      const { state } = await row(id);
      states.push(state);
      await hurryJob(database.store, id);
    }
    expect(states).toEqual([...Array.from({ length: 9 }, () => 'waiting'), 'failed']);
  });

  it('that is given up takes its run with it, so that the next one is not joined to it', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const run = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await perform(run.job ?? 0, async () => ({ kind: 'failed', reason: 'no hope' }));
    expect(await findRun(store, run.id)).toMatchObject({
      state: 'done',
      outcome: 'failed',
      error: 'no hope',
    });
    expect(await openRun(store, { subscriptionId, trigger: 'manual', slot: null })).toMatchObject({
      joined: false,
    });
  });

  it('that another process has in hand is looked at again, and costs no try', async () => {
    const id = await add();
    await perform(id, async () => ({
      kind: 'later',
      afterMs: 0,
      reason: 'in other hands',
      countsAsTry: false,
    }));
    expect(await row(id)).toMatchObject({ state: 'waiting', tries: 0, attempts: 1 });
  });

  it('waits longer each time, half an hour at most', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7].map((tries) => jobBackOff(tries, () => 0) / 60_000);
    expect(waits).toEqual([1, 2, 4, 8, 16, 30, 30]);
    expect(jobBackOff(1, () => 1)).toBe(75_000);
  });
});
