import { expect, it } from 'vitest';
import { makeWorld, outboxOf, runsOf, tag } from '../../test/world.ts';
import type { PushResult } from '../push/push.ts';
import { updateSubscription } from '../store/subscriptions.ts';
import { startLocalMode } from './local.ts';

it('local mode sees what is due, pushes it, and finishes before it stops', async () => {
  const world = await makeWorld('sqlite');
  const papers = world.publish({ tag, count: 2 });
  const id = await world.subscribe();
  const later = await world.subscribe();
  await updateSubscription(world.app.store, id, { next_slot: world.now() });
  const pushed: PushResult[] = [];
  const local = startLocalMode({ ...world.app, lanes: 2, onPush: (result) => pushed.push(result) });
  expect(local.lastTick()).toBeNull();
  await world.sandbox.outbox.waitFor(1);
  await local.stop();
  expect(local.lastTick()).not.toBeNull();
  expect(pushed).toMatchObject([{ result: 'sent', subscription: id, articles: 2 }]);
  expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
  expect(await runsOf(world.app, id)).toMatchObject([{ trigger: 'schedule', outcome: 'sent' }]);
  expect(await runsOf(world.app, later)).toEqual([]);
  await world.close();
});
