import { afterEach, describe, expect, test } from 'vitest';
import { type Script, type ScriptedServer, scriptedServer } from '../../test/scripted-smtp.ts';
import type { SmtpAccount } from './smtp-account.ts';
import { closeSmtpSession, openSmtpSession, type SmtpSession, sendFrozen } from './smtp-session.ts';

const message = Buffer.from('Subject: x\r\n\r\n.dot\r\n..two\r\nend\r\n');
const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const step of cleanUp.splice(0).reverse()) await step();
});

async function server(script: Script = {}): Promise<ScriptedServer> {
  const scripted = await scriptedServer(script);
  cleanUp.push(scripted.close);
  return scripted;
}

function sessionTo(port: number, account: Partial<SmtpAccount> = {}): SmtpSession {
  const session = openSmtpSession({
    host: '127.0.0.1',
    port,
    secure: 'none',
    username: 'me',
    password: 'secret',
    timeouts: { connect: 2_000, greeting: 150, command: 150, reply: 300 },
    ...account,
  });
  cleanUp.push(() => closeSmtpSession(session));
  return session;
}

const send = (session: SmtpSession, to = 'you@example.org') =>
  sendFrozen({ session, from: 'me@example.org', to, message });

describe('a server that falls silent or goes away', () => {
  const before = { kind: 'mailbox-failed', cause: 'connection', permanent: false, code: null };
  const unknown = { kind: 'uncertain' };

  test.each<[keyof Script, 'drop' | 'hang', object]>([
    ['greeting', 'drop', before],
    ['greeting', 'hang', before],
    ['EHLO', 'drop', before],
    ['EHLO', 'hang', before],
    ['AUTH', 'drop', before],
    ['AUTH', 'hang', before],
    ['MAIL', 'drop', before],
    ['MAIL', 'hang', before],
    ['RCPT', 'drop', before],
    ['RCPT', 'hang', before],
    ['DATA', 'drop', before],
    ['DATA', 'hang', before],
    ['midBody', 'drop', unknown],
    ['midBody', 'hang', unknown],
    ['body', 'drop', unknown],
    ['body', 'hang', unknown],
  ])('at %s: %s', async (step, how, outcome) => {
    const { port } = await server({ [step]: how });
    expect(await send(sessionTo(port))).toMatchObject(outcome);
  });

  test.each(['MAIL', 'RCPT', 'DATA'] as const)('with PIPELINING, at %s: drop', async (step) => {
    const { port } = await server({ EHLO: '250-test\r\n250 PIPELINING', [step]: 'drop' });
    expect(await send(sessionTo(port))).toMatchObject(before);
  });

  test('nobody listens', async () => {
    const gone = await scriptedServer();
    await gone.close();
    expect(await send(sessionTo(gone.port))).toMatchObject(before);
  });

  test('a host that has no address', async () => {
    expect(await send(sessionTo(25, { host: 'mail.invalid' }))).toMatchObject(before);
  });
});

describe('a server that says no', () => {
  test.each<[Script, object]>([
    [{ greeting: '554 go away' }, { kind: 'mailbox-failed', cause: 'policy', code: 554 }],
    [{ greeting: '421 busy' }, { kind: 'mailbox-failed', cause: 'connection', code: 421 }],
    [
      { AUTH: '535 5.7.8 bad password' },
      { kind: 'mailbox-failed', cause: 'auth', permanent: true, enhanced: '5.7.8' },
    ],
    [
      { MAIL: '553 Mail from must equal authorized user' },
      { kind: 'mailbox-failed', cause: 'sender', permanent: true },
    ],
    [
      { MAIL: '421 4.7.0 later' },
      { kind: 'mailbox-failed', cause: 'connection', permanent: false, code: 421 },
    ],
    [
      { RCPT: '550 5.1.1 unknown' },
      { kind: 'recipient-refused', permanent: true, code: 550, enhanced: '5.1.1' },
    ],
    [{ RCPT: '451 4.7.1 greylisted' }, { kind: 'recipient-refused', permanent: false, code: 451 }],
    [{ RCPT: '421 4.7.0 slow down' }, { kind: 'mailbox-failed', cause: 'connection', code: 421 }],
    [{ DATA: '451 4.3.0 disk' }, { kind: 'mailbox-failed', cause: 'server', permanent: false }],
    [{ body: '554 DT:SPM' }, { kind: 'message-refused', cause: 'content', permanent: true }],
    [{ body: '550 5.4.5 Daily user sending limit exceeded' }, { kind: 'mailbox-failed', cause: 'limit' }],
    // A refusal after the body is a final reply: nothing is uncertain about it, even if the line is cut at once.
    [{ body: '421 4.3.2 shutting down' }, { kind: 'mailbox-failed', cause: 'connection', code: 421 }],
    [{ midBody: '552 5.3.4 too big' }, { kind: 'message-refused', cause: 'size', code: 552 }],
  ])('%o', async (script, outcome) => {
    const { port } = await server(script);
    expect(await send(sessionTo(port))).toMatchObject(outcome);
    const pipelining = await server({ EHLO: '250-test\r\n250-AUTH PLAIN\r\n250 PIPELINING', ...script });
    expect(await send(sessionTo(pipelining.port))).toMatchObject(outcome);
  });

  test('a body larger than the server announces is not begun', async () => {
    const scripted = await server({ EHLO: '250-test\r\n250 SIZE 10' });
    expect(await send(sessionTo(scripted.port))).toMatchObject({ kind: 'message-refused', cause: 'size' });
    expect(scripted.commands).not.toContain('DATA');
  });

  test('the password is in no outcome', async () => {
    const { port } = await server({ AUTH: '535 no' });
    expect(JSON.stringify(await send(sessionTo(port)))).not.toMatch(/secret|bWUAc2VjcmV0/);
  });
});

describe('what is sent', () => {
  test('the frozen bytes, dots stuffed, nothing else', async () => {
    const scripted = await server();
    expect(await send(sessionTo(scripted.port))).toEqual({
      kind: 'accepted',
      response: '250 2.0.0 queued as 1',
    });
    expect(scripted.bodies).toEqual(['Subject: x\r\n\r\n..dot\r\n...two\r\nend\r\n']);
    expect(scripted.commands).toContain(`MAIL FROM:<me@example.org> SIZE=${message.length}`);
    expect(scripted.commands).toContain('RCPT TO:<you@example.org>');
  });

  test.each([
    'you',
    'a b@x.org',
    '<a@b.org>',
    'a@b.org>\r\nRCPT TO:<c@d.org',
    'a@',
    '@b.org',
    'a@b.org\u0000',
  ])('an address that is none reaches no server: %j', async (to) => {
    const scripted = await server();
    expect(await send(sessionTo(scripted.port), to)).toMatchObject({
      kind: 'recipient-refused',
      permanent: true,
    });
    expect(scripted.connections).toBe(0);
  });

  test('a domain in Chinese travels in its ASCII form', async () => {
    const scripted = await server();
    await send(sessionTo(scripted.port), 'you@例子.cn');
    expect(scripted.commands).toContain('RCPT TO:<you@xn--fsqu00a.cn>');
  });

  test('no login is tried where the account has none', async () => {
    const scripted = await server();
    expect(await send(sessionTo(scripted.port, { username: null, password: null }))).toMatchObject({
      kind: 'accepted',
    });
    expect(scripted.commands.some((command) => command.startsWith('AUTH'))).toBe(false);
  });
});

describe('kept connections', () => {
  test('carry message after message', async () => {
    const scripted = await server();
    const session = sessionTo(scripted.port);
    for (let i = 0; i < 5; i++) expect(await send(session)).toMatchObject({ kind: 'accepted' });
    expect(scripted.connections).toBe(1);
    expect(scripted.commands.filter((command) => command.startsWith('AUTH'))).toHaveLength(1);
  });

  test('are reset after a refusal and carry on', async () => {
    const scripted = await server({ RCPT: '550 5.1.1 unknown' });
    const session = sessionTo(scripted.port);
    await send(session);
    scripted.script = {};
    expect(await send(session)).toMatchObject({ kind: 'accepted' });
    expect(scripted.connections).toBe(1);
    expect(scripted.commands).toContain('RSET');
  });

  test.each([
    ['drops', 'drop'],
    ['says 421', '421 4.4.2 idle too long'],
  ])('are replaced by a fresh one when the server %s', async (_how, step) => {
    const scripted = await server();
    const session = sessionTo(scripted.port);
    await send(session);
    scripted.script = { MAIL: (connection) => (connection === 1 ? step : '250 ok') };
    expect(await send(session)).toMatchObject({ kind: 'accepted' });
    expect(scripted.connections).toBe(2);
    expect(scripted.bodies).toHaveLength(2);
  });

  test('that broke after the body are not replaced: the message might go out twice', async () => {
    const scripted = await server();
    const session = sessionTo(scripted.port);
    await send(session);
    scripted.script = { body: 'drop' };
    expect(await send(session)).toMatchObject({ kind: 'uncertain' });
    expect(scripted.connections).toBe(1);
    expect(scripted.bodies).toHaveLength(2);
  });

  test('are closed when nobody needs them', async () => {
    const scripted = await server();
    const session = sessionTo(scripted.port, { timeouts: { idle: 20 } });
    await send(session);
    await expect.poll(() => scripted.commands.at(-1)).toBe('QUIT');
    expect(session.idle).toEqual([]);
  });

  test('are as many as the account allows, and every message gets its turn', async () => {
    const scripted = await server();
    const session = sessionTo(scripted.port, { maxConnections: 2 });
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => send(session)));
    expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
    expect(scripted.connections).toBe(2);
    expect(session.busy).toBe(0);
  });

  test('a closed session sends nothing', async () => {
    const scripted = await server();
    const session = sessionTo(scripted.port);
    closeSmtpSession(session);
    expect(await send(session)).toMatchObject({ kind: 'mailbox-failed', cause: 'connection' });
    expect(scripted.connections).toBe(0);
  });
});
