import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SMTP_PHASES, type SmtpFault, type SmtpPhase } from '../../sandbox/smtp-faults.ts';
import { deliver } from '../../src/mail/deliver.ts';
import { listMailboxes } from '../../src/store/mailboxes.ts';
import { tick } from '../../src/worker/scheduler.ts';
import {
  addMailbox,
  dayMs,
  deliveriesOf,
  hour,
  ledgerByState,
  makeWorld,
  runsOf,
  tag,
  type World,
  workOff,
} from '../world.ts';

let world: World;
afterEach(() => world.close());

const given = async (id: number) => (await ledgerByState(world.app, id)).given ?? [];
const outbox = () => world.sandbox.outbox.list();
/** A subscription with `count` new papers, not yet pushed. */
async function waiting(count = 1, recipients = ['reader@example.org']) {
  const id = await world.subscribe({ recipients });
  return { id, papers: world.publish({ tag, count }) };
}
/** The one delivery of a subscription. */
async function delivery(id: number) {
  const [one] = await deliveriesOf(world.app, id);
  if (!one) throw new Error('no delivery');
  return one;
}
const boxes = () => listMailboxes(world.app.store);

/** At RCPT TO the recipient is to blame, and from the 354 on nobody knows. */
const beforeData = SMTP_PHASES.slice(0, SMTP_PHASES.indexOf('in-body')).filter((at) => at !== 'auth');
const inDoubt = ['in-body', 'after-body', 'after-keeping'] as const;

describe('a mailbox that fails', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite', { mailboxes: 2 });
  });

  const faults = beforeData.flatMap((at): SmtpFault[] => [
    ...(at === 'rcpt' ? [] : [{ at, kind: 'refuse', code: 451 } as const]),
    ...(at === 'rcpt' ? [] : [{ at, kind: 'refuse', code: 554 } as const]),
    { at, kind: 'drop' },
    { at, kind: 'reset' },
    { at, kind: 'hang', ms: 30 },
  ]);

  it.each(faults)(
    'before the body ($at, $kind $code): the next one sends, in the same run',
    async (fault) => {
      const { id, papers } = await waiting();
      // A refused EHLO is followed by HELO.
      const next = fault.at === 'ehlo' && fault.kind === 'refuse' ? 2 : 1;
      world.sandbox.smtpFaults.set([{ ...fault, next }]);
      expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
      expect(outbox()).toMatchObject([{ from: 'box2@example.org', acknowledged: true }]);
      expect(await given(id)).toEqual(papers);
      expect(await delivery(id)).toMatchObject({ state: 'sent', uncertain_at: null, message: null });
      const [first, second] = await boxes();
      expect(first).toMatchObject({ failures: 1, day_count: 0, last_error: expect.stringMatching(/./) });
      expect(first?.cool_until).toBeGreaterThan(world.now());
      expect(second).toMatchObject({ failures: 0, day_count: 1 });
    },
  );

  it('cools down, comes back, and rests longer each time', async () => {
    const rests: number[] = [];
    world.sandbox.smtpFaults.set([{ at: 'data', kind: 'refuse', code: 451, sender: 'box1@example.org' }]);
    for (let n = 0; n < 3; n += 1) {
      const { id } = await waiting();
      // Least recently used: whichever is asked, the message goes out.
      for (let push = 0; push < 2; push += 1) {
        world.publish({ tag, count: 1 });
        expect(await world.push(id)).toMatchObject({ result: 'sent' });
      }
      const [first] = await boxes();
      rests.push((first?.cool_until ?? 0) - world.now());
      expect(first).toMatchObject({ failures: n + 1 });
      world.advance(rests.at(-1) ?? 0);
    }
    expect(rests.toSorted((a, b) => a - b)).toEqual(rests);
    world.sandbox.smtpFaults.clear();
    const { id } = await waiting();
    await world.push(id);
    expect(await boxes()).toMatchObject([{ failures: 0, last_error: null }, { failures: 0 }]);
    expect(new Set(outbox().map(({ from }) => from))).toEqual(
      new Set(['box1@example.org', 'box2@example.org']),
    );
  });

  it('all of them: the digest waits, loses nothing, and goes before a newer one', async () => {
    const { id, papers } = await waiting();
    await world.sandbox.listenSmtp(false);
    expect(await world.push(id)).toMatchObject({ result: 'queued' });
    expect(await ledgerByState(world.app, id)).toEqual({ 'in-digest': papers });
    const newer = world.publish({ tag, count: 1 });
    expect(await world.push(id)).toMatchObject({ result: 'queued', articles: 1 });
    expect(await runsOf(world.app, id)).toMatchObject([{ outcome: 'sending' }, { outcome: 'sending' }]);
    await world.sandbox.listenSmtp(true);
    world.advance(7 * hour);
    await workOff(world.app);
    expect(await given(id)).toEqual([...papers, ...newer]);
    const ids = (await deliveriesOf(world.app, id)).map(({ message_id: messageId }) => messageId);
    expect(outbox().map(({ messageId }) => messageId)).toEqual(ids);
    const [first, second] = await runsOf(world.app, id);
    expect([first?.outcome, second?.outcome]).toEqual(['sent', 'sent']);
  });

  it('is used in turn, by least recent use', async () => {
    await addMailbox(world.app, world.sandbox.smtpUrl, { n: 3 });
    const id = await world.subscribe();
    for (let n = 0; n < 6; n += 1) {
      world.publish({ tag, count: 1 });
      world.advance(1000);
      await world.push(id);
    }
    expect(outbox().map(({ from }) => from.slice(0, 4))).toEqual([
      'box1',
      'box2',
      'box3',
      'box1',
      'box2',
      'box3',
    ]);
  });
});

describe('a connection lost after the body began', () => {
  const cases = inDoubt.flatMap((at) =>
    (['drop', 'reset', 'hang'] as const).map((kind): [SmtpPhase, SmtpFault['kind']] => [at, kind]),
  );

  it.each(cases)('%s, %s: offered again later, the same message', async (at, kind) => {
    world = await makeWorld('sqlite', { mailboxes: 2 });
    const { id, papers } = await waiting();
    world.sandbox.smtpFaults.set([{ at, kind, ms: 30, next: 1 }]);
    expect(await world.push(id)).toMatchObject({ result: 'queued' });
    const doubtful = await delivery(id);
    expect(doubtful).toMatchObject({ state: 'uncertain', uncertain_at: expect.any(Number) });
    expect(await ledgerByState(world.app, id)).toEqual({ 'in-digest': papers });
    // Not before its time, whatever else goes on.
    world.advance(9 * 60_000);
    await workOff(world.app);
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    expect(await delivery(id)).toMatchObject({ state: 'uncertain', attempts: 1 });
    world.advance(2 * 60_000);
    await workOff(world.app);
    expect(await delivery(id)).toMatchObject({
      state: 'sent',
      attempts: 2,
      uncertain_at: doubtful.uncertain_at,
    });
    expect(await given(id)).toEqual(papers);
    const kept = outbox();
    expect(kept).toHaveLength(at === 'after-keeping' ? 2 : 1);
    expect(new Set(kept.map(({ messageId }) => messageId))).toEqual(new Set([doubtful.message_id]));
    // Byte for byte, but for the line that names the mailbox: another one sent the second time.
    const frozen = Buffer.from(doubtful.message ?? []);
    for (const { number } of kept) {
      const raw = world.sandbox.outbox.raw(number) ?? Buffer.alloc(0);
      expect(raw.subarray(raw.indexOf('\r\n') + 2)).toEqual(frozen);
    }
    expect(kept.at(-1)?.from).toBe('box2@example.org');
  });

  it.each(inDoubt)('%s under policy ask: a person decides', async (at) => {
    const uncertain = { policy: 'ask', delayMs: 600_000 } as const;
    world = await makeWorld('sqlite', { mailboxes: 2, config: { uncertain } });
    const { id, papers } = await waiting();
    world.sandbox.smtpFaults.set([{ at, kind: 'drop', next: 1 }]);
    expect(await world.push(id)).toMatchObject({ result: 'queued' });
    const newer = world.publish({ tag, count: 1 });
    for (let day = 0; day < 5; day += 1) {
      world.advance(dayMs);
      await workOff(world.app);
    }
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    expect(await delivery(id)).toMatchObject({ state: 'uncertain', next_attempt: null, attempts: 1 });
    // It is on its way for all that we know, and holds up nothing newer.
    expect(await ledgerByState(world.app, id)).toEqual({ 'in-digest': papers, given: newer });
  });

  it.each(inDoubt)('a refusal at %s is an answer: the next mailbox sends', async (at) => {
    world = await makeWorld('sqlite', { mailboxes: 2 });
    const { id, papers } = await waiting();
    world.sandbox.smtpFaults.set([{ at, kind: 'refuse', code: 451, next: 1 }]);
    expect(await world.push(id)).toMatchObject({ result: 'sent' });
    expect(await delivery(id)).toMatchObject({ state: 'sent', uncertain_at: null });
    expect(await given(id)).toEqual(papers);
  });

  it('a sender that died: swept up by the tick, and offered again', async () => {
    world = await makeWorld('sqlite');
    const { id, papers } = await waiting();
    await world.sandbox.listenSmtp(false);
    await world.push(id);
    // What a process leaves that is killed while it sends.
    await world.app.store.db
      .updateTable('delivery')
      .set({ state: 'sending', claim: 'of the dead', next_attempt: world.now() - 1, attempts: 1 })
      .execute();
    await world.sandbox.listenSmtp(true);
    await tick(world.app.scheduler);
    expect(await delivery(id)).toMatchObject({ state: 'uncertain', claim: null });
    expect(await deliver(world.app.deliver)).toBe('none');
    world.advance(7 * hour);
    expect(await deliver(world.app.deliver)).toBe('sent');
    expect(await given(id)).toEqual(papers);
  });
});

describe('a recipient that is refused', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite', { mailboxes: 2 });
  });
  const gone: SmtpFault = { at: 'rcpt', kind: 'refuse', code: 550, text: '5.1.1 No such user' };

  it('for good: in sight as undelivered, no mailbox to blame, one more chance with the next run', async () => {
    const { id, papers } = await waiting();
    world.sandbox.smtpFaults.set([gone]);
    expect(await world.push(id)).toMatchObject({ result: 'queued' });
    expect(await delivery(id)).toMatchObject({ state: 'failed', response: expect.stringContaining('5.1.1') });
    expect(await runsOf(world.app, id)).toMatchObject([{ outcome: 'undelivered' }]);
    expect(await boxes()).toMatchObject([{ failures: 0 }, { failures: 0 }]);
    world.advance(dayMs);
    expect(await deliver(world.app.deliver)).toBe('none');
    const newer = world.publish({ tag, count: 1 });
    // Refused once more: the newer one is not even offered, and neither is lost.
    await world.push(id);
    expect((await deliveriesOf(world.app, id)).map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(await runsOf(world.app, id)).toMatchObject([
      { outcome: 'undelivered' },
      { outcome: 'undelivered' },
    ]);
    world.sandbox.smtpFaults.clear();
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    expect(await given(id)).toEqual([...papers, ...newer]);
    expect(outbox().map(({ messageId }) => messageId)).toEqual(
      (await deliveriesOf(world.app, id)).map(({ message_id: messageId }) => messageId),
    );
  });

  it('that has stopped the mails meanwhile gets no second chance', async () => {
    const { id } = await waiting(1, ['one@example.org', 'two@example.org']);
    world.sandbox.smtpFaults.set([{ ...gone, recipient: 'two@example.org' }]);
    await world.push(id);
    await world.app.store.db
      .updateTable('recipient')
      .set({ status: 'stopped' })
      .where('address', '=', 'two@example.org')
      .execute();
    world.sandbox.smtpFaults.clear();
    await world.push(id);
    expect(outbox().flatMap(({ to }) => to)).toEqual(['one@example.org']);
  });

  it('for now (greylisting): tried again, through whatever mailbox, under one Message-ID', async () => {
    const { id, papers } = await waiting();
    world.sandbox.smtpFaults.set([{ ...gone, code: 450, text: '4.2.0 Greylisted, try again', next: 3 }]);
    expect(await world.push(id)).toMatchObject({ result: 'queued' });
    const { message_id: messageId } = await delivery(id);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await given(id)).toEqual([]);
      world.advance(3 * hour);
      await workOff(world.app);
    }
    expect(await given(id)).toEqual(papers);
    expect(outbox()).toMatchObject([{ messageId }]);
    expect(await delivery(id)).toMatchObject({ state: 'sent', uncertain_at: null, attempts: 4 });
  });

  it('for days: given up, in sight', async () => {
    const { id } = await waiting();
    world.sandbox.smtpFaults.set([{ ...gone, code: 452, text: '4.2.2 Mailbox full' }]);
    await world.push(id);
    for (let day = 0; day < 3; day += 1) {
      world.advance(dayMs + hour);
      await workOff(world.app);
      // Its slots come, and each new run gives it another chance.
      await world.app.store.db.updateTable('subscription').set({ next_slot: null }).execute();
    }
    expect(await delivery(id)).toMatchObject({ state: 'failed' });
    expect((await runsOf(world.app, id))[0]).toMatchObject({ outcome: 'undelivered' });
  });
});
