import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startRedis, type TestRedis } from '../../test/redis.ts';
import { makeWorld, outboxOf, runsOf, tag, type World } from '../../test/world.ts';
import type { App } from '../app.ts';
import { runService } from '../commands/run-service.ts';
import { type QueueName, queueNames } from '../contract/queue.ts';
import { requestPush } from '../push/push-now.ts';
import { addJob, findJob } from '../store/jobs.ts';
import { pauseQueueRow, resumeQueueRow } from '../store/paused-queues.ts';
import { livingProcesses } from '../store/processes.ts';
import { updateSubscription } from '../store/subscriptions.ts';
import type { Service } from './service.ts';

const until = async (what: string, done: () => boolean | Promise<boolean>, ms = 20_000) => {
  const end = performance.now() + ms;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((go) => setTimeout(go, 20));
  }
};

let world: World;
const services: Service[] = [];
const start = async (app: App, change: Partial<Parameters<typeof runService>[1]> = {}) => {
  const service = await runService(app, { role: 'serve', queues: queueNames, lanes: 2, ...change });
  services.push(service);
  return service;
};
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
  await world.close();
});

const stateOf = async (job: number) => (await findJob(world.app.store, job))?.state;
const isDone = async (job: number | null) => (await stateOf(job ?? 0)) === 'done';
const dueNow = (id: number) => updateSubscription(world.app.store, id, { next_slot: world.now() });

describe('a process without Redis', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });

  it('sees what is due, pushes it, and finishes before it stops', async () => {
    const papers = world.publish({ tag, count: 2 });
    const id = await world.subscribe();
    const later = await world.subscribe();
    await dueNow(id);
    const pushed: unknown[] = [];
    const service = await start(world.app, { onPush: (result) => pushed.push(result) });
    await world.sandbox.outbox.waitFor(1);
    await service.stop();
    expect(service.mode()).toBe('local');
    expect(pushed).toMatchObject([{ result: 'sent', subscription: id, articles: 2 }]);
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
    expect(await runsOf(world.app, id)).toMatchObject([{ trigger: 'schedule', outcome: 'sent' }]);
    expect(await runsOf(world.app, later)).toEqual([]);
  });

  it('leaves a paused queue alone until it is resumed', async () => {
    const { store } = world.app;
    await pauseQueueRow(store, 'high');
    const service = await start(world.app);
    const { id: held } = await addJob(store, { kind: 'push', key: 'x', queue: 'high' });
    const { id: free } = await addJob(store, { kind: 'push', key: 'y', queue: 'default' });
    await service.announce();
    await until('the other queue goes on', async () => (await stateOf(free)) === 'failed');
    expect(await stateOf(held)).toBe('waiting');
    await resumeQueueRow(store, 'high');
    await until('it goes on', async () => (await stateOf(held)) === 'failed');
  });

  it('stands by for workers: takes over when there is none for a while, and leaves the work when one is there', async () => {
    const { store } = world.app;
    const server = await start(world.app, { standby: true });
    const { id: first } = await addJob(store, { kind: 'test', key: 'first', queue: 'default' });
    await server.announce();
    await until('it takes over', () => isDone(first));
    const taken = await findJob(store, first);
    expect((taken?.started_at ?? 0) - (taken?.created_at ?? 0)).toBeGreaterThan(3000);
    const worker = await world.open();
    const other = await start(worker, { role: 'worker' });
    await until('the worker is known', async () => (await livingProcesses(store, 6000)).length === 2);
    // The look that is under way may have begun before.
    for (let looks = 0; looks < 2; looks += 1) {
      const last = server.lastLook();
      await until('the server looks again', () => server.lastLook() !== last);
    }
    for (let n = 0; n < 5; n += 1) {
      const { id } = await addJob(store, { kind: 'test', key: `later ${n}`, queue: 'default' });
      await server.announce();
      await until('it is done', () => isDone(id));
      expect((await findJob(store, id))?.process_id).toBe(worker.jobs.processId);
    }
    await other.stop();
  });

  it('hands back what it cannot finish in time, and another process does it', async () => {
    const papers = world.publish({ tag, count: 2 });
    const id = await world.subscribe();
    world.sandbox.eutilsFaults.set([{ kind: 'slow', ms: 3000, times: 1 } as never]);
    const service = await start(world.app);
    const { job } = await requestPush(world.app.store, { subscriptionId: id, trigger: 'manual' });
    await service.announce();
    await until('it is in hand', async () => (await stateOf(job ?? 0)) === 'active');
    expect(await service.stop({ graceMs: 50 })).toBe(1);
    services.splice(0);
    expect(await stateOf(job ?? 0)).toBe('waiting');
    world.sandbox.eutilsFaults.set([]);
    const other = await world.open();
    await start(other);
    await until('another one did it', () => isDone(job));
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
    expect((await findJob(world.app.store, job ?? 0))?.attempts).toBe(2);
  });
});

describe.skipIf(!inject('redis'))('a process with Redis', () => {
  let redis: TestRedis;
  beforeEach(async () => {
    redis = await startRedis();
    world = await makeWorld('sqlite', { config: { redisUrl: redis.url } });
  });
  afterEach(() => redis.stop());

  const inRedis = async (service: Service) => until('the mode is rq', () => service.mode() === 'rq');

  it('takes jobs from Redis, and leaves nothing there', async () => {
    const papers = world.publish({ tag, count: 2 });
    const service = await start(world.app);
    await inRedis(service);
    const id = await world.subscribe();
    await dueNow(id);
    await world.sandbox.outbox.waitFor(1);
    await until('the run is settled', async () => (await runsOf(world.app, id))[0]?.outcome === 'sent');
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
    await service.stop();
    const keys = (await redis.say('KEYS', '*')) as string[];
    expect(keys.filter((key) => /:\d+-\d+$/.test(key))).toEqual([]);
  });

  /** What may happen to a Redis, how it is made good, and whether the mode shows it. */
  const faults: [string, () => unknown, () => unknown][] = [
    ['is gone', () => redis.kill(), () => redis.start()],
    ['says nothing', () => redis.freeze(), () => redis.thaw()],
    [
      'is a replica',
      () => redis.say('REPLICAOF', '127.0.0.1', '1'),
      () => redis.say('REPLICAOF', 'NO', 'ONE'),
    ],
    [
      'is full',
      () => redis.say('CONFIG', 'SET', 'maxmemory', '1'),
      () => redis.say('CONFIG', 'SET', 'maxmemory', '0'),
    ],
    ['wants another password', () => redis.lock(), () => redis.unlock()],
  ];

  it.each(faults)('does the jobs itself while Redis %s, and returns', async (_, breakIt, mendIt) => {
    const service = await start(world.app);
    await inRedis(service);
    const { store } = world.app;
    await breakIt();
    const { id } = await addJob(store, { kind: 'test', key: 'away', queue: 'high' });
    await service.announce();
    await until('the mode is local', () => service.mode() === 'local', 8000);
    await until('the job is done', () => isDone(id), 8000);
    await mendIt();
    await inRedis(service);
    const { id: next } = await addJob(store, { kind: 'test', key: 'back', queue: 'high' });
    await service.announce();
    await until('the next one too', () => isDone(next));
    expect((await findJob(store, id))?.attempts).toBe(1);
  });

  it('does without a Redis that is there and refuses what queues need', async () => {
    await redis.say(
      'ACL',
      'SETUSER',
      'half',
      'on',
      '>pass',
      '~*',
      '&*',
      '+@all',
      '-eval',
      '-evalsha',
      '-script',
    );
    const url = new URL(redis.url);
    url.username = 'half';
    url.password = 'pass';
    await world.close();
    world = await makeWorld('sqlite', { config: { redisUrl: url.href } });
    const service = await start(world.app);
    const { id } = await addJob(world.app.store, { kind: 'test', key: 'half', queue: 'high' });
    await service.announce();
    await until('the job is done', () => isDone(id));
    expect(service.mode()).toBe('local');
    expect(service.carrier.problem()).toMatch(/NOPERM|permission/i);
  });

  it('goes on at once when Redis is emptied', async () => {
    const { store } = world.app;
    const service = await start(world.app, { queues: ['low'] });
    await inRedis(service);
    const { id } = await addJob(store, { kind: 'test', key: 'lost', queue: 'high' });
    await until('it is in Redis', async () => (await findJob(store, id))?.offered_at !== null);
    await redis.say('FLUSHALL');
    const other = await world.open();
    await start(other);
    await until('it is done', () => isDone(id), 8000);
    expect(service.mode()).toBe('rq');
  });

  it('looks at the urgent queue first, also with a flood in the others', async () => {
    const { store } = world.app;
    for (let n = 0; n < 30; n += 1) await addJob(store, { kind: 'test', key: `low ${n}`, queue: 'low' });
    for (let n = 0; n < 30; n += 1)
      await addJob(store, { kind: 'test', key: `default ${n}`, queue: 'default' });
    const watcher = await start(world.app, { lanes: 0 });
    await inRedis(watcher);
    await until('all are in Redis', async () => (await offered()) === 60);
    const { id: urgent } = await addJob(store, { kind: 'test', key: 'urgent', queue: 'high' });
    await watcher.announce();
    await start(await world.open(), { lanes: 1 });
    await until('all are done', async () => (await jobsByEnd()).length === 61);
    // One lane: who began no later than another was looked at first. Two may begin in the same millisecond.
    const began = Object.groupBy(await jobsByEnd(), ({ queue }) => queue);
    const times = (queue: QueueName) => (began[queue] ?? []).map(({ started_at }) => started_at ?? 0);
    expect(began.high?.map(({ id }) => id)).toEqual([urgent]);
    expect(Math.max(...times('high'))).toBeLessThanOrEqual(Math.min(...times('default')));
    expect(Math.max(...times('default'))).toBeLessThanOrEqual(Math.min(...times('low')));
  });

  const offered = async () =>
    (await world.app.store.db.selectFrom('job').select('id').where('offered_at', 'is not', null).execute())
      .length;
  const jobsByEnd = () =>
    world.app.store.db
      .selectFrom('job')
      .select(['id', 'queue', 'started_at'])
      .where('state', '=', 'done')
      .orderBy('started_at')
      .orderBy('id')
      .execute();

  it('of two installations on one Redis neither takes the jobs of the other', async () => {
    const stranger = await makeWorld('sqlite', { config: { redisUrl: redis.url } });
    try {
      const service = await start(world.app, { queues: [], lanes: 0 });
      await inRedis(service);
      await start(stranger.app);
      const { id } = await addJob(world.app.store, { kind: 'test', key: 'ours', queue: 'high' });
      await service.announce();
      await addJob(stranger.app.store, { kind: 'test', key: 'theirs', queue: 'high' });
      await until(
        'the stranger did its own',
        async () => (await findJob(stranger.app.store, 1))?.state === 'done',
      );
      expect(await stateOf(id)).toBe('waiting');
    } finally {
      for (const service of services.splice(0)) await service.stop();
      await stranger.close();
    }
  });
});
