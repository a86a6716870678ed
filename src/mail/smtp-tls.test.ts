import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, expect, test } from 'vitest';
import type { SmtpAccount } from './smtp-account.ts';
import { closeSmtpSession, openSmtpSession, sendFrozen } from './smtp-session.ts';

/** smtp-server brings a self-signed certificate for localhost of its own. */
const cleanUp: (() => unknown)[] = [];
afterEach(() => {
  for (const step of cleanUp.splice(0)) step();
});

const message = Buffer.from(`Subject: x\r\n\r\n${'.\r\n.. dots\r\n'.repeat(20_000)}`);

async function sendThrough(options: SMTPServerOptions, account: Partial<SmtpAccount>) {
  const received: Buffer[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    ...options,
    onAuth: (auth, _session, done) => {
      logins.push(`${auth.username}:${auth.password}`);
      done(null, { user: 'me' });
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks));
        done();
      });
    },
  });
  // The client that distrusts a certificate breaks off; the server reports that as an error of its own.
  server.on('error', () => undefined);
  const listener = server.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  cleanUp.push(() => server.close());
  const session = openSmtpSession({
    host: 'localhost',
    port: (listener.address() as AddressInfo).port,
    secure: 'auto',
    username: 'me',
    password: 'secret',
    timeouts: { connect: 3_000, greeting: 3_000, command: 3_000, reply: 10_000 },
    ...account,
  });
  cleanUp.push(() => closeSmtpSession(session));
  const outcome = await sendFrozen({ session, from: 'me@x.org', to: 'you@x.org', message });
  return { outcome, received, logins };
}

test.each<[string, SMTPServerOptions, Partial<SmtpAccount>]>([
  ['TLS from the start', { secure: true }, { secure: 'tls', trustAnyCertificate: true }],
  ['STARTTLS', {}, { secure: 'starttls', trustAnyCertificate: true }],
  ['STARTTLS where it is offered', {}, { secure: 'auto', trustAnyCertificate: true }],
  ['no encryption', { disabledCommands: ['STARTTLS'] }, { secure: 'none' }],
])('%s: the sink gets the frozen bytes', async (_name, options, account) => {
  const { outcome, received, logins } = await sendThrough(options, account);
  expect(outcome).toMatchObject({ kind: 'accepted' });
  expect(received).toHaveLength(1);
  expect(received[0]?.equals(message)).toBe(true);
  expect(logins).toEqual(['me:secret']);
});

test('STARTTLS that is demanded and not offered sends no password', async () => {
  const { outcome, logins } = await sendThrough({ disabledCommands: ['STARTTLS'] }, { secure: 'starttls' });
  expect(outcome).toMatchObject({ kind: 'mailbox-failed', cause: 'tls' });
  expect(logins).toEqual([]);
});

test.each<[SmtpAccount['secure'], boolean]>([
  ['tls', true],
  ['starttls', false],
])('a certificate that nobody vouches for is refused: %s', async (secure, fromTheStart) => {
  const { outcome, logins } = await sendThrough({ secure: fromTheStart }, { secure });
  expect(outcome).toMatchObject({ kind: 'mailbox-failed', cause: 'tls', permanent: true });
  expect(logins).toEqual([]);
});
