import { insertMailbox, listMailboxes } from '../store/mailboxes.ts';
import type { Store } from '../store/open.ts';
import type { SecretBox } from '../store/secret-box.ts';
import { parseMailboxUrl } from './mailbox-url.ts';

/** Sensible for a new account at any provider; the operator sets others with `mailbox add`. */
export const defaultLimits = { daily: 100, perMinute: 30 };
export const defaultFromName = 'Literature Push';

/** Makes `SMTP_URL` the first mailbox. Once there is one, mailboxes are kept in the database and the variable is not read. */
export async function ensureFirstMailbox(deps: {
  store: Store;
  box: SecretBox;
  smtpUrl: string | null;
}): Promise<void> {
  const { store, box, smtpUrl } = deps;
  if (smtpUrl === null || (await listMailboxes(store)).length > 0) return;
  const { password, ...address } = parseMailboxUrl(smtpUrl);
  await insertMailbox(store, {
    ...address,
    name: address.from_address,
    password: password === null ? null : box.seal(password),
    from_name: defaultFromName,
    daily_limit: defaultLimits.daily,
    minute_limit: defaultLimits.perMinute,
    active: 1,
  });
}
