import { Refusal } from '../errors.ts';
import type { MailboxRow } from '../store/schema.ts';

export type MailboxAddress = Pick<MailboxRow, 'host' | 'port' | 'security' | 'from_address'> & {
  username: string | null;
  password: string | null;
};

/**
 * `smtp://user:password@host:587`, `smtps://…` for TLS from the first byte. `?from=` names the sender where it is not
 * the user; `?security=none|starttls|tls` says more than the port does.
 *
 * @throws {Refusal} `option-wrong`, without repeating the address: it may hold the password.
 */
export function parseMailboxUrl(text: string, option = 'SMTP_URL'): MailboxAddress {
  const wrong = (expected: string) =>
    new Refusal('option-wrong', { option, expected, command: 'mailbox add' });
  if (!URL.canParse(text)) throw wrong('smtp://user:password@host:port');
  const url = new URL(text);
  if (!['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname)
    throw wrong('smtp://user:password@host:port');
  const username = decodeURIComponent(url.username) || null;
  const from = url.searchParams.get('from') ?? username;
  if (!from || !isAddress(from)) throw wrong('a sender: add ?from=name@example.org');
  const tls = url.protocol === 'smtps:';
  const security = url.searchParams.get('security') ?? (tls ? 'tls' : 'auto');
  if (!isSecurity(security)) throw wrong('?security=auto, tls, starttls or none');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : tls ? 465 : 587,
    security,
    username,
    password: decodeURIComponent(url.password) || null,
    from_address: from,
  };
}

const isSecurity = (word: string): word is MailboxRow['security'] =>
  ['auto', 'tls', 'starttls', 'none'].includes(word);

/** Good enough to refuse a slip of the finger; whether it exists, only the mail server knows. */
export const isAddress = (text: string): boolean =>
  /^[^\s<>@",;:]+@[^\s<>@",;:]+$/.test(text) && text.length <= 254;
