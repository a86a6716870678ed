import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startRedis, type TestRedis } from '../../test/redis.ts';
import { makeWorld, type World } from '../../test/world.ts';
import { runService } from '../commands/run-service.ts';
import { type QueueName, queueNames } from '../contract/queue.ts';
import { requestPush } from '../push/push-now.ts';
import { addJob, findJob } from '../store/jobs.ts';
import { deleteSubscription } from '../store/subscriptions.ts';
import type { Service } from '../worker/service.ts';
import { pauseQueue, resumeQueue } from './pause-queue.ts';
import { removeOrphans } from './remove-orphans.ts';
import { testQueue } from './test-queue.ts';

let world: World;
let service: Service | null = null;
const start = async (queues: readonly QueueName[] = queueNames) => {
  service = await runService(world.app, { role: 'serve', queues, lanes: 2 });
  return service;
};
afterEach(async () => {
  await service?.stop();
  service = null;
  await world.close();
});
const jobsLeft = () => world.app.store.db.selectFrom('job').select('id').execute();

describe('a test job without Redis', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });

  it('goes there and back, and names who did it', async () => {
    const { announce } = await start();
    const test = await testQueue({ store: world.app.store, announce });
    expect(test).toMatchObject({ ok: true, way: 'local', problem: null });
    expect(test.worker).toMatch(/^litpush@/);
    expect(test.ms).toBeGreaterThanOrEqual(0);
  });

  it('says that nobody takes it, and leaves nothing behind', async () => {
    const announce = async () => undefined;
    const test = await testQueue({ store: world.app.store, announce, timeoutMs: 50 });
    expect(test).toEqual({ ok: false, way: 'local', ms: null, worker: null, problem: 'no-worker' });
    expect(await jobsLeft()).toEqual([]);
  });

  it('says that the queue is paused', async () => {
    const { store } = world.app;
    const { announce } = await start();
    expect(await pauseQueue(store, 'high')).toEqual({ queue: 'high', paused: true, changed: true });
    expect(await pauseQueue(store, 'high')).toMatchObject({ changed: false });
    expect(await testQueue({ store, announce })).toMatchObject({ ok: false, problem: 'paused' });
    expect(await resumeQueue(store, 'high')).toEqual({ queue: 'high', paused: false, changed: true });
    await announce();
    expect(await testQueue({ store, announce })).toMatchObject({ ok: true });
  });
});

describe.skipIf(!inject('redis'))('with Redis', () => {
  let redis: TestRedis;
  beforeEach(async () => {
    redis = await startRedis();
    world = await makeWorld('sqlite', { config: { redisUrl: redis.url } });
  });
  afterEach(() => redis.stop());
  const until = async (done: () => boolean | Promise<boolean>) => {
    while (!(await done())) await new Promise((go) => setTimeout(go, 20));
  };

  it('a test job goes through it', async () => {
    const { announce, mode } = await start();
    await until(() => mode() === 'rq');
    expect(await testQueue({ store: world.app.store, announce })).toMatchObject({ ok: true, way: 'rq' });
  });

  it('what a deleted subscription left there is removed, and nothing else', async () => {
    const { store } = world.app;
    // Takes nothing: what is put into Redis stays there.
    const { announce, carrier, mode } = await start([]);
    await until(() => mode() === 'rq');
    const [gone, stays] = [await world.subscribe(), await world.subscribe()];
    await requestPush(store, { subscriptionId: gone, trigger: 'manual' });
    await requestPush(store, { subscriptionId: stays, trigger: 'manual' });
    const { id } = await addJob(store, { kind: 'test', key: 'x', queue: 'low' });
    await announce();
    await until(async () => (await findJob(store, id))?.offered_at !== null);
    expect(await removeOrphans({ store, carrier })).toEqual({ removed: 0, reached: true });
    await deleteSubscription(store, gone);
    expect(await removeOrphans({ store, carrier })).toEqual({ removed: 1, reached: true });
    expect(await removeOrphans({ store, carrier })).toEqual({ removed: 0, reached: true });
    await redis.kill();
    await until(() => carrier.problem() !== null);
    expect(await removeOrphans({ store, carrier })).toEqual({ removed: 0, reached: false });
  });
});
