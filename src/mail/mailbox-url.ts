import type { Bilingual } from '../contract/locale.ts';
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
  const wrong = (expected: string | Bilingual) =>
    new Refusal('option-wrong', { option, expected, command: 'mailbox add' });
  if (!URL.canParse(text)) throw wrong('smtp://user:password@host:port');
  const url = new URL(text);
  if (!['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname)
    throw wrong('smtp://user:password@host:port');
  // A bare sign in a password would end the address there, and name another host.
  const username = decoded(url.username);
  const password = decoded(url.password);
  if (username === undefined || password === undefined || url.pathname.length > 1 || url.hash)
    throw wrong(encode);
  const from = url.searchParams.get('from') ?? username;
  if (!from || !isAddress(from))
    throw wrong({
      en: 'a sender: add ?from=name@example.org',
      zh: '需要发件地址：请加上 ?from=name@example.org',
    });
  const tls = url.protocol === 'smtps:';
  const security = url.searchParams.get('security') ?? (tls ? 'tls' : 'auto');
  if (!isSecurity(security)) throw wrong('?security=auto | tls | starttls | none');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : tls ? 465 : 587,
    security,
    username,
    password,
    from_address: from,
  };
}

const encode: Bilingual = {
  en: 'write / as %2F, # as %23, ? as %3F and % as %25 in the user and the password',
  zh: '用户名和密码中的 / 写作 %2F，# 写作 %23，? 写作 %3F，% 写作 %25',
};

/** Null where it is empty, undefined where it cannot be decoded. */
function decoded(text: string): string | null | undefined {
  try {
    return decodeURIComponent(text) || null;
  } catch {
    return undefined;
  }
}

const isSecurity = (word: string): word is MailboxRow['security'] =>
  ['auto', 'tls', 'starttls', 'none'].includes(word);

/** Good enough to refuse a slip of the finger; whether it exists, only the mail server knows. */
export const isAddress = (text: string): boolean =>
  /^[^\s<>@",;:]+@[^\s<>@",;:]+$/.test(text) && text.length <= 254;
