import { Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer/lib/errors.js';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailboxFailed, SendOutcome } from './send-outcome.ts';
import { defaultTimeouts, encryption, type SmtpAccount, type SmtpTimeouts } from './smtp-account.ts';
import { classifyRefusal, mailboxFailure, oneLine, type SmtpPhase } from './smtp-reply.ts';

/** One open, logged-in connection. It carries one message at a time. */
export interface SmtpLine {
  /** False once either side has closed it. */
  usable(): boolean;
  send(mail: Envelope): Promise<SendOutcome>;
  /** RSET: ends a half-made transaction and proves that the server still listens. False where it does not. */
  reset(): Promise<boolean>;
  /** Says QUIT and closes; never fails. */
  close(): void;
}

export interface Envelope {
  from: string;
  to: string;
  /** The frozen bytes, lines ended by CRLF. */
  message: Uint8Array;
}

/** Connects, greets, upgrades and logs in. Whatever goes wrong on the way is the mailbox's failure, as a value. */
export async function openLine(account: SmtpAccount): Promise<SmtpLine | MailboxFailed> {
  const timeouts = { ...defaultTimeouts, ...account.timeouts };
  const connection = new SMTPConnection(connectionOptions(account, timeouts));
  // An EventEmitter without a listener for `error` would take the process down when an idle connection breaks.
  connection.on('error', () => undefined);

  const connected = await finish(
    connection,
    timeouts.connect + timeouts.greeting + timeouts.command,
    (done) => connection.connect(done),
  );
  if (connected) return abandon(connection, connected);
  if (account.username === null || account.password === null || !connection.allowsAuth) {
    return line(connection, timeouts);
  }
  if (!connection.secure && account.secure !== 'none' && !isLoopback(account.host)) {
    const response = 'The server offers no encryption, and the password is not sent without it';
    connection.close();
    return mailboxFailure('tls', { permanent: true, response });
  }
  const auth = { user: account.username, pass: account.password };
  const loggedIn = await finish(connection, timeouts.command, (done) => connection.login(auth, done));
  return loggedIn ? abandon(connection, loggedIn) : line(connection, timeouts);
}

function line(connection: SMTPConnection, timeouts: SmtpTimeouts): SmtpLine {
  return {
    usable: () => !connection.destroyed,
    send: (mail) => transmit({ connection, timeouts, mail }),
    reset: async () =>
      (await finish(connection, timeouts.command, (done) => connection.reset(done))) === null,
    close: () => (connection.destroyed ? undefined : connection.quit()),
  };
}

/**
 * The boundary between "try another mailbox" and "uncertain" is the server's 354. smtp-connection does not report it
 * (its `err.command` is CONN in every phase), but it reads the body for the first time only then.
 */
async function transmit(transfer: {
  connection: SMTPConnection;
  timeouts: SmtpTimeouts;
  mail: Envelope;
}): Promise<SendOutcome> {
  const { connection, timeouts, mail } = transfer;
  let started = false;
  let response = '';
  const failure = await finish(connection, timeouts.command, (done, stopClock) => {
    const body = new Readable({
      read() {
        started = true;
        stopClock();
        this.push(mail.message);
        this.push(null);
      },
    });
    connection.send({ from: mail.from, to: mail.to, size: mail.message.length }, body, (err, info) => {
      response = info?.response ?? '';
      done(err);
    });
  });
  if (failure === null) return { kind: 'accepted', response: oneLine(response) };
  const reply = refusalOf(failure);
  if (reply !== null) return classifyRefusal({ phase: phaseOf(failure, started), response: reply });
  if (started) return { kind: 'uncertain', response: oneLine(failure.message) };
  if (failure.code === 'EMESSAGE') return tooLarge(failure);
  return failureWithoutReply(failure);
}

/**
 * Waits for one step of smtp-connection. It may end by its callback, by an `error` event, by a silent `end`, or by our
 * clock; the first one counts, except that `end` gives way to a callback that comes in the same turn with a reason.
 */
function finish(
  connection: SMTPConnection,
  timeoutMs: number,
  step: (done: (err?: NodemailerError | null) => void, stopClock: () => void) => void,
): Promise<NodemailerError | null> {
  return new Promise((resolve) => {
    const settle = (err?: NodemailerError | null): void => {
      clearTimeout(clock);
      connection.off('error', settle);
      connection.off('end', ended);
      resolve(err ?? null);
    };
    const ended = (): void => {
      setImmediate(() => settle(new Error('Connection closed')));
    };
    const clock = setTimeout(() => {
      settle(new Error(`No answer within ${timeoutMs / 1000} s`));
      connection.close();
    }, timeoutMs);
    connection.on('error', settle);
    connection.on('end', ended);
    step(settle, () => clearTimeout(clock));
  });
}

function abandon(connection: SMTPConnection, failure: NodemailerError): MailboxFailed {
  connection.close();
  const reply = refusalOf(failure);
  if (reply === null) return failureWithoutReply(failure);
  const refused = classifyRefusal({ phase: phaseOf(failure, false), response: reply });
  // Before MAIL FROM there is neither a recipient nor a message to blame.
  return refused.kind === 'mailbox-failed'
    ? refused
    : { ...refused, kind: 'mailbox-failed', cause: 'policy' };
}

/** The server's own words, where it said no; a stray 2xx or 3xx that broke the protocol is not a refusal. */
function refusalOf(failure: NodemailerError): string | null {
  return failure.response !== undefined && /^[45]\d\d/.test(failure.response) ? failure.response : null;
}

function phaseOf(failure: NodemailerError, started: boolean): SmtpPhase {
  if (started) return 'body';
  const command = failure.command ?? '';
  if (command.startsWith('AUTH')) return 'auth';
  return phases[command] ?? 'greeting';
}

const phases: Readonly<Record<string, SmtpPhase>> = {
  STARTTLS: 'tls',
  'MAIL FROM': 'mail',
  'RCPT TO': 'rcpt',
  DATA: 'data',
};

/** The server named its limit in EHLO; smtp-connection then refuses to begin. */
function tooLarge(failure: NodemailerError): SendOutcome {
  const response = oneLine(failure.message);
  return {
    kind: 'message-refused',
    cause: 'size',
    permanent: true,
    retryAfterMs: null,
    code: null,
    enhanced: null,
    response,
  };
}

function failureWithoutReply(failure: NodemailerError): MailboxFailed {
  const cause =
    failure.code === 'EAUTH'
      ? 'auth'
      : failure.code === 'ETLS' || isCertificate(failure)
        ? 'tls'
        : 'connection';
  return mailboxFailure(cause, {
    permanent: cause === 'auth' || isCertificate(failure),
    response: failure.message,
  });
}

/** A certificate that is not trusted, expired or for another name: waiting does not mend it. */
function isCertificate(failure: NodemailerError): boolean {
  return /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY/.test(
    `${failure.originalCode ?? ''} ${failure.code ?? ''}`,
  );
}

function connectionOptions(account: SmtpAccount, timeouts: SmtpTimeouts) {
  const mode = encryption(account);
  return {
    host: account.host,
    port: account.port,
    secure: mode === 'tls',
    requireTLS: mode === 'must',
    ignoreTLS: mode === 'none',
    connectionTimeout: timeouts.connect,
    greetingTimeout: timeouts.greeting,
    dnsTimeout: timeouts.connect,
    socketTimeout: timeouts.reply,
    tls: { rejectUnauthorized: account.trustAnyCertificate !== true },
  };
}

const isLoopback = (host: string): boolean => /^(localhost|127(\.\d+){3}|::1)$/i.test(host);
