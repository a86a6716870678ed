import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { requestPush } from '../../src/push/push-now.ts';
import { findJob } from '../../src/store/jobs.ts';
import { livingProcesses } from '../../src/store/processes.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { makeWorld, outboxOf, tag, type World } from '../world.ts';
import { type Litpush, startLitpush } from './installation.ts';

describe.skipIf(!inject('redis'))('a worker process that is asked to stop', () => {
  let world: World;
  let redis: TestRedis;
  const started: Litpush[] = [];
  beforeEach(async () => {
    redis = await startRedis();
    world = await makeWorld('sqlite', { config: { redisUrl: redis.url } });
  });
  afterEach(async () => {
    for (const one of started.splice(0)) if (one.alive()) await one.kill();
    await world.close();
    await redis.stop();
  });

  const startWorker = (name: string): Litpush => {
    const { config } = world;
    const worker = startLitpush({
      command: ['worker'],
      env: {
        EUTILS_URL: config.ncbi.url,
        NCBI_RATE: '1000',
        DATA_DIR: config.dataDir,
        APP_SECRET: config.appSecret ?? '',
        REDIS_URL: redis.url,
        RQ_WORKER_NAME: name,
        RQ_QUEUES: 'high',
        LOG_LEVEL: 'warn',
      },
    });
    started.push(worker);
    return worker;
  };

  const until = async (what: string, done: () => Promise<boolean>) => {
    for (let tries = 0; !(await done()); tries += 1) {
      if (tries > 600) throw new Error(`not so: ${what}; ${started.map((one) => one.said()).join('\n')}`);
      await wait(50);
    }
  };

  it('finishes what it has in hand, takes nothing more, and ends with 0', async () => {
    const id = await world.subscribe();
    const papers = world.publish({ tag, count: 2 });
    world.sandbox.eutilsFaults.set([{ kind: 'slow', ms: 1500 }]);
    const worker = startWorker('first');
    const { job } = await requestPush(world.app.store, { subscriptionId: id, trigger: 'manual' });
    const state = async () => (await findJob(world.app.store, job ?? 0))?.state;
    await until('it is in hand', async () => (await state()) === 'active');
    const other = await requestPush(world.app.store, {
      subscriptionId: await world.subscribe(),
      trigger: 'manual',
    });
    await worker.kill('SIGTERM');
    expect(worker.exitCode()).toBe(0);
    expect(await state()).toBe('done');
    const mails = (await outboxOf(world)).filter(({ headers }) =>
      headers['list-id']?.includes(`subscription-${id}.`),
    );
    expect(mails).toMatchObject([{ pmids: papers.toReversed() }]);
    expect((await livingProcesses(world.app.store, 6000)).length).toBe(0);
    expect(['waiting', 'done']).toContain((await findJob(world.app.store, other.job ?? 0))?.state);
  });

  it('hands back what takes too long, and another worker does it at once', async () => {
    const id = await world.subscribe();
    const papers = world.publish({ tag, count: 2 });
    world.sandbox.eutilsFaults.set([{ kind: 'slow', ms: 60_000 }]);
    const worker = startWorker('first');
    const { job } = await requestPush(world.app.store, { subscriptionId: id, trigger: 'manual' });
    const row = () => findJob(world.app.store, job ?? 0);
    await until('it is in hand', async () => (await row())?.state === 'active');
    await worker.kill('SIGTERM');
    expect(worker.exitCode()).toBe(0);
    expect(worker.said()).toContain('Handed back: 1');
    world.sandbox.eutilsFaults.set([]);
    expect(await row()).toMatchObject({ state: 'waiting', claim: null });
    startWorker('second');
    await until('another one did it', async () => (await row())?.state === 'done');
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
  });
});
