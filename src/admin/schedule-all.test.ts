import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { findSubscription, insertSubscription } from '../store/subscriptions.ts';
import { nextSlot } from '../subscriptions/next-slot.ts';
import { scheduleAll } from './schedule-all.ts';

const schedule = { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' } as const;

describeEachDatabase('scheduling all again', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());
  const slotOf = async (id: number) => (await findSubscription(database.store, id))?.next_slot;

  it('gives each active subscription the slot of its schedule, and touches no other', async () => {
    const { store } = database;
    const right = nextSlot(schedule, Date.now());
    const kept = await addSubscription(store, { next_slot: right });
    const wrong = await addSubscription(store, { next_slot: right + 123_456_000 });
    const none = await addSubscription(store, { next_slot: null });
    const due = await addSubscription(store, { next_slot: 4000 });
    const paused = await addSubscription(store, { status: 'paused', next_slot: null });
    const stopped = await addSubscription(store, { status: 'stopped', next_slot: null });
    const broken = await addSubscription(store, { schedule: '{}', next_slot: right + 1000 });

    expect(await scheduleAll(store)).toEqual({ subscriptions: 5, changed: 2, unreadable: 1 });
    // Where a slot passes between our look and the act's, it is the one after: nothing else can be.
    const slots = [right, nextSlot(schedule, right)];
    expect(slots).toContain(await slotOf(wrong));
    expect(slots).toContain(await slotOf(none));
    expect(await slotOf(kept)).toBe(right);
    expect(await slotOf(due)).toBe(4000);
    expect([await slotOf(paused), await slotOf(stopped)]).toEqual([null, null]);
    expect(await slotOf(broken)).toBe(right + 1000);
    expect((await scheduleAll(store)).changed).toBe(0);
  });

  it('goes through more than one page', async () => {
    const { store } = database;
    const {
      id: _,
      created_at: _1,
      updated_at: _2,
      ...row
    } = (await findSubscription(store, await addSubscription(store, { next_slot: null }))) ?? fail();
    for (let n = 0; n < 620; n += 1) await insertSubscription(store, { row, recipients: [] });
    expect(await scheduleAll(store)).toEqual({ subscriptions: 621, changed: 621, unreadable: 0 });
  });
});

const fail = (): never => {
  throw new Error('it is there');
};
