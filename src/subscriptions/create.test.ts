import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { parseFilters } from '../contract/filters.ts';
import type { Schedule } from '../contract/schedule.ts';
import { parseSchedule } from '../contract/schedule.ts';
import { presetFilters } from '../filters/presets.ts';
import {
  databaseTime,
  findSubscription,
  listSubscriptions,
  subscriptionForRun,
} from '../store/subscriptions.ts';
import { createSubscription, type NewSubscription } from './create.ts';
import { nextSlot } from './next-slot.ts';

const schedule: Schedule = { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' };
const deps = { limits: { maxArticles: 200, firstWindowDays: 365, recipients: 3 }, random: randomBytes };
const person = { email: 'Wang@Example.org', locale: 'zh' as const, timeZone: 'Asia/Shanghai' };
const plain: NewSubscription = { person, query: 'sepsis', schedule };

describeEachDatabase('a new subscription', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  it('needs little: the rest has defaults', async () => {
    const { store } = database;
    const before = await databaseTime(store);
    const id = await createSubscription(store, plain, deps);
    const found = await subscriptionForRun(store, id);
    expect(found?.subscription).toMatchObject({
      name: 'sepsis',
      query: 'sepsis',
      query_revision: 1,
      accepted: '[]',
      max_articles: 20,
      first_window_days: 30,
      send_nothing_new: 0,
      status: 'active',
      paused_until: null,
      first_window_start: null,
      locale: 'zh',
      time_zone: 'Asia/Shanghai',
    });
    expect(parseFilters(found?.subscription.filters ?? '')).toEqual({ all: [] });
    expect(parseSchedule(found?.subscription.schedule ?? '')).toEqual(schedule);
    expect(found?.subscription.next_slot).toBe(nextSlot(schedule, before));
    expect(found?.recipients).toMatchObject([{ address: 'Wang@Example.org', status: 'active' }]);
    expect(found?.recipients[0]?.token).toMatch(/^[\w-]{22}$/);
  });

  it('keeps what it is given', async () => {
    const { store } = database;
    const id = await createSubscription(
      store,
      {
        ...plain,
        name: ' Sepsis\r\nweekly ',
        query: 'sepsis\n AND  child*',
        filters: presetFilters('classic'),
        maxArticles: 200,
        firstWindowDays: 7,
        sendNothingNew: true,
        recipients: ['a@example.org', ' b@example.org', 'A@EXAMPLE.org'],
        accepted: ['childs'],
      },
      deps,
    );
    const found = await subscriptionForRun(store, id);
    expect(found?.subscription).toMatchObject({
      name: 'Sepsis weekly',
      query: 'sepsis AND child*',
      max_articles: 200,
      first_window_days: 7,
      send_nothing_new: 1,
      accepted: '["childs"]',
    });
    expect(parseFilters(found?.subscription.filters ?? '')).toEqual(presetFilters('classic'));
    expect(found?.recipients.map(({ address }) => address)).toEqual(['a@example.org', 'b@example.org']);
    expect(new Set(found?.recipients.map(({ token }) => token)).size).toBe(2);
  });

  it('is due by the database clock, whatever this process thinks the time is', async () => {
    const { store, advance } = database;
    advance(400 * 24 * 3_600_000);
    const now = await databaseTime(store);
    const id = await createSubscription(store, plain, deps);
    expect((await findSubscription(store, id))?.next_slot).toBeGreaterThan(now);
  });

  it('belongs to the person who is there already', async () => {
    const { store } = database;
    const ids = [
      await createSubscription(store, plain, deps),
      await createSubscription(store, { ...plain, person: { ...person, email: 'wang@example.org' } }, deps),
    ];
    const rows = await Promise.all(ids.map((id) => findSubscription(store, id)));
    expect(rows[0]?.person_id).toBe(rows[1]?.person_id);
  });

  it('has a name that fits a subject, cut between letters', async () => {
    const { store } = database;
    const id = await createSubscription(store, { ...plain, query: `𝛽${'🧬'.repeat(300)}` }, deps);
    expect((await findSubscription(store, id))?.name).toBe(`𝛽${'🧬'.repeat(98)}…`);
  });

  it.each<[string, Partial<NewSubscription>]>([
    ['query-empty', { query: ' \n' }],
    ['query-wrong', { query: 'sepsis) OR (children' }],
    ['address-wrong', { person: { ...person, email: 'wang' } }],
    ['address-wrong', { recipients: ['a@example.org', 'b@example.org>'] }],
    ['recipients-wrong', { recipients: [] }],
    ['recipients-wrong', { recipients: ['a', 'b', 'c', 'd'].map((name) => `${name}@example.org`) }],
    ['time-zone-unknown', { person: { ...person, timeZone: 'Mars/Base' } }],
    ['number-wrong', { maxArticles: 0 }],
    ['number-wrong', { maxArticles: 201 }],
    ['number-wrong', { maxArticles: 1.5 }],
    ['number-wrong', { firstWindowDays: 366 }],
  ])('is refused and leaves nothing behind: %s', async (code, change) => {
    const { store } = database;
    await expect(createSubscription(store, { ...plain, ...change }, deps)).rejects.toMatchObject({ code });
    expect(await listSubscriptions(store)).toEqual([]);
    expect(await store.db.selectFrom('person').selectAll().execute()).toEqual([]);
  });

  it('is refused with a schedule that never passed the contract', async () => {
    const { store } = database;
    const wrong: Schedule = { ...schedule, at: '99:99' };
    await expect(createSubscription(store, { ...plain, schedule: wrong }, deps)).rejects.toThrow();
    expect(await listSubscriptions(store)).toEqual([]);
  });
});
