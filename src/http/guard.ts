import type { Context, MiddlewareHandler } from 'hono';
import { personOfToken } from '../accounts/access-tokens.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { sessionOf } from '../accounts/session.ts';
import type { Person } from '../store/people.ts';
import type { Role } from '../store/schema.ts';
import { addCookies } from './login.ts';
import { deniedPage } from './login-page.ts';
import { type DenialCode, loginWords } from './login-words.ts';
import { answerProblem } from './page.ts';
import { sendProblem } from './problem.ts';
import { isFromOurOrigin, ownFormsOnly } from './same-site.ts';
import { href, type View, viewOf } from './view.ts';

declare module 'hono' {
  interface ContextVariableMap {
    /** Who asks; set on every route that stands behind the guard. */
    person: Person;
  }
}

type Caller =
  | { by: 'token'; person: Person }
  | { by: 'session'; person: Person; cookies: string[] }
  | { by: 'wrong-token' }
  | { by: 'nobody' };

/**
 * Nothing behind it is reached without a session or a token, and without an admin's where `role` says so. What is
 * registered below it is guarded whether or not it thinks of it, and so is an address that does not exist.
 *
 * @param accounts absent: nobody can log in, so nobody comes through.
 */
export const guard =
  (accounts: Accounts | undefined, role: Role): MiddlewareHandler =>
  async (c, next) => {
    // A stricter guard has let them through already.
    if (role === 'user' && c.get('person')) return next();
    const caller: Caller = accounts ? await callerOf(c, accounts) : { by: 'nobody' };
    if (caller.by === 'nobody') return refuse(c, 'login-required');
    if (caller.by === 'wrong-token') return refuse(c, 'token-invalid');
    const { by, person } = caller;
    if (role === 'admin' && person.role !== 'admin') return refuse(c, 'admin-required', caller);
    // A token is sent by a program on purpose; a cookie goes along with whatever any page makes the browser do.
    if (by === 'session' && changes(c) && !isFromOurOrigin(c, accounts?.baseUrl ?? null)) {
      return refuse(c, 'foreign-request', caller);
    }
    c.set('person', person);
    await next();
    if (by === 'session') addCookies(c, caller.cookies);
    ownFormsOnly(c);
  };

/** A token that is sent counts alone: a wrong one is not made good by a cookie. */
async function callerOf(c: Context, accounts: Accounts): Promise<Caller> {
  const token = tokenOf(c);
  if (token !== null) {
    const person = await personOfToken(accounts, token);
    return person ? { by: 'token', person } : { by: 'wrong-token' };
  }
  const session = await sessionOf(accounts, c.req.raw.headers);
  return session ? { by: 'session', ...session } : { by: 'nobody' };
}

/** Null where none is sent. Other schemes are between the browser and a proxy in front of us. */
const tokenOf = (c: Context): string | null =>
  /^Bearer\b\s*(.*)$/i.exec(c.req.header('Authorization')?.trim() ?? '')?.[1] ?? null;

const changes = (c: Context): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(c.req.method);

function refuse(c: Context, code: DenialCode, caller?: Extract<Caller, { person: Person }>): Response {
  // A program seldom says which language it wants (`*` at most); its person has one.
  const speaks = /\b(en|zh)\b/i.test(c.req.header('Accept-Language') ?? '');
  const view = viewOf(c, speaks ? undefined : caller?.person.locale);
  if (wantsPage(c)) return refuseByPage(c, { code, view, person: caller?.person });
  const status = code === 'login-required' || code === 'token-invalid' ? 401 : 403;
  if (status === 401) {
    c.header('WWW-Authenticate', code === 'token-invalid' ? 'Bearer error="invalid_token"' : 'Bearer');
  }
  return sendProblem(c, { status, code, detail: loginWords[view.locale].problems[code] });
}

/** A browser that shows what it gets; a program with a token wants none. */
const wantsPage = (c: Context): boolean =>
  tokenOf(c) === null && (c.req.header('Accept') ?? '').includes('text/html');

function refuseByPage(
  c: Context,
  { code, view, person }: { code: DenialCode; view: View; person: Person | undefined },
): Response {
  if (code === 'foreign-request') return answerProblem(c, 'foreign');
  if (person) {
    ownFormsOnly(c);
    return deniedPage(c, { view, email: person.email });
  }
  // What a form wanted to do is not done after the log-in; a page is shown then.
  const { pathname, search } = new URL(c.req.url);
  const login = href(view, '/login');
  if (changes(c)) return c.redirect(login, 303);
  return c.redirect(
    `${login}${login.includes('?') ? '&' : '?'}next=${encodeURIComponent(pathname + search)}`,
    303,
  );
}
