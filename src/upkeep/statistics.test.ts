import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { insertMailbox } from '../store/mailboxes.ts';
import type { RunRow } from '../store/schema.ts';
import { deleteSubscription } from '../store/subscriptions.ts';
import { computeStatistics } from './statistics.ts';

const timeZone = 'Asia/Shanghai';
let database: TestDatabase;
let subscription: number;
let mailbox: number;
let slot = 0;
afterEach(() => database.close());

/** An instant by the wall clock of the zone. */
const at = (text: string) => Temporal.ZonedDateTime.from(`${text}[${timeZone}]`).epochMilliseconds;
const compute = (day: string) =>
  computeStatistics({ store: database.store, timeZone }, Temporal.PlainDate.from(day));
const rows = () =>
  database.store.db
    .selectFrom('statistic_day')
    .selectAll()
    .orderBy('day')
    .orderBy('subject')
    .orderBy('subject_id')
    .execute();
const days = async () => (await rows()).map((row) => row.day);

async function addRun(change: Partial<Omit<RunRow, 'id'>> & { finished_at: number }): Promise<number> {
  slot += 1;
  const { id } = await database.store.db
    .insertInto('run')
    .values({
      subscription_id: subscription,
      trigger: 'schedule',
      slot,
      state: 'done',
      outcome: 'nothing-new',
      complete: 1,
      created_at: change.finished_at,
      attempts: 1,
      notices: '[]',
      requests: 1,
      ...change,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
async function addDelivery(
  runId: number,
  change: {
    state: 'sent' | 'failed' | 'uncertain';
    created_at: number;
    accepted_at?: number;
    uncertain_at?: number;
    mailbox_id?: number;
  },
): Promise<number> {
  const { db } = database.store;
  const digest = await db
    .insertInto('digest')
    .values({
      run_id: runId,
      subscription_id: subscription,
      kind: 'digest',
      test: 0,
      state: 'open',
      token: `t${runId}`,
      content: '{}',
      articles: '[]',
      created_at: change.created_at,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id } = await db
    .insertInto('delivery')
    .values({
      ...change,
      digest_id: digest.id,
      subscription_id: subscription,
      address: 'a@example.org',
      message_id: `<${runId}>`,
      attempts: 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
const counts = (found: number, of: Record<string, number>) =>
  JSON.stringify({ found, new: 0, before: 0, setAside: 0, waiting: 0, fromLine: 0, ...of });

describeEachDatabase('the figures of a day', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
    subscription = await addSubscription(database.store);
    const added = await insertMailbox(database.store, {
      name: 'box',
      host: 'mail.example.org',
      port: 25,
      security: 'none',
      from_address: 'box@example.org',
      from_name: 'Box',
      daily_limit: 100,
      minute_limit: 100,
      active: 1,
    });
    mailbox = added ?? 0;
  });

  it('count what ended on it in the zone, each thing once', async () => {
    await addRun({ finished_at: at('2026-11-23T23:59:59.999') });
    const first = at('2026-11-24T00:00');
    const morning = counts(9, { new: 3, setAside: 4, waiting: 2 });
    await addRun({ finished_at: first, outcome: 'sent', counts: morning, requests: 3 });
    const evening = counts(11, { new: 1, setAside: 5, waiting: 1, fromLine: 2 });
    await addRun({ finished_at: at('2026-11-24T20:00'), outcome: 'sent', counts: evening, complete: 0 });
    await addRun({ finished_at: at('2026-11-24T21:00'), outcome: 'failed', complete: null, requests: 5 });
    const test = counts(500, { new: 50 });
    await addRun({
      finished_at: at('2026-11-24T23:59:59.999'),
      trigger: 'test',
      outcome: 'sent',
      counts: test,
    });
    await addRun({ finished_at: at('2026-11-25T00:00'), outcome: 'skipped' });
    await compute('2026-11-24');
    const zeros = { runs_sending: 0, runs_undelivered: 0, runs_nothing_new: 0, runs_skipped: 0 };
    const [before, day, ...more] = await rows();
    expect(before).toMatchObject({ day: '2026-11-23', runs_nothing_new: 1, runs_sent: 0, requests: 1 });
    expect(day).toEqual({
      ...zeros,
      day: '2026-11-24',
      subject: 'subscription',
      subject_id: subscription,
      runs_sent: 2,
      runs_failed: 1,
      runs_incomplete: 1,
      requests: 10,
      articles_given: 3 + 1 + 2,
      articles_found: 11,
      articles_set_aside: 5,
      articles_waiting: 1,
      mails_accepted: 0,
      mails_uncertain: 0,
      mails_failed: 0,
    });
    expect(more).toEqual([]);
  });

  it('count the mails of each mailbox, and those that none is known to have taken', async () => {
    const noon = at('2026-11-24T12:00');
    const mail = async (change: Omit<Parameters<typeof addDelivery>[1], 'created_at'>) =>
      addDelivery(await addRun({ finished_at: noon }), { created_at: noon, ...change });
    await mail({ state: 'sent', accepted_at: noon, mailbox_id: mailbox });
    const next = at('2026-11-25T00:10');
    await mail({ state: 'sent', accepted_at: next, uncertain_at: noon, mailbox_id: mailbox });
    await mail({ state: 'uncertain', uncertain_at: noon });
    await mail({ state: 'failed' });
    await compute('2026-11-25');
    const mails = (await rows()).filter((row) => row.subject === 'mailbox');
    const figures = mails.map((row) => [
      row.day,
      row.subject_id,
      row.mails_accepted,
      row.mails_uncertain,
      row.mails_failed,
    ]);
    expect(figures).toEqual([
      ['2026-11-24', 0, 0, 1, 1],
      ['2026-11-24', mailbox, 1, 1, 0],
      ['2026-11-25', mailbox, 1, 0, 0],
    ]);
  });

  it('are the same when they are reckoned again, and follow what has changed in the last days', async () => {
    const run = await addRun({
      finished_at: at('2026-11-24T09:00'),
      outcome: 'sending',
      counts: counts(2, { new: 2 }),
    });
    const delivery = await addDelivery(run, { state: 'failed', created_at: at('2026-11-24T09:00') });
    await compute('2026-11-24');
    const before = await rows();
    expect(before).toMatchObject([
      { subject: 'mailbox', subject_id: 0, mails_failed: 1 },
      { subject: 'subscription', runs_sending: 1, articles_given: 0 },
    ]);
    await compute('2026-11-24');
    expect(await rows()).toEqual(before);
    const { db } = database.store;
    await db.updateTable('run').set({ outcome: 'sent' }).execute();
    const sent = { state: 'sent' as const, accepted_at: at('2026-11-25T10:00'), mailbox_id: mailbox };
    await db.updateTable('delivery').set(sent).where('id', '=', delivery).execute();
    await compute('2026-11-26');
    expect(await rows()).toMatchObject([
      { day: '2026-11-24', subject: 'subscription', runs_sent: 1, runs_sending: 0, articles_given: 2 },
      { day: '2026-11-25', subject: 'mailbox', subject_id: mailbox, mails_accepted: 1 },
    ]);
  });

  it('are made good for all days without service, and stay when a subscription goes', async () => {
    await addRun({ finished_at: at('2025-02-01T12:00') });
    await addRun({ finished_at: at('2026-11-01T12:00') });
    expect(await compute('2026-11-02')).toEqual({ days: 2 });
    await addRun({ finished_at: at('2026-11-03T12:00') });
    await addRun({ finished_at: at('2026-11-03T13:00') });
    await addRun({ finished_at: at('2026-11-11T12:00') });
    await addRun({ finished_at: at('2026-11-20T12:00') });
    await addRun({ finished_at: at('2026-11-24T00:00') });
    expect(await compute('2026-11-23')).toEqual({ days: 3 });
    const all = ['2025-02-01', '2026-11-01', '2026-11-03', '2026-11-11', '2026-11-20'];
    expect(await days()).toEqual(all);
    await deleteSubscription(database.store, subscription);
    expect(await compute('2026-11-24')).toEqual({ days: 0 });
    expect(await days()).toEqual(all);
  });

  it('do not wait for days that a clock which ran ahead has counted', async () => {
    await addRun({ finished_at: at('2029-05-01T12:00') });
    await compute('2029-05-01');
    await addRun({ finished_at: at('2026-11-10T12:00') });
    await addRun({ finished_at: at('2026-11-24T12:00') });
    await compute('2026-11-24');
    expect(await days()).toEqual(['2026-11-10', '2026-11-24', '2029-05-01']);
  });
});
