import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import type { Schedule } from '../contract/schedule.ts';
import type { Store } from '../store/open.ts';
import {
  databaseTime,
  findSubscription,
  subscriptionForRun,
  updateSubscription,
} from '../store/subscriptions.ts';
import { createSubscription } from './create.ts';
import { openManageLink, pauseByToken, resumeRecipient, stopRecipient } from './manage-link.ts';

const schedule: Schedule = { frequency: 'daily', at: '08:00', timeZone: 'America/New_York' };
const owner = 'owner@example.org';
const colleague = 'colleague@example.org';

describeEachDatabase('the link in a mail', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let id: number;
  let tokens: Map<string, string>;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    store = database.store;
    let count = 0;
    id = await createSubscription(
      store,
      {
        person: { email: owner, locale: 'zh', timeZone: 'Asia/Shanghai' },
        query: 'sepsis',
        schedule,
        recipients: [owner, colleague],
      },
      {
        limits: { maxArticles: 50, firstWindowDays: 30, recipients: 5 },
        random: (bytes) => {
          count += 1;
          return new Uint8Array(bytes).fill(count);
        },
      },
    );
    const found = await subscriptionForRun(store, id);
    tokens = new Map(found?.recipients.map(({ address, token }) => [address, token]));
  });
  afterEach(() => database.close());

  const token = (address: string) => tokens.get(address) ?? '';
  const receivers = async () =>
    (await subscriptionForRun(store, id))?.recipients.map(({ address }) => address) ?? [];

  it('shows what it is about and changes nothing', async () => {
    expect(await openManageLink(store, token(colleague))).toEqual({
      subscriptionId: id,
      name: 'sepsis',
      query: 'sepsis',
      address: colleague,
      receives: true,
      status: 'active',
      pausedUntil: null,
      mayPause: false,
      schedule,
      locale: 'zh',
      timeZone: 'Asia/Shanghai',
    });
    expect(await openManageLink(store, token(owner))).toMatchObject({ mayPause: true });
    expect(await receivers()).toEqual([owner, colleague]);
  });

  it('stops one address, as often as one clicks, and brings it back', async () => {
    expect(await stopRecipient(store, token(owner))).toMatchObject({ receives: false, status: 'active' });
    expect(await stopRecipient(store, token(owner))).toMatchObject({ receives: false });
    expect(await receivers()).toEqual([colleague]);
    expect(await resumeRecipient(store, token(owner))).toMatchObject({ receives: true });
    expect(await receivers()).toEqual([owner, colleague]);
  });

  it('leaves a subscription that nobody receives active and due', async () => {
    await stopRecipient(store, token(owner));
    await stopRecipient(store, token(colleague));
    expect(await receivers()).toEqual([]);
    const row = await findSubscription(store, id);
    expect(row?.status).toBe('active');
    expect(row?.next_slot).toBeGreaterThan(await databaseTime(store));
  });

  it('pauses until the morning of a day where the schedule lives', async () => {
    const now = await databaseTime(store);
    const link = await pauseByToken(store, token(owner), 7);
    expect(link?.status).toBe('paused');
    const until = Temporal.Instant.fromEpochMilliseconds(link?.pausedUntil ?? 0).toZonedDateTimeISO(
      schedule.timeZone,
    );
    const today = Temporal.Instant.fromEpochMilliseconds(now)
      .toZonedDateTimeISO(schedule.timeZone)
      .toPlainDate();
    expect(until.toPlainDate().toString()).toBe(today.add({ days: 7 }).toString());
    expect(until.equals(until.startOfDay())).toBe(true);
    expect(await findSubscription(store, id)).toMatchObject({ next_slot: null });
  });

  it('ends a pause', async () => {
    await pauseByToken(store, token(owner), 7);
    expect(await resumeRecipient(store, token(owner))).toMatchObject({ status: 'active', pausedUntil: null });
    expect((await findSubscription(store, id))?.next_slot).toBeGreaterThan(await databaseTime(store));
  });

  it('does not let one of several pause for the others, nor wake what its person paused', async () => {
    expect(await pauseByToken(store, token(colleague), 7)).toMatchObject({
      status: 'active',
      mayPause: false,
    });
    await pauseByToken(store, token(owner), 7);
    expect(await resumeRecipient(store, token(colleague))).toMatchObject({ status: 'paused' });
  });

  it('lets the only one who receives it pause', async () => {
    await stopRecipient(store, token(owner));
    expect(await pauseByToken(store, token(colleague), 1)).toMatchObject({ status: 'paused' });
    expect(await resumeRecipient(store, token(colleague))).toMatchObject({ status: 'active' });
  });

  it('does not bring back a stopped subscription', async () => {
    await updateSubscription(store, id, { status: 'stopped', next_slot: null });
    expect(await pauseByToken(store, token(owner), 7)).toMatchObject({ status: 'stopped', mayPause: false });
    expect(await resumeRecipient(store, token(owner))).toMatchObject({ status: 'stopped' });
  });

  it.each([0, -1, 1.5, 367, Number.NaN])('refuses a pause of %s days', async (days) => {
    await expect(pauseByToken(store, token(owner), days)).rejects.toMatchObject({ code: 'number-wrong' });
  });

  it('means nothing when it was made up', async () => {
    for (const act of [openManageLink, stopRecipient, resumeRecipient])
      expect(await act(store, 'made-up')).toBeNull();
    expect(await pauseByToken(store, 'made-up', 7)).toBeNull();
    expect(await receivers()).toHaveLength(2);
  });
});
