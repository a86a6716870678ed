import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import type { Mailbox } from '../store/mailboxes.ts';
import { createSecretBox } from '../store/secret-box.ts';
import { createMailer, type Mailer } from './mailer.ts';

const box = createSecretBox('a secret of the tests');
// As in the database: sealed once, then the same text each time.
const password = box.seal('made-up password');
const message = Buffer.from('To: reader@example.org\r\nMessage-ID: <made-up@example.org>\r\n\r\nHello\r\n');

describe('the mailer', () => {
  let sandbox: Sandbox;
  let mailer: Mailer;
  beforeEach(async () => {
    sandbox = await startSandbox({ parts: 'smtp', smtpAuth: true });
    mailer = createMailer(box);
  });
  afterEach(async () => {
    mailer.close();
    await sandbox.stop();
  });

  const mailbox = (change: Partial<Mailbox> = {}): Mailbox => ({
    id: 1,
    name: 'box',
    host: '127.0.0.1',
    port: Number(new URL(sandbox.smtpUrl).port),
    security: 'none',
    username: 'box@example.org',
    password,
    from_address: 'box@example.org',
    from_name: '文献推送 "Ward 3"',
    daily_limit: 100,
    minute_limit: 100,
    active: 1,
    last_used: null,
    day: '',
    day_count: 0,
    minute: 0,
    minute_count: 0,
    failures: 0,
    cool_until: 0,
    last_error: null,
    created_at: 0,
    ...change,
  });
  const send = (change: Partial<Mailbox> = {}) =>
    mailer.send({ mailbox: mailbox(change), to: 'reader@example.org', message });

  it('puts the sender before the frozen bytes, and changes none of them', async () => {
    expect(await send()).toMatchObject({ kind: 'accepted' });
    const [kept] = sandbox.outbox.list();
    expect(kept).toMatchObject({
      from: 'box@example.org',
      user: 'box@example.org',
      to: ['reader@example.org'],
    });
    const raw = sandbox.outbox.raw(kept?.number ?? 0) ?? Buffer.alloc(0);
    expect(raw.subarray(-message.length)).toEqual(message);
    expect(raw.subarray(0, -message.length).toString()).toMatch(/^From: .*(\r\n[ \t].*)*\r\n$/);
    const read = await simpleParser(raw);
    expect(read.from?.value).toEqual([{ name: '文献推送 "Ward 3"', address: 'box@example.org' }]);
  });

  it('keeps the connection for the next message', async () => {
    for (let n = 0; n < 3; n += 1) expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(sandbox.smtpConnections()).toBe(1);
  });

  it('takes a new connection for a mailbox that was edited', async () => {
    await send();
    await send({ username: 'other@example.org' });
    expect(sandbox.outbox.list().map(({ user }) => user)).toEqual(['box@example.org', 'other@example.org']);
    expect(sandbox.smtpConnections()).toBe(2);
  });

  it('blames the mailbox for a password that is wrong or cannot be read', async () => {
    const auth = { kind: 'mailbox-failed', cause: 'auth', permanent: true };
    const otherBox = createSecretBox('another secret of the tests');
    expect(await send({ password: otherBox.seal('x') })).toMatchObject(auth);
    expect(sandbox.smtpConnections()).toBe(0);
    sandbox.smtpFaults.set([{ at: 'auth', kind: 'refuse' }]);
    expect(await send()).toMatchObject(auth);
    expect(sandbox.outbox.list()).toEqual([]);
  });

  it('checks a mailbox without sending anything', async () => {
    expect(await mailer.check(mailbox())).toBeNull();
    sandbox.smtpFaults.set([{ at: 'auth', kind: 'refuse', text: '5.7.8 made-up refusal' }]);
    expect(await mailer.check(mailbox())).toContain('made-up refusal');
    expect(await mailer.check(mailbox({ password: 'not sealed' }))).toContain('APP_SECRET');
    expect(sandbox.outbox.list()).toEqual([]);
  });

  it('never throws for a server that is away', async () => {
    await sandbox.listenSmtp(false);
    expect(await send()).toMatchObject({ kind: 'mailbox-failed', cause: 'connection', permanent: false });
    expect(await mailer.check(mailbox())).toMatch(/./);
  });
});
