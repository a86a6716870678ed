import MimeNode from 'nodemailer/lib/mime-node';
import type { Mailbox } from '../store/mailboxes.ts';
import type { SecretBox } from '../store/secret-box.ts';
import type { SendOutcome } from './send-outcome.ts';
import type { SmtpAccount } from './smtp-account.ts';
import { openLine } from './smtp-line.ts';
import { mailboxFailure } from './smtp-reply.ts';
import { closeSmtpSession, openSmtpSession, type SmtpSession, sendFrozen } from './smtp-session.ts';

/** Sends frozen messages through any mailbox and keeps the connections of each for the next message. */
export interface Mailer {
  send(input: { mailbox: Mailbox; to: string; message: Uint8Array }): Promise<SendOutcome>;
  /** Connects and logs in, and sends nothing. Null where that works, else the server's words or ours. */
  check(mailbox: Mailbox): Promise<string | null>;
  close(): void;
}

export function createMailer(box: SecretBox): Mailer {
  const sessions = new Map<number, { key: string; session: SmtpSession; from: Buffer }>();

  function accountOf({ host, port, security, username, password }: Mailbox): SmtpAccount {
    return {
      host,
      port,
      secure: security,
      username,
      password: password === null ? null : box.open(password),
    };
  }

  function sessionOf(mailbox: Mailbox): { session: SmtpSession; from: Buffer } {
    const { host, port, security, username, password, from_name, from_address } = mailbox;
    // A mailbox that was edited meanwhile gets new connections.
    const key = JSON.stringify([host, port, security, username, password, from_name, from_address]);
    const kept = sessions.get(mailbox.id);
    if (kept?.key === key) return kept;
    const opened = { key, session: openSmtpSession(accountOf(mailbox)), from: fromLine(mailbox) };
    if (kept) closeSmtpSession(kept.session);
    sessions.set(mailbox.id, opened);
    return opened;
  }

  return {
    async send({ mailbox, to, message }) {
      let opened: { session: SmtpSession; from: Buffer };
      try {
        opened = sessionOf(mailbox);
      } catch {
        return mailboxFailure('auth', { permanent: true, response: unreadablePassword });
      }
      const { session, from } = opened;
      return sendFrozen({ session, from: mailbox.from_address, to, message: Buffer.concat([from, message]) });
    },
    async check(mailbox) {
      let account: SmtpAccount;
      try {
        account = accountOf(mailbox);
      } catch {
        return unreadablePassword;
      }
      const line = await openLine(account);
      if ('kind' in line) return line.response;
      line.close();
      return null;
    },
    close() {
      for (const { session } of sessions.values()) closeSmtpSession(session);
      sessions.clear();
    },
  };
}

const unreadablePassword =
  'Its stored password cannot be read: APP_SECRET is another one than when it was saved';

/**
 * The one header that is not frozen. Providers refuse a sender that is not the account's own, and the mailboxes take
 * turns, so the line stands first and names the mailbox that really sends; every other byte stays as it was.
 */
function fromLine(mailbox: Mailbox): Buffer {
  const node = new MimeNode();
  node.setHeader('From', { name: mailbox.from_name, address: mailbox.from_address });
  const line = node
    .buildHeaders()
    .split(/\r\n(?![ \t])/)
    .find((header) => header.startsWith('From:'));
  return Buffer.from(`${line}\r\n`, 'latin1');
}
