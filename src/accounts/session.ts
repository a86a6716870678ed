import type { Person } from '../store/people.ts';
import type { Role } from '../store/schema.ts';
import type { Accounts } from './accounts.ts';
import { clientAddressHeader } from './auth.ts';

export interface Session {
  person: Person;
  /** `Set-Cookie` lines that prolong it. */
  cookies: string[];
}

/** Whose session cookie this is. */
export async function sessionOf({ auth }: Accounts, headers: Headers): Promise<Session | null> {
  if (!headers.has('cookie')) return null;
  const { response, headers: answer } = await (await auth()).api.getSession({ headers, returnHeaders: true });
  if (!response) return null;
  const { id, email, name, role, locale } = response.user;
  return {
    person: {
      id,
      email,
      name,
      role: roleOf(role),
      locale: locale === 'zh' ? 'zh' : 'en',
    },
    cookies: answer.getSetCookie(),
  };
}

export type SignIn =
  | { result: 'in'; cookies: string[]; role: Role }
  /** Address or password; which one is nobody's business. */
  | { result: 'wrong' }
  /** Too many tries from this address; seconds until the next one. */
  | { result: 'throttled'; afterSeconds: number };

/** @param input.client the network address that asks: tries are counted by it. */
export async function signIn(
  accounts: Accounts,
  input: { email: string; password: string; client: string; userAgent: string | null },
): Promise<SignIn> {
  const { email, password, client, userAgent } = input;
  // By its handler, not by a call from inside, which would not be throttled.
  const { handler } = await accounts.auth();
  const answer = await handler(
    new Request(`${originOf(accounts)}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        [clientAddressHeader]: client,
        ...(userAgent !== null && { 'user-agent': userAgent }),
      },
      body: JSON.stringify({ email: email.trim(), password }),
    }),
  );
  if (answer.ok) {
    const { user } = (await answer.json()) as { user: { role?: unknown } };
    return { result: 'in', cookies: answer.headers.getSetCookie(), role: roleOf(user.role) };
  }
  if (answer.status === 429) {
    return { result: 'throttled', afterSeconds: Number(answer.headers.get('x-retry-after')) || 60 };
  }
  if (answer.status >= 500) throw new Error(`the log-in failed with ${answer.status}`);
  return { result: 'wrong' };
}

/** Ends the session of this cookie. @returns `Set-Cookie` lines that remove it. */
export async function signOut({ auth }: Accounts, headers: Headers): Promise<string[]> {
  const { headers: answer } = await (await auth()).api.signOut({ headers, returnHeaders: true });
  return answer.getSetCookie();
}

const originOf = ({ baseUrl }: Accounts): string =>
  baseUrl === null ? 'http://localhost' : new URL(baseUrl).origin;

const roleOf = (role: unknown): Role => (role === 'admin' ? 'admin' : 'user');
