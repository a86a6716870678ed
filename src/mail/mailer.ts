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
  const sessions = new Map<number, { key: string; session: SmtpSession }>();

  function accountOf({ host, port, security, username, password }: Mailbox): SmtpAccount {
    return {
      host,
      port,
      secure: security,
      username,
      password: password === null ? null : box.open(password),
    };
  }

  function sessionOf(mailbox: Mailbox): SmtpSession {
    const { host, port, security, username, password } = mailbox;
    // A mailbox that was edited meanwhile gets new connections.
    const key = JSON.stringify([host, port, security, username, password]);
    const kept = sessions.get(mailbox.id);
    if (kept?.key === key) return kept.session;
    const session = openSmtpSession(accountOf(mailbox));
    if (kept) closeSmtpSession(kept.session);
    sessions.set(mailbox.id, { key, session });
    return session;
  }

  return {
    async send({ mailbox, to, message }) {
      let session: SmtpSession;
      try {
        session = sessionOf(mailbox);
      } catch {
        return mailboxFailure('auth', { permanent: true, response: unreadablePassword });
      }
      return sendFrozen({ session, from: mailbox.from_address, to, message: withSender(mailbox, message) });
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
function withSender(mailbox: Mailbox, message: Uint8Array): Buffer {
  const node = new MimeNode();
  node.setHeader('From', { name: mailbox.from_name, address: mailbox.from_address });
  const line = node
    .buildHeaders()
    .split(/\r\n(?![ \t])/)
    .find((header) => header.startsWith('From:'));
  return Buffer.concat([Buffer.from(`${line}\r\n`, 'latin1'), message]);
}
