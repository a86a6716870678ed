import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { silentLog } from '../log.ts';
import type { Store } from '../store/open.ts';
import { databaseTime, findSubscription, updateSubscription } from '../store/subscriptions.ts';
import { tick } from '../worker/scheduler.ts';
import { planSlot } from './next-slot.ts';
import { pauseSubscription, resumeSubscription, startOfDay } from './pause.ts';

const day = 24 * 3_600_000;

describeEachDatabase('a pause', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let id: number;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    store = database.store;
    id = await addSubscription(store, { next_slot: (await databaseTime(store)) + day / 2 });
  });
  afterEach(() => database.close());

  const look = () => tick({ store, plan: planSlot, uncertainAfterMs: null, log: silentLog() });
  const runs = () => store.db.selectFrom('run').select(['trigger', 'slot', 'state']).execute();

  it('ends by itself, with the next regular slot and one run, however many slots it covered', async () => {
    const until = (await databaseTime(store)) + 20 * day;
    await pauseSubscription(store, id, until);
    expect(await findSubscription(store, id)).toMatchObject({
      status: 'paused',
      paused_until: until,
      next_slot: null,
    });
    database.advance(19 * day);
    expect(await look()).toBe(0);
    expect((await findSubscription(store, id))?.status).toBe('paused');
    database.advance(day + 1000);
    expect(await look()).toBe(0);
    const awake = await findSubscription(store, id);
    expect(awake).toMatchObject({ status: 'active', paused_until: null });
    const now = await databaseTime(store);
    expect(awake?.next_slot).toBeGreaterThan(now);
    expect(awake?.next_slot).toBeLessThanOrEqual(now + day);
    database.advance(day);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await runs()).toMatchObject([{ slot: awake?.next_slot, state: 'open' }]);
  });

  it('waits for the person when it has no end', async () => {
    await pauseSubscription(store, id, null);
    database.advance(400 * day);
    expect(await look()).toBe(0);
    await resumeSubscription(store, id);
    const resumed = await findSubscription(store, id);
    expect(resumed).toMatchObject({ status: 'active', paused_until: null });
    expect(resumed?.next_slot).toBeGreaterThan(await databaseTime(store));
  });

  it('can be given another end', async () => {
    await pauseSubscription(store, id, 1_000_000_000_000);
    await pauseSubscription(store, id, null);
    expect(await look()).toBe(0);
    expect(await findSubscription(store, id)).toMatchObject({ status: 'paused', paused_until: null });
  });

  it('is over only for what is paused: resuming does not move a slot that is due', async () => {
    await updateSubscription(store, id, { next_slot: 1000 });
    await resumeSubscription(store, id);
    expect((await findSubscription(store, id))?.next_slot).toBe(1000);
    await updateSubscription(store, id, { status: 'stopped', next_slot: null });
    await resumeSubscription(store, id);
    expect(await findSubscription(store, id)).toMatchObject({ status: 'stopped', next_slot: null });
  });

  it('is for a subscription that is there and not stopped', async () => {
    const unknown = { code: 'subscription-unknown' };
    await expect(pauseSubscription(store, id + 1, null)).rejects.toMatchObject(unknown);
    await expect(resumeSubscription(store, id + 1)).rejects.toMatchObject(unknown);
    await updateSubscription(store, id, { status: 'stopped', next_slot: null });
    await expect(pauseSubscription(store, id, null)).rejects.toMatchObject(unknown);
  });

  it('is not needed for an outage: one catch-up run for all slots that passed', async () => {
    database.advance(30 * day);
    expect(await look()).toBe(1);
    expect(await look()).toBe(0);
    expect(await runs()).toMatchObject([{ trigger: 'catch-up', state: 'open' }]);
    expect((await findSubscription(store, id))?.next_slot).toBeGreaterThan(await databaseTime(store));
  });
});

describe('the start of a day', () => {
  it.each([
    ['2026-08-15', 'Asia/Shanghai', '2026-08-14T16:00:00Z'],
    ['2026-08-15', 'America/New_York', '2026-08-15T04:00:00Z'],
    // Clocks go forward at midnight there: the day begins at 01:00.
    ['2026-03-08', 'America/Havana', '2026-03-08T05:00:00Z'],
  ])('%s in %s', (date, zone, instant) => {
    expect(Temporal.Instant.fromEpochMilliseconds(startOfDay(date, zone)).toString()).toBe(instant);
  });

  it.each(['2026-02-30', '2026-8-15', 'tomorrow', '', '2026-08-15T10:00'])('refuses "%s"', (date) => {
    expect(() => startOfDay(date, 'Asia/Shanghai')).toThrow(/is not a day/);
  });

  it('refuses a zone that is none', () => {
    expect(() => startOfDay('2026-08-15', 'Mars/Base')).toThrow(/is not a time zone/);
  });
});
