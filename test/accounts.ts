import type { Accounts } from '../src/accounts/accounts.ts';
import { createAdmin } from '../src/accounts/admins.ts';
import { createAuth } from '../src/accounts/auth.ts';
import { setPassword } from '../src/accounts/passwords.ts';
import { type Logger, silentLog } from '../src/log.ts';
import type { Store } from '../src/store/open.ts';
import { ensurePerson } from '../src/store/people.ts';

/** As `app.ts` builds them. */
export function makeAccounts(
  store: Store,
  { log = silentLog(), ...change }: Partial<Omit<Accounts, 'auth' | 'store'>> & { log?: Logger } = {},
): Accounts {
  const baseUrl = change.baseUrl ?? null;
  return {
    store,
    auth: createAuth({ store, appSecret: 'a secret of the tests', baseUrl, log }),
    baseUrl,
    timeZone: 'Asia/Shanghai',
    firstAdmin: null,
    ...change,
  };
}

export const password = 'correct horse battery';

export const addAdmin = (accounts: Accounts, email = 'admin@example.org'): Promise<void> =>
  createAdmin(accounts, { email, password, locale: 'en' });

/** Somebody who can log in and looks after nothing. */
export async function addReader(accounts: Accounts, email = 'reader@example.org'): Promise<void> {
  const { store, timeZone } = accounts;
  const personId = await ensurePerson(store, { email, name: 'Reader', locale: 'zh', timeZone });
  await setPassword(accounts, { personId, password });
}

/** Logs in by the page as a browser does. @returns the `Cookie` line. */
export async function logInAt(url: string, email: string): Promise<string> {
  const body = new URLSearchParams({ email, password });
  const reply = await fetch(`${url}/login`, { method: 'POST', body, redirect: 'manual' });
  if (reply.status !== 303) throw new Error(`the log-in answered ${reply.status}`);
  return cookieOf(reply);
}

export const cookieOf = (reply: Response): string =>
  reply.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
