import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { addMailbox, hour, makeWorld, tag, type World, workOff } from '../../test/world.ts';
import { retryFailed } from '../admin/failed-jobs.ts';
import type { App } from '../app.ts';
import { requestPush } from '../push/push-now.ts';
import { listAlerts } from '../store/alerts.ts';
import { addJob } from '../store/jobs.ts';
import { listMailboxes, mailboxFailed, mailboxWorked } from '../store/mailboxes.ts';
import { ensurePerson, makeAdmin } from '../store/people.ts';
import { notePresence } from '../store/processes.ts';
import { unmendedPushes } from '../store/run-health.ts';
import { type Alerts, createAlerts } from './alerts.ts';

const minute = 60_000;
let world: World;
let clock = 0;

async function admin(email: string, locale: 'en' | 'zh'): Promise<void> {
  const { store } = world.app;
  await makeAdmin(store, await ensurePerson(store, { email, name: 'A. Admin', locale, timeZone: 'UTC' }));
}

/** What one process watches with; the clock is the test's. */
const watch = (app: App = world.app): Alerts =>
  createAlerts({
    store: app.store,
    log: app.log,
    limits: {
      queueMinutes: 10,
      localMinutes: 10,
      failurePercent: 25,
      overdueMinutes: 15,
      redisExpected: true,
    },
    delivery: app.deliver,
    baseUrl: app.config.baseUrl,
    timeZone: 'Asia/Shanghai',
    installation: 'litpush-test',
    fallback: { address: 'operator@example.org', locale: 'en' },
    clock: () => clock,
  });

/** A worker that is alive, whatever the clock says. */
const alive = () =>
  notePresence(world.app.store, {
    id: 'w',
    name: 'w',
    host: 'h',
    pid: 1,
    role: 'worker',
    queues: '["default"]',
    concurrency: 1,
    metrics: null,
  });

/** Looks every half a minute for so long. */
async function pass(alerts: Alerts, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += minute / 2) {
    clock += minute / 2;
    await alive();
    await alerts.check();
  }
}

const mails = () =>
  Promise.all(
    world.sandbox.outbox.list().map(async ({ number, to }) => {
      const raw = world.sandbox.outbox.raw(number);
      const { subject, text = '', html, messageId } = await simpleParser(raw ?? Buffer.alloc(0));
      return { to, subject, text, html: String(html), messageId };
    }),
  );

/** A job that has waited for so long. */
async function oldJob(ms: number): Promise<number> {
  const { id } = await addJob(world.app.store, { kind: 'test', key: String(clock), queue: 'default' });
  world.advance(ms);
  await alive();
  return id;
}
const remove = (id: number) => world.app.store.db.deleteFrom('job').where('id', '=', id).execute();

describeEachDatabase('an alert', (kind) => {
  beforeEach(async () => {
    clock = 1000;
    world = await makeWorld(kind);
  });
  afterEach(() => world.close());

  it('is told to every admin once in their language, and once when it is over', async () => {
    await admin('anna@example.org', 'en');
    await admin('wang@example.org', 'zh');
    const alerts = watch();
    await pass(alerts, minute);
    const job = await oldJob(11 * minute);
    await pass(alerts, 5 * minute);
    expect(await mails()).toMatchObject([
      {
        to: ['anna@example.org'],
        subject: '[Literature Push] Alert: Jobs wait too long in the queue default',
        text: expect.stringMatching(
          /queue default: 1;.*11 min.*What to do.*https:\/\/litpush\.example\.org\/admin\/push/s,
        ),
        html: expect.stringContaining('href="https://litpush.example.org/admin/push"'),
      },
      {
        to: ['wang@example.org'],
        subject: '[Literature Push] 告警: 队列 default 积压',
        text: expect.stringContaining('已等待 11 分钟'),
      },
    ]);
    await remove(job);
    await pass(alerts, 5 * minute);
    expect((await mails()).slice(2)).toMatchObject([
      {
        to: ['anna@example.org'],
        subject: '[Literature Push] Over: Jobs wait too long in the queue default',
      },
      { to: ['wang@example.org'], subject: '[Literature Push] 已解除: 队列 default 积压' },
    ]);
    const ids = (await mails()).map(({ messageId }) => messageId);
    expect(new Set(ids).size).toBe(4);
    await pass(alerts, 5 * minute);
    expect(await mails()).toHaveLength(4);
  });

  it('is told once by many processes, and not again after a restart', async () => {
    await admin('anna@example.org', 'en');
    const all = [watch(await world.peer()), watch(await world.peer()), watch()];
    await oldJob(11 * minute);
    await Promise.all(all.map((alerts) => alerts.check()));
    for (let round = 0; round < 4; round += 1) {
      clock += minute / 2;
      await alive();
      await Promise.all(all.map((alerts) => alerts.check()));
    }
    await pass(watch(await world.peer()), 3 * minute);
    expect(await mails()).toHaveLength(1);
  });

  it('that comes and goes is one alert', async () => {
    await admin('anna@example.org', 'en');
    const alerts = watch();
    for (let round = 0; round < 6; round += 1) {
      const job = await oldJob(11 * minute);
      await pass(alerts, minute);
      await remove(job);
      await pass(alerts, minute);
    }
    expect(await mails()).toHaveLength(1);
    await pass(alerts, 3 * minute);
    expect(await mails()).toHaveLength(2);
    // Much later it is another one.
    await oldJob(11 * minute);
    await pass(alerts, minute);
    expect((await mails()).map(({ subject }) => subject?.split(' ')[2])).toEqual([
      'Alert:',
      'Over:',
      'Alert:',
    ]);
  });

  it('is told when a mailbox works again, and still once', async () => {
    await admin('anna@example.org', 'en');
    const { store } = world.app;
    const [box] = await listMailboxes(store);
    await mailboxFailed(store, { id: box?.id ?? 0, error: 'no', restMs: hour });
    const alerts = watch();
    await oldJob(11 * minute);
    await pass(alerts, 3 * minute);
    expect(await mails()).toEqual([]);
    expect(await listAlerts(store)).toMatchObject([{ state: 'firing', told_at: null }]);
    world.advance(2 * hour);
    await pass(alerts, 3 * minute);
    expect(await mails()).toHaveLength(1);
  });

  it('that was over before anybody could be told is told once, as over', async () => {
    await admin('anna@example.org', 'en');
    const { store } = world.app;
    const [box] = await listMailboxes(store);
    await mailboxFailed(store, { id: box?.id ?? 0, error: 'no', restMs: hour });
    const alerts = watch();
    const job = await oldJob(11 * minute);
    await pass(alerts, minute);
    await remove(job);
    await pass(alerts, 4 * minute);
    world.advance(2 * hour);
    await pass(alerts, 3 * minute);
    expect((await mails()).map(({ subject }) => subject)).toEqual([expect.stringContaining('Over:')]);
  });

  it('is told to the operator where nobody is an admin', async () => {
    const alerts = watch();
    await oldJob(11 * minute);
    await pass(alerts, minute);
    expect(await mails()).toMatchObject([{ to: ['operator@example.org'] }]);
  });

  it('is told again to whom it could not be told, and to nobody else', async () => {
    await admin('anna@example.org', 'en');
    await admin('late@example.org', 'en');
    world.sandbox.smtpFaults.set([
      {
        at: 'rcpt',
        kind: 'refuse',
        code: 450,
        text: '4.7.1 greylisted',
        recipient: 'late@example.org',
        next: 2,
      },
    ]);
    const alerts = watch();
    await oldJob(11 * minute);
    await pass(alerts, 4 * minute);
    expect((await mails()).map(({ to }) => to[0])).toEqual(['anna@example.org', 'late@example.org']);
  });

  it('of no worker waits for two minutes', async () => {
    await admin('anna@example.org', 'en');
    const alerts = watch();
    await alerts.check();
    clock += minute;
    await alerts.check();
    expect(await listAlerts(world.app.store)).toEqual([]);
    clock += minute;
    await alerts.check();
    expect(await mails()).toMatchObject([{ subject: expect.stringContaining('No worker is alive') }]);
    const [alert] = await listAlerts(world.app.store);
    expect(alert?.since).toBeLessThanOrEqual(world.now() - 2 * minute);
  });

  it('of a failed push is over when another push makes it good, or it is retried', async () => {
    const { store } = world.app;
    const id = await world.subscribe({ query: `${tag}[tiab]` });
    const fail = async () => {
      const { id: run, job } = await requestPush(store, { subscriptionId: id, trigger: 'manual' });
      await store.db
        .updateTable('run')
        .set({ state: 'done', outcome: 'failed' })
        .where('id', '=', run)
        .execute();
      await store.db
        .updateTable('job')
        .set({ state: 'failed', finished_at: world.now(), error: 'no such key' })
        .where('id', '=', job ?? 0)
        .execute();
      return job ?? 0;
    };
    await fail();
    expect(await unmendedPushes(store, 10)).toMatchObject([{ id, error: 'no such key' }]);
    await requestPush(store, { subscriptionId: id, trigger: 'manual' });
    expect(await unmendedPushes(store, 10)).toHaveLength(1);
    await workOff(world.app);
    expect(await unmendedPushes(store, 10)).toEqual([]);
    const job = await fail();
    expect(await unmendedPushes(store, 10)).toHaveLength(1);
    await retryFailed(store, job);
    expect(await unmendedPushes(store, 10)).toEqual([]);
  });
});

describe('the look of a process in charge', () => {
  beforeEach(async () => {
    clock = 1000;
    world = await makeWorld('sqlite');
  });
  afterEach(() => world.close());

  it('comes every half a minute, and does not hold up the clock', async () => {
    await admin('anna@example.org', 'en');
    const alerts = watch();
    await oldJob(11 * minute);
    await alerts.afterTick();
    await alerts.stop();
    clock += minute / 2 - 1;
    await alive();
    await alerts.afterTick();
    await alerts.stop();
    expect(await listAlerts(world.app.store)).toEqual([]);
    clock += 1;
    await alerts.afterTick();
    expect(await mails()).toEqual([]);
    await alerts.stop();
    expect(await mails()).toHaveLength(1);
  });

  it('tells of a mailbox that is down through another one', async () => {
    await admin('anna@example.org', 'en');
    const { store } = world.app;
    const id = await addMailbox(world.app, world.sandbox.smtpUrl, { n: 2 });
    for (let n = 0; n < 3; n += 1) await mailboxFailed(store, { id, error: 'no such user', restMs: hour });
    const alerts = watch();
    await pass(alerts, minute);
    expect(await mails()).toMatchObject([
      { subject: expect.stringContaining('The mailbox box2'), text: expect.stringContaining('no such user') },
    ]);
    await mailboxWorked(store, id);
    await pass(alerts, 4 * minute);
    expect(await mails()).toHaveLength(2);
  });
});
