import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { QueueStatus } from '../contract/queue.ts';
import { addJob, type ClaimedJob, claimJob, failJob, finishJob, retryJobLater } from '../store/jobs.ts';
import { holdLease, noteTick } from '../store/lease.ts';
import { pauseQueueRow } from '../store/paused-queues.ts';
import { notePresence } from '../store/processes.ts';
import { queueStatus } from './queue-status.ts';

const hour = 3_600_000;

describeEachDatabase('the status of the queue', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());
  const status = () =>
    queueStatus({
      store: database.store,
      redisUrl: 'redis://user:secret@redis.example.org/2',
      carrier: null,
    });

  let jobs = 0;
  const add = async (queue: 'high' | 'default' | 'low', subscriptionId?: number) => {
    jobs += 1;
    const about = subscriptionId === undefined ? {} : { subscriptionId };
    return (await addJob(database.store, { kind: 'test', key: String(jobs), queue, ...about })).id;
  };
  const claim = async (id: number) =>
    (await claimJob(database.store, {
      pick: { id },
      claim: `c${id}`,
      ttlMs: 1000,
      processId: 'p1',
    })) as ClaimedJob;
  const begin = async (queue: 'high' | 'default' | 'low') => claim(await add(queue));

  it('of a service that never ran is empty, and fits the contract', async () => {
    const seen = QueueStatus.parse(await status());
    expect(seen).toMatchObject({
      mode: 'local',
      reason: 'no process has run yet',
      redis: {
        configured: true,
        connected: false,
        address: 'redis://redis.example.org:6379/2',
        problem: null,
      },
      workers: [],
      scheduler: { holder: null, lastTick: null, nextDue: null, overdue: 0 },
      failed: [],
    });
    expect(seen.queues.default).toEqual({
      waiting: 0,
      active: 0,
      delayed: 0,
      failed: 0,
      completed: 0,
      oldestWaitingSeconds: null,
      paused: false,
    });
    expect(JSON.stringify(seen)).not.toContain('secret');
  });

  it('counts the jobs of each queue by what they wait for', async () => {
    const { store } = database;
    await finishJob(store, await begin('default'), null);
    database.advance(25 * hour);
    await finishJob(store, await begin('default'), null);
    await add('high');
    database.advance(90_000);
    await add('high');
    await begin('low');
    const late = { afterMs: hour, error: 'x', countsAsTry: true, worker: null };
    await retryJobLater(store, await begin('default'), late);
    await failJob(store, await begin('default'), { error: 'no', worker: null });
    await pauseQueueRow(store, 'low');
    const { queues } = QueueStatus.parse(await status());
    expect(queues.high).toMatchObject({ waiting: 2, active: 0, delayed: 0, paused: false });
    expect(queues.high.oldestWaitingSeconds).toBeGreaterThanOrEqual(90);
    expect(queues.high.oldestWaitingSeconds).toBeLessThan(150);
    expect(queues.default).toMatchObject({
      waiting: 0,
      active: 0,
      delayed: 1,
      failed: 1,
      // The other one was done more than a day ago.
      completed: 1,
      oldestWaitingSeconds: null,
    });
    expect(queues.low).toMatchObject({ active: 1, paused: true });
  });

  it('shows who is alive and what they have in hand, and who is in charge', async () => {
    const { store } = database;
    const place = { host: 'h', pid: 7, role: 'worker', queues: '["high","low"]', concurrency: 3 } as const;
    await notePresence(store, { ...place, id: 'old', name: 'old', metrics: null });
    database.advance(7000);
    await notePresence(store, { ...place, id: 'p1', name: 'one', metrics: null });
    await holdLease(store, { holder: 'p1', ttlMs: 3000, mode: 'local', reason: 'no answer' });
    await noteTick(store, 'p1');
    const { id } = await begin('high');
    const seen = QueueStatus.parse(await status());
    expect(seen).toMatchObject({ mode: 'local', reason: 'no answer', scheduler: { holder: 'p1' } });
    expect(Date.parse(seen.scheduler.lastTick ?? '')).toBeLessThanOrEqual(Date.parse(seen.now));
    expect(seen.workers).toMatchObject([
      { ...place, id: 'p1', name: 'one', queues: ['high', 'low'], current: [{ job: id, kind: 'test' }] },
    ]);
    await holdLease(store, { holder: 'p1', ttlMs: 3000, mode: 'rq', reason: null });
    expect(await status()).toMatchObject({ mode: 'rq', reason: null });
    database.advance(3500);
    expect((await status()).scheduler.holder).toBeNull();
  });

  it('tells what is due next, and how many wait for the clock', async () => {
    const { store } = database;
    const next = Date.now() + hour;
    await addSubscription(store, { next_slot: next });
    await addSubscription(store, { status: 'paused', next_slot: null });
    expect((await status()).scheduler).toMatchObject({
      nextDue: new Date(next).toISOString(),
      overdue: 0,
    });
    await addSubscription(store, { next_slot: 5000 });
    await addSubscription(store, { next_slot: 6000 });
    expect((await status()).scheduler).toMatchObject({ nextDue: '1970-01-01T00:00:05.000Z', overdue: 2 });
  });

  it('lists the newest twenty failures with their reason', async () => {
    const { store } = database;
    const subscription = await addSubscription(store);
    const early = await claim(await add('low', subscription));
    for (let n = 0; n < 20; n += 1) {
      await failJob(store, await begin('high'), { error: `number ${n}`, worker: 'w' });
      database.advance(1000);
    }
    await failJob(store, early, { error: 'the last', worker: 'w' });
    const { failed } = QueueStatus.parse(await status());
    expect(failed).toHaveLength(20);
    expect(failed[0]).toMatchObject({
      job: early.id,
      kind: 'test',
      queue: 'low',
      subscription,
      attempts: 1,
      error: 'the last',
    });
    expect(failed[0]?.tookMs).toBeGreaterThanOrEqual(20_000);
    expect(failed.at(-1)?.error).toBe('number 1');
  });
});
