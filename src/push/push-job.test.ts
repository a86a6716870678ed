import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { makeWorld, outboxOf, runsOf, tag, type World, workOff } from '../../test/world.ts';
import { claimJob, findJob } from '../store/jobs.ts';
import { claimRun, openRun } from '../store/runs.ts';
import { createWork } from '../worker/handlers.ts';
import { tick } from '../worker/scheduler.ts';
import { requestPush } from './push-now.ts';

let world: World;
afterEach(() => world.close());

describeEachDatabase('the job of a run', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });
  const job = async (id: number | null) => findJob(world.app.store, id ?? 0);

  it('tells what came of the run', async () => {
    const id = await world.subscribe();
    world.publish({ tag, count: 3 });
    const run = await requestPush(world.app.store, { subscriptionId: id, trigger: 'manual' });
    await createWork(world.app)();
    const done = await job(run.job);
    expect(done).toMatchObject({ state: 'done', queue: 'high', run_id: run.id, subscription_id: id });
    expect(JSON.parse(done?.result ?? '')).toEqual({ result: 'sent', articles: 3, requests: 2 });
  });

  it('waits with its run while PubMed is away, and goes first when somebody asks', async () => {
    const id = await world.subscribe();
    world.sandbox.eutilsFaults.set([{ kind: 'server-error' }]);
    const run = await openRun(world.app.store, {
      subscriptionId: id,
      trigger: 'schedule',
      slot: world.now(),
    });
    const work = createWork(world.app);
    await work();
    const later = await job(run.job);
    expect(later).toMatchObject({ state: 'waiting', queue: 'default', tries: 1 });
    expect(later?.error).toBeTruthy();
    expect(await work()).toBe(false);
    world.sandbox.eutilsFaults.set([]);
    expect(await requestPush(world.app.store, { subscriptionId: id, trigger: 'manual' })).toMatchObject({
      id: run.id,
      joined: true,
    });
    await work();
    expect(await job(run.job)).toMatchObject({ state: 'done', queue: 'high' });
    expect(await runsOf(world.app, id)).toMatchObject([{ state: 'done', attempts: 2 }]);
  });

  it('is over without another push where the process died between the end of the run and of the job', async () => {
    const id = await world.subscribe();
    world.publish({ tag, count: 2 });
    const { store } = world.app;
    const run = await requestPush(store, { subscriptionId: id, trigger: 'manual' });
    await createWork(world.app)();
    // As the dead process left it.
    await store.db
      .updateTable('job')
      .set({ state: 'active', finished_at: null, claim: 'of the dead', claim_until: store.now() })
      .where('id', '=', run.job)
      .execute();
    await workOff(world.app);
    expect(await job(run.job)).toMatchObject({ state: 'done', attempts: 2 });
    expect(await outboxOf(world)).toHaveLength(1);
  });

  it('leaves a run in other hands alone, and looks again', async () => {
    const id = await world.subscribe();
    const { store } = world.app;
    const run = await requestPush(store, { subscriptionId: id, trigger: 'manual' });
    await claimRun(store, { id: run.id, claim: 'other', ttlMs: 60_000 });
    await createWork(world.app)();
    expect(await job(run.job)).toMatchObject({ state: 'waiting', tries: 0 });
    world.advance(61_000);
    await workOff(world.app);
    expect(await job(run.job)).toMatchObject({ state: 'done' });
  });

  it('that was lost with its message still to be sent is followed by a job for the message', async () => {
    const id = await world.subscribe();
    const papers = world.publish({ tag, count: 2 });
    const { store } = world.app;
    await world.sandbox.listenSmtp(false);
    const run = await requestPush(store, { subscriptionId: id, trigger: 'manual' });
    await createWork(world.app)();
    expect(await job(run.job)).toMatchObject({ state: 'done' });
    await world.sandbox.listenSmtp(true);
    world.advance(3_600_000 * 7);
    expect(await tick(world.app.scheduler)).toBeGreaterThan(0);
    const again = await claimJob(store, { pick: { queue: 'low' }, claim: 'x', ttlMs: 1, processId: 'p' });
    expect(again?.kind).not.toBe('deliver');
    await workOff(world.app);
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
    const jobs = await store.db
      .selectFrom('job')
      .select(['kind', 'state'])
      .where('kind', '=', 'deliver')
      .execute();
    expect(jobs).toEqual([{ kind: 'deliver', state: 'done' }]);
  });
});
