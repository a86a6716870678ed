import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { makeWorld, outboxOf, runsOf, tag, type World, workOff } from '../../test/world.ts';
import { requestPush } from '../push/push-now.ts';
import { findJob } from '../store/jobs.ts';
import { pauseSubscription } from '../subscriptions/pause.ts';
import { pushAll, requestPushAll } from './push-all.ts';
import { requestScheduleAll } from './schedule-all.ts';

describeEachDatabase('pushing all', (kind) => {
  let world: World;
  beforeEach(async () => {
    world = await makeWorld(kind);
  });
  afterEach(() => world.close());

  it('pushes every active subscription once, however often it is asked for', async () => {
    const { store } = world.app;
    const papers = world.publish({ tag, count: 2 });
    const ids = [await world.subscribe(), await world.subscribe()];
    const paused = await world.subscribe();
    await pauseSubscription(store, paused, null);
    const asked = await requestPushAll(store);
    expect(await requestPushAll(store)).toEqual({ id: asked.id, joined: true });
    await workOff(world.app);
    expect(await findJob(store, asked.id)).toMatchObject({
      state: 'done',
      queue: 'high',
      result: JSON.stringify({ opened: 2, joined: 0 }),
    });
    expect((await outboxOf(world)).map(({ pmids }) => pmids)).toEqual([
      papers.toReversed(),
      papers.toReversed(),
    ]);
    for (const id of ids) expect(await runsOf(world.app, id)).toMatchObject([{ trigger: 'manual' }]);
    expect(await runsOf(world.app, paused)).toEqual([]);
  });

  it('stays behind a push that somebody waits for, and joins it', async () => {
    const { store } = world.app;
    const [one, other] = [await world.subscribe(), await world.subscribe()];
    const waited = await requestPush(store, { subscriptionId: other, trigger: 'manual' });
    expect(await pushAll(store, { since: world.now() + 1 })).toEqual({ opened: 1, joined: 1 });
    const [run] = await runsOf(world.app, one);
    const job = await store.db
      .selectFrom('job')
      .selectAll()
      .where('run_id', '=', run?.id ?? 0)
      .executeTakeFirstOrThrow();
    expect(job.queue).toBe('default');
    expect((await findJob(store, waited.job ?? 0))?.queue).toBe('high');
  });

  it('goes on where a process died over it, and pushes nothing twice', async () => {
    const { store } = world.app;
    const ids = [await world.subscribe(), await world.subscribe(), await world.subscribe()];
    const since = world.now();
    await requestPush(store, { subscriptionId: ids[0] ?? 0, trigger: 'manual' });
    await workOff(world.app);
    expect(await pushAll(store, { since })).toEqual({ opened: 2, joined: 0 });
    // A test is no push.
    await requestPush(store, { subscriptionId: ids[0] ?? 0, trigger: 'test' });
    await workOff(world.app);
    expect(await pushAll(store, { since })).toEqual({ opened: 0, joined: 0 });
    expect(await runsOf(world.app, ids[1] ?? 0)).toHaveLength(1);
  });

  it('has a twin that schedules all again, which travels the same way', async () => {
    const { store } = world.app;
    await world.subscribe();
    const { id } = await requestScheduleAll(store);
    await workOff(world.app);
    expect(await findJob(store, id)).toMatchObject({ state: 'done', queue: 'high' });
    expect(JSON.parse((await findJob(store, id))?.result ?? '')).toMatchObject({ subscriptions: 1 });
  });
});
