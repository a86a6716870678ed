import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { litpush as runLitpush } from '../../test/litpush.ts';
import { makeWorld, type World } from '../../test/world.ts';
import { queueNames } from '../contract/queue.ts';
import { requestPush } from '../push/push-now.ts';
import { findJob } from '../store/jobs.ts';
import { updateSubscription } from '../store/subscriptions.ts';
import { runService } from './run-service.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld('sqlite');
});
afterEach(() => world.close());

/** On the database of `world`. */
const litpush = (command: string, env: Record<string, string> = {}) =>
  runLitpush(command.split(' '), {
    DATA_DIR: world.config.dataDir,
    APP_SECRET: 'a secret of the tests',
    ...env,
  });

/** A push that failed for good. @returns its job. */
async function failedPush(subscriptionId: number): Promise<number> {
  const { store } = world.app;
  const { id, job } = await requestPush(store, { subscriptionId, trigger: 'manual' });
  const ended = { finished_at: world.now(), error: 'a wrong key' };
  await store.db
    .updateTable('run')
    .set({ ...ended, state: 'done', outcome: 'failed' })
    .where('id', '=', id)
    .execute();
  await store.db
    .updateTable('job')
    .set({ ...ended, state: 'failed' })
    .where('id', '=', job ?? 0)
    .execute();
  return job ?? 0;
}

describe('the commands about the queue', () => {
  it('show it, and send a job there and back', async () => {
    const service = await runService(world.app, { role: 'serve', queues: queueNames, lanes: 1 });
    try {
      const test = await litpush('queue test --json');
      expect(test.json()).toMatchObject({ ok: true, way: 'local', problem: null });
      expect(test.code).toBe(0);
    } finally {
      await service.stop();
    }
    const failed = await failedPush(await world.subscribe());
    const status = await litpush('queue status --json');
    expect(status.json()).toMatchObject({
      status: 'success',
      mode: 'local',
      queues: { high: { completed: 1, failed: 1 } },
      failed: [{ job: failed, error: 'a wrong key' }],
    });
    const words = await litpush('queue status', { LANG: 'zh_CN.UTF-8' });
    expect(words.out).toMatch(/模式 {2}local/);
    expect(words.out).toContain('a wrong key');
    expect(words.code).toBe(0);
  });

  it('retry and clear what failed', async () => {
    const { store } = world.app;
    const one = await failedPush(await world.subscribe());
    const other = await failedPush(await world.subscribe());
    expect((await litpush('queue failed')).out.match(/a wrong key/g)).toHaveLength(2);
    const retried = await litpush(`queue retry ${one} --json`);
    expect(retried.json()).toEqual({ retried: 1, cleared: 0 });
    expect((await findJob(store, one))?.state).toBe('waiting');
    const again = await litpush(`queue retry ${one}`);
    expect(again).toMatchObject({ code: 2, err: expect.stringContaining(`no failed job ${one}`) });
    expect((await litpush('queue clear --all --json')).json()).toEqual({ cleared: 1 });
    expect(await findJob(store, other)).toBeUndefined();
    expect((await litpush('queue clear')).code).toBe(2);
    expect((await litpush(`queue clear ${other} --all`)).code).toBe(2);
  });

  it('pause and resume a queue, and refuse one that is not there', async () => {
    expect((await litpush('queue pause high --json')).json()).toMatchObject({ paused: true, changed: true });
    const test = await litpush('queue test');
    expect(test).toMatchObject({ code: 1, out: expect.stringContaining('paused') });
    expect((await litpush('queue resume high --json')).json()).toMatchObject({
      paused: false,
      changed: true,
    });
    const wrong = await litpush('queue pause urgent');
    expect(wrong).toMatchObject({ code: 2, err: expect.stringContaining('high | default | low') });
  });

  it('schedule all again', async () => {
    const id = await world.subscribe();
    await updateSubscription(world.app.store, id, { next_slot: world.now() + 1e12 });
    expect((await litpush('schedule --all --json')).json()).toEqual({
      subscriptions: 1,
      changed: 1,
      unreadable: 0,
    });
    expect((await litpush('schedule')).code).toBe(2);
  });

  it('sweep Redis, and say why they cannot', async () => {
    expect((await litpush('queue sweep --json')).json()).toEqual({ removed: 0, reached: false });
    const away = await litpush('queue sweep', { REDIS_URL: 'redis://127.0.0.1:9/0' });
    expect(away).toMatchObject({ code: 1, err: expect.stringContaining('Redis cannot be used') });
  });
});
