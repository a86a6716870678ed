import { domainToASCII } from 'node:url';
import type { MailboxFailed, SendOutcome } from './send-outcome.ts';
import { defaultTimeouts, type SmtpAccount } from './smtp-account.ts';
import { type Envelope, openLine, type SmtpLine } from './smtp-line.ts';
import { mailboxFailure } from './smtp-reply.ts';

/** The connections to one mailbox's server, opened as needed and kept a while for the next message. */
export interface SmtpSession {
  readonly account: SmtpAccount;
  readonly idle: IdleLine[];
  /** Lines in use or being opened. */
  busy: number;
  /** Senders that wait for a line, in their order. */
  readonly waiting: (() => void)[];
  closed: boolean;
}

interface IdleLine {
  line: SmtpLine;
  since: number;
  timer: NodeJS.Timeout;
}

/** A line that was quiet for longer is asked whether it still lives before a message is entrusted to it. */
const trustedMs = 2_000;

/** Opens nothing yet: the first message does. */
export function openSmtpSession(account: SmtpAccount): SmtpSession {
  return { account, idle: [], busy: 0, waiting: [], closed: false };
}

/**
 * Hands one frozen message to the mailbox's server, over a kept connection where there is one. Waits for its turn
 * where all connections are in use. Never throws for what a server, a network or an address does.
 *
 * @param mail `from` and `to` are bare addresses of the envelope; `message` is sent as it is, byte for byte
 */
export async function sendFrozen({
  session,
  ...mail
}: Envelope & { session: SmtpSession }): Promise<SendOutcome> {
  const from = envelopeAddress(mail.from);
  const to = envelopeAddress(mail.to);
  if (from === null)
    return mailboxFailure('sender', { permanent: true, response: `Not an address: ${mail.from}` });
  if (to === null) return unusableRecipient(mail.to);
  if (session.closed)
    return mailboxFailure('connection', { permanent: false, response: 'The session is closed' });
  await takeTurn(session);
  try {
    return await sendOverSomeLine(session, { ...mail, from, to });
  } finally {
    session.busy -= 1;
    session.waiting.shift()?.();
  }
}

/** Ends the kept connections; messages under way are finished first by whoever awaits them. */
export function closeSmtpSession(session: SmtpSession): void {
  session.closed = true;
  for (const { line, timer } of session.idle.splice(0)) {
    clearTimeout(timer);
    line.close();
  }
}

async function takeTurn(session: SmtpSession): Promise<void> {
  if (session.busy >= (session.account.maxConnections ?? 3)) {
    await new Promise<void>((resolve) => session.waiting.push(resolve));
  }
  session.busy += 1;
}

async function sendOverSomeLine(session: SmtpSession, mail: Envelope): Promise<SendOutcome> {
  const kept = await takeIdle(session);
  if (kept) {
    const outcome = await sendOver(session, kept, mail);
    // A kept connection may have been dropped unseen (or says 421 now): no fault of the mailbox, a fresh one decides.
    if (!(outcome.kind === 'mailbox-failed' && outcome.cause === 'connection')) return outcome;
  }
  const opened = await openLine(session.account);
  return isFailure(opened) ? opened : sendOver(session, opened, mail);
}

async function sendOver(session: SmtpSession, line: SmtpLine, mail: Envelope): Promise<SendOutcome> {
  const outcome = await line.send(mail);
  // After a refusal the server may still hold half a transaction: RSET clears it, or shows that the line is dead.
  const clean = outcome.kind === 'accepted' || (line.usable() && (await line.reset()));
  if (clean && line.usable() && !session.closed) keep(session, line);
  else line.close();
  return outcome;
}

function keep(session: SmtpSession, line: SmtpLine): void {
  const timer = setTimeout(() => {
    session.idle.splice(session.idle.indexOf(entry), 1);
    line.close();
  }, session.account.timeouts?.idle ?? defaultTimeouts.idle);
  const entry: IdleLine = { line, since: Date.now(), timer };
  session.idle.push(entry);
}

async function takeIdle(session: SmtpSession): Promise<SmtpLine | null> {
  for (let entry = session.idle.pop(); entry; entry = session.idle.pop()) {
    clearTimeout(entry.timer);
    const fresh = Date.now() - entry.since < trustedMs;
    if (entry.line.usable() && (fresh || (await entry.line.reset()))) return entry.line;
    entry.line.close();
  }
  return null;
}

const isFailure = (opened: SmtpLine | MailboxFailed): opened is MailboxFailed => 'kind' in opened;

/** Puts the domain into its ASCII form; null for what could break out of the SMTP command. */
function envelopeAddress(address: string): string | null {
  const at = address.lastIndexOf('@');
  if (at < 1 || /[\s<>\u0000-\u001f\u007f]/.test(address)) return null;
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? null : `${address.slice(0, at)}@${domain}`;
}

function unusableRecipient(to: string): SendOutcome {
  const response = `Not an address: ${to.replace(/[\u0000-\u001f\u007f]+/g, ' ').slice(0, 200)}`;
  return {
    kind: 'recipient-refused',
    permanent: true,
    retryAfterMs: null,
    code: null,
    enhanced: null,
    response,
  };
}
