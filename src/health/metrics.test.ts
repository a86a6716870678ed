import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { startRedis } from '../../test/redis.ts';
import { makeWorld, tag, type World } from '../../test/world.ts';
import type { App } from '../app.ts';
import { runService } from '../commands/run-service.ts';
import { queueNames } from '../contract/queue.ts';
import { requestPush } from '../push/push-now.ts';
import { addJob, findJob } from '../store/jobs.ts';
import { updateSubscription } from '../store/subscriptions.ts';
import type { Service } from '../worker/service.ts';
import { createSumOfEnded, metricsText } from './metrics.ts';

let world: World;
const services: Service[] = [];
const start = async (app: App) => {
  const service = await runService(app, { role: 'serve', queues: queueNames, lanes: 2 });
  services.push(service);
  return service;
};
const until = async (done: () => boolean | Promise<boolean>) => {
  while (!(await done())) await new Promise((go) => setTimeout(go, 20));
};
const isDone = async (id: number) => (await findJob(world.app.store, id))?.state === 'done';
const read = async (app: App, service: Service | null = null) => {
  const { body, contentType } = await metricsText({
    ...app,
    carrier: service?.carrier ?? null,
    redisUrl: app.config.redisUrl,
    processId: app.jobs.processId,
    ncbiRate: app.config.ncbi.rate,
  });
  expect(contentType).toMatch(/^text\/plain/);
  return {
    body,
    of: (name: string): number | null => {
      const line = body.split('\n').find((one) => one.startsWith(`${name} `));
      return line === undefined ? null : Number(line.slice(name.length + 1));
    },
  };
};
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
  await world.close();
});

describeEachDatabase('the metrics', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });

  it('count pushes, mails, jobs and lateness, the same from every process, and never go back', async () => {
    const { app } = world;
    const { store } = app;
    world.publish({ tag, count: 3 });
    const id = await world.subscribe();
    await updateSubscription(store, id, { next_slot: world.now() - 40_000 });
    const service = await start(app);
    await world.sandbox.outbox.waitFor(1);
    await until(async () => (await read(app)).of('litpush_slot_lateness_seconds_count') === 1);
    const seen = await read(app, service);
    expect(seen.of('litpush_pushes_total{outcome="sent"}')).toBe(1);
    expect(seen.of('litpush_articles_total')).toBe(3);
    expect(seen.of('litpush_pubmed_requests_total')).toBeGreaterThan(0);
    expect(seen.of('litpush_mails_total{outcome="accepted"}')).toBe(1);
    expect(seen.of('litpush_job_seconds_count{kind="push",outcome="done"}')).toBe(1);
    expect(seen.of('litpush_slot_lateness_seconds_bucket{le="30"}')).toBe(0);
    expect(seen.of('litpush_slot_lateness_seconds_bucket{le="300"}')).toBe(1);

    const other = await world.open();
    expect((await read(other)).of('litpush_pushes_total{outcome="sent"}')).toBe(1);
    await service.stop();
    services.splice(0);
    expect((await read(other)).of('litpush_mails_total{outcome="accepted"}')).toBe(1);
    await createSumOfEnded(store)();
    expect(await store.db.selectFrom('process').select('id').execute()).toEqual([]);
    await start(other);
    const { job } = await requestPush(store, { subscriptionId: id, trigger: 'manual' });
    await until(() => isDone(job ?? 0));
    await until(async () => (await read(other)).of('litpush_pushes_total{outcome="nothing-new"}') === 1);
    const later = await read(other);
    expect(later.of('litpush_pushes_total{outcome="sent"}')).toBe(1);
    expect(later.of('litpush_job_seconds_count{kind="push",outcome="done"}')).toBe(2);
    // Nobody waited for a slot this time.
    expect(later.of('litpush_slot_lateness_seconds_count')).toBe(1);
  });

  it('tell how things stand', async () => {
    const { app } = world;
    await addJob(app.store, { kind: 'test', key: '1', queue: 'low' });
    world.advance(90_000);
    await world.subscribe();
    const late = await world.subscribe();
    await updateSubscription(app.store, late, { next_slot: world.now() - 60_000 });
    const seen = await read(app);
    expect(seen.of('litpush_database_up')).toBe(1);
    expect(seen.of('litpush_queue_mode{mode="local"}')).toBe(1);
    expect(seen.of('litpush_queue_mode{mode="rq"}')).toBe(0);
    expect(seen.of('litpush_queue_jobs{queue="low",state="waiting"}')).toBe(1);
    expect(seen.of('litpush_queue_jobs{queue="high",state="failed"}')).toBe(0);
    expect(seen.of('litpush_queue_oldest_seconds{queue="low"}')).toBeGreaterThanOrEqual(90);
    expect(seen.of('litpush_workers{queue="default"}')).toBe(0);
    expect(seen.of('litpush_subscriptions_active')).toBe(2);
    expect(seen.of('litpush_subscriptions_overdue')).toBe(1);
    expect(seen.of('litpush_subscription_overdue_seconds')).toBeGreaterThanOrEqual(60);
    expect(seen.of('litpush_mailbox_left_today{mailbox="box1"}')).toBe(1_000_000);
    expect(seen.of('litpush_mailbox_resting_seconds{mailbox="box1"}')).toBe(0);
    expect(seen.of('litpush_ncbi_rate_limit')).toBe(9000);
    expect(seen.of('litpush_ncbi_pause_seconds')).toBe(0);
    expect(seen.of('litpush_alerts_firing{rule="no-worker"}')).toBe(0);
    // This installation has no Redis.
    expect(seen.of('litpush_redis_up')).toBeNull();
    expect(seen.body).not.toMatch(/undefined|NaN/);
  });
});

describe('the metrics of a process whose database is away', () => {
  it('are its own counts', async () => {
    world = await makeWorld('sqlite');
    const app = await world.open();
    app.counters.push({ result: 'sent' });
    await app.store.close();
    const seen = await read(app);
    expect(seen.of('litpush_database_up')).toBe(0);
    expect(seen.of('litpush_pushes_total{outcome="sent"}')).toBe(1);
  });
});

describe.skipIf(!inject('redis'))('the metrics with Redis', () => {
  it('tell how it does', async () => {
    const redis = await startRedis();
    world = await makeWorld('sqlite', { config: { redisUrl: redis.url } });
    try {
      const service = await start(world.app);
      await until(() => service.mode() === 'rq');
      await until(async () => (await read(world.app, service)).of('litpush_workers{queue="high"}') === 1);
      const seen = await read(world.app, service);
      expect(seen.of('litpush_redis_up')).toBe(1);
      expect(seen.of('litpush_redis_memory_bytes')).toBeGreaterThan(100_000);
      expect(seen.of('litpush_redis_latency_seconds')).toBeGreaterThan(0);
      expect(seen.of('litpush_queue_mode{mode="rq"}')).toBe(1);
      await redis.kill();
      await until(() => service.carrier.problem() !== null);
      expect((await read(world.app, service)).of('litpush_redis_up')).toBe(0);
    } finally {
      await redis.stop();
    }
  });
});
