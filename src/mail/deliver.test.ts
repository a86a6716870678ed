import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import {
  addMailbox,
  dayMs,
  deliveriesOf,
  makeWorld,
  runsOf,
  tag,
  type World,
  workOff,
} from '../../test/world.ts';
import { listMailboxes } from '../store/mailboxes.ts';
import { deliver, mailboxRest, uncertainWait } from './deliver.ts';

const minute = 60_000;
let world: World;
afterEach(() => world.close());

const outbox = () => world.sandbox.outbox.list();
/** Digests of one paper each, frozen and not yet sent. */
async function frozen(count: number): Promise<number[]> {
  await world.sandbox.listenSmtp(false);
  world.publish({ tag, count: 1 });
  const ids: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = await world.subscribe({ recipients: [`reader${n}@example.org`] });
    await world.push(id);
    ids.push(id);
  }
  await world.sandbox.listenSmtp(true);
  await world.app.store.db.updateTable('mailbox').set({ cool_until: 0, day_count: 0 }).execute();
  await world.app.store.db.updateTable('delivery').set({ next_attempt: world.now() }).execute();
  return ids;
}
const sendAll = async () => {
  while ((await deliver(world.app.deliver)) !== 'none');
};

describeEachDatabase('a delivery', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });

  it('is sent by one of many who look', async () => {
    const [id = 0] = await frozen(1);
    const peer = await world.peer();
    const results = await Promise.all([world.app, peer, world.app, peer].map((app) => deliver(app.deliver)));
    expect(results.toSorted()).toEqual(['none', 'none', 'none', 'sent']);
    expect(outbox()).toHaveLength(1);
    expect(await deliveriesOf(world.app, id)).toMatchObject([
      {
        state: 'sent',
        message: null,
        claim: null,
        next_attempt: null,
        response: expect.stringContaining('kept'),
      },
    ]);
  });

  it('shows as undelivered where both recipients are refused in the same moment', async () => {
    const recipients = ['one@example.org', 'two@example.org'];
    await world.push(await world.subscribe());
    await world.sandbox.listenSmtp(false);
    const ids: number[] = [];
    for (let n = 0; n < 8; n += 1) {
      world.publish({ tag, count: 1 });
      const id = await world.subscribe({ recipients });
      await world.push(id);
      ids.push(id);
    }
    await world.sandbox.listenSmtp(true);
    world.advance(7 * 60 * minute);
    world.sandbox.smtpFaults.set([{ at: 'rcpt', kind: 'refuse', code: 550, text: '5.1.1 No such user' }]);
    const peer = await world.peer();
    for (const id of ids) {
      const two = await deliveriesOf(world.app, id);
      const results = await Promise.all(
        two.map((one, at) => deliver((at === 0 ? world.app : peer).deliver, one.id)),
      );
      expect(results).toEqual(['failed', 'failed']);
      expect(await runsOf(world.app, id)).toMatchObject([{ outcome: 'undelivered' }]);
    }
  });
});

describe('a delivery', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });

  it('keeps to the limit of a minute, and goes on in the next', async () => {
    const { db } = world.app.store;
    await frozen(5);
    await db.updateTable('mailbox').set({ minute_limit: 2, minute: 0 }).execute();
    // To the beginning of a minute, so that the test does not run over its end.
    world.advance(minute - (world.now() % minute));
    for (const sent of [2, 4, 5]) {
      await sendAll();
      expect(outbox()).toHaveLength(sent);
      world.advance(minute);
    }
  });

  it('keeps to the limit of a day in the zone of the service, and goes on in the next', async () => {
    const { db } = world.app.store;
    await frozen(3);
    await db.updateTable('mailbox').set({ daily_limit: 2 }).execute();
    await sendAll();
    expect(outbox()).toHaveLength(2);
    const today = world.app.today();
    expect(await listMailboxes(world.app.store)).toMatchObject([{ day: today, day_count: 2 }]);
    world.advance(dayMs);
    expect(world.app.today()).not.toBe(today);
    await sendAll();
    expect(outbox()).toHaveLength(3);
  });

  it('waits where there is no mailbox, and does not count as tried', async () => {
    const [id = 0] = await frozen(1);
    await world.app.store.db.updateTable('mailbox').set({ active: 0 }).execute();
    const before = await deliveriesOf(world.app, id);
    expect(await deliver(world.app.deliver)).toBe('later');
    expect(await deliveriesOf(world.app, id)).toMatchObject([
      { state: 'pending', attempts: before[0]?.attempts, response: 'there is no active mailbox' },
    ]);
    await addMailbox(world.app, world.sandbox.smtpUrl, { n: 2 });
    world.advance(10 * minute);
    expect(await deliver(world.app.deliver)).toBe('sent');
  });

  it('whose content one provider refuses is offered to the next', async () => {
    await addMailbox(world.app, world.sandbox.smtpUrl, { n: 2 });
    const [id = 0] = await frozen(1);
    const spam = { at: 'after-body', kind: 'refuse', code: 554, text: '5.7.1 looks like spam' } as const;
    world.sandbox.smtpFaults.set([{ ...spam, next: 1 }]);
    expect(await deliver(world.app.deliver)).toBe('sent');
    expect(outbox()).toMatchObject([{ from: 'box2@example.org' }]);
    // The message is to blame, not the mailbox.
    for (const box of await listMailboxes(world.app.store)) expect(box.cool_until).toBeLessThan(world.now());
    expect(await deliveriesOf(world.app, id)).toMatchObject([{ state: 'sent', uncertain_at: null }]);
  });

  it('whose content all refuse has failed, in sight', async () => {
    await addMailbox(world.app, world.sandbox.smtpUrl, { n: 2 });
    const [id = 0] = await frozen(1);
    const spam = { at: 'after-body', kind: 'refuse', code: 554, text: '5.7.1 looks like spam' } as const;
    world.sandbox.smtpFaults.set([spam]);
    expect(await deliver(world.app.deliver)).toBe('failed');
    expect(await deliveriesOf(world.app, id)).toMatchObject([
      { state: 'failed', next_attempt: null, response: expect.stringContaining('spam') },
    ]);
  });

  it('is accepted and recorded as such even if the sweep has given it up meanwhile', async () => {
    const [id = 0] = await frozen(1);
    world.sandbox.smtpFaults.set([{ at: 'after-keeping', kind: 'slow', ms: 300 }]);
    const sending = deliver(world.app.deliver);
    await world.sandbox.outbox.waitFor(1);
    // As if this process had slept for an hour while it sent.
    world.advance(60 * minute);
    await workOff(world.app);
    expect(await sending).toBe('sent');
    expect(await deliveriesOf(world.app, id)).toMatchObject([{ state: 'sent' }]);
    world.advance(60 * minute);
    expect(await deliver(world.app.deliver)).toBe('none');
    expect(outbox()).toHaveLength(1);
  });
});

describe('waiting times', () => {
  it('after an uncertain end grow, and have no end under policy ask', () => {
    const retry = { policy: 'retry', delayMs: 10 * minute } as const;
    expect([0, 1, 2, 3, 99].map((attempts) => uncertainWait(retry, attempts))).toEqual(
      [10, 10, 20, 40, 640].map((minutes) => minutes * minute),
    );
    expect(uncertainWait({ ...retry, policy: 'ask' }, 1)).toBeNull();
  });

  it('of a mailbox double with each failure, up to six hours', async () => {
    world = await makeWorld('sqlite');
    const [box] = await listMailboxes(world.app.store);
    if (!box) throw new Error('no mailbox');
    const rest = (failures: number, asked: number | null = minute) =>
      mailboxRest({ ...box, failures }, asked);
    expect([rest(0), rest(1), rest(2), rest(50)]).toEqual([minute, 2 * minute, 4 * minute, 256 * minute]);
    expect([rest(0, null), rest(9, null)]).toEqual([60 * minute, 360 * minute]);
  });
});
