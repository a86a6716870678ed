import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import {
  dayMs,
  hour,
  ledgerByState,
  makeWorld,
  outboxOf,
  runsOf,
  tag,
  type World,
  workOff,
} from '../../test/world.ts';
import { pushNow } from '../push/push-now.ts';
import { findSubscription, updateSubscription } from '../store/subscriptions.ts';
import { nextSlot } from '../subscriptions/next-slot.ts';
import { pauseSubscription } from '../subscriptions/pause.ts';
import { tick } from './scheduler.ts';

const schedule = { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' } as const;

let world: World;
afterEach(() => world.close());

const slotOf = async (id: number) => (await findSubscription(world.app.store, id))?.next_slot ?? null;
/** Moves the clock to the next slot of `id` and `afterMs` beyond. */
const goToSlot = async (id: number, afterMs = 1000) => {
  const slot = await slotOf(id);
  if (slot === null) throw new Error('not due');
  world.advance(slot - world.now() + afterMs);
  return slot;
};

describeEachDatabase('the tick', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });

  it('makes one run of a slot, whoever ticks, and sets the next one', async () => {
    const id = await world.subscribe({ schedule });
    const other = await world.peer();
    expect(await tick(world.app.scheduler)).toBe(0);
    const slot = await goToSlot(id);
    const opened = await Promise.all([world.app, other, world.app, other].map((app) => tick(app.scheduler)));
    expect(opened.reduce((sum, n) => sum + n)).toBe(1);
    expect(await runsOf(world.app, id)).toMatchObject([{ slot, trigger: 'schedule', state: 'open' }]);
    expect(await slotOf(id)).toBe(slot + dayMs);
    await workOff(world.app);
    expect(await tick(other.scheduler)).toBe(0);
    expect(await runsOf(world.app, id)).toHaveLength(1);
  });

  it('joins a push by hand that is under way when the slot comes', async () => {
    const id = await world.subscribe({ schedule });
    const papers = world.publish({ tag, count: 3 });
    const slot = await goToSlot(id);
    world.sandbox.eutilsFaults.set([{ kind: 'slow', ms: 300 }]);
    const byHand = pushNow(world.app.push, { subscriptionId: id, trigger: 'manual' });
    while ((await runsOf(world.app, id)).length === 0) await new Promise((go) => setTimeout(go, 5));
    const other = await world.peer();
    expect(await tick(other.scheduler)).toBe(0);
    await workOff(other);
    expect(await byHand).toMatchObject({ result: 'sent', articles: 3 });
    expect(await runsOf(world.app, id)).toMatchObject([{ slot, trigger: 'manual', outcome: 'sent' }]);
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
  });
});

describe('the tick', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });

  it('makes good for all missed slots with one run', async () => {
    const id = await world.subscribe({ schedule, maxArticles: 100 });
    await goToSlot(id);
    await workOff(world.app);
    const papers: number[] = [];
    for (let day = 1; day <= 9; day += 1) {
      world.advance(dayMs);
      papers.push(...world.publish({ tag, count: 2 }));
    }
    await workOff(world.app);
    const runs = await runsOf(world.app, id);
    expect(runs.map(({ trigger }) => trigger)).toEqual(['schedule', 'catch-up']);
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    expect(await slotOf(id)).toBe(nextSlot(schedule, world.now()));
    expect(await outboxOf(world)).toHaveLength(1);
  });

  it('reaches back over a gap of months', async () => {
    const id = await world.subscribe({ schedule, maxArticles: 100 });
    await world.push(id);
    world.advance(10 * dayMs);
    const papers = world.publish({ tag, count: 2 });
    world.advance(150 * dayMs);
    await workOff(world.app);
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
  });

  it('neither doubles nor loses anything while the clock is set back and forth', async () => {
    const id = await world.subscribe({ schedule, maxArticles: 100 });
    await world.push(id);
    const papers: number[] = [];
    // Seconds before a slot and after it, hours, days, weeks; back as far as forth.
    for (const jump of [1, -1, 26, -3, 50, -49, 24 * 20, -24 * 19, 24 * 45, -24 * 40, 24, 24, 24]) {
      papers.push(...world.publish({ tag, count: 1 }));
      world.advance(jump * hour);
      await workOff(world.app);
    }
    // What was published while the clock ran ahead is due when its day has really come.
    world.advance(45 * dayMs);
    await workOff(world.app);
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    const brought = (await outboxOf(world)).flatMap((mail) => mail.pmids);
    expect(brought.toSorted()).toEqual(papers);
    const slots = (await runsOf(world.app, id)).flatMap(({ slot }) => slot ?? []);
    expect(new Set(slots).size).toBe(slots.length);
  });

  it('does not wait for years because the clock once ran ahead', async () => {
    const id = await world.subscribe({ schedule });
    world.advance(900 * dayMs);
    await workOff(world.app);
    world.advance(-900 * dayMs);
    await tick(world.app.scheduler);
    expect(await slotOf(id)).toBe(nextSlot(schedule, world.now()));
    const papers = world.publish({ tag, count: 1 });
    // The first slot was run while the clock was wrong, and no slot is run twice; the second makes it good.
    for (let slot = 0; slot < 2; slot += 1) {
      await goToSlot(id);
      await workOff(world.app);
    }
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
  });

  it('leaves who is on vacation alone, and gives everything at the first slot after it', async () => {
    const id = await world.subscribe({ schedule, maxArticles: 100 });
    await world.push(id);
    await pauseSubscription(world.app.store, id, world.now() + 20 * dayMs);
    const papers: number[] = [];
    for (let day = 1; day <= 19; day += 1) {
      world.advance(dayMs);
      papers.push(...world.publish({ tag, count: 1 }));
      await workOff(world.app);
    }
    expect(await runsOf(world.app, id)).toHaveLength(1);
    world.advance(1.1 * dayMs);
    await workOff(world.app);
    expect(await slotOf(id)).toBe(nextSlot(schedule, world.now()));
    await goToSlot(id);
    await workOff(world.app);
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    expect(await outboxOf(world)).toHaveLength(1);
  });

  it('goes on for all others where one schedule cannot be read', async () => {
    const broken = await world.subscribe({ schedule });
    const id = await world.subscribe({ schedule });
    await updateSubscription(world.app.store, broken, { schedule: '{"frequency":"never"}' });
    await goToSlot(id);
    expect(await tick(world.app.scheduler)).toBe(2);
    expect(await slotOf(broken)).toBeGreaterThan(world.now());
  });

  // The night in which 02:30 does not come, and the one in which it comes twice.
  it.each([
    ['is skipped', '2027-03-26T12:00:00Z', ['2027-03-27T01:30', '2027-03-28T01:30', '2027-03-29T00:30']],
    ['comes twice', '2027-10-29T12:00:00Z', ['2027-10-30T00:30', '2027-10-31T00:30', '2027-11-01T01:30']],
  ])(
    'pushes once a day where the minute %s, through restarts in that very minute',
    async (_, from, slots) => {
      world.advance(Date.parse(from) - world.now());
      const id = await world.subscribe({
        schedule: { frequency: 'daily', at: '02:30', timeZone: 'Europe/Berlin' },
        maxArticles: 100,
      });
      let app = world.app;
      for (let quarter = 0; quarter < 4 * 24 * 3; quarter += 1) {
        world.advance(hour / 4);
        // It ends after it has seen that something is due; another one starts and does it.
        if ((await tick(app.scheduler)) > 0) app = await world.open();
        await workOff(app);
      }
      const runs = await runsOf(world.app, id);
      expect(runs.map(({ slot }) => new Date(slot ?? 0).toISOString().slice(0, 16))).toEqual(slots);
      expect(runs.every(({ state, attempts }) => state === 'done' && attempts === 1)).toBe(true);
    },
  );
});
