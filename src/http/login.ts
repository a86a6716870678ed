import type { Context } from 'hono';
import type { Accounts } from '../accounts/accounts.ts';
import { clientAddressHeader } from '../accounts/auth.ts';
import { type SignIn, sessionOf, signIn, signOut } from '../accounts/session.ts';
import { hasAdmin } from '../store/people.ts';
import type { Role } from '../store/schema.ts';
import { clientAddress } from './client-address.ts';
import { readForm } from './form.ts';
import { type Banner, loginPage } from './login-page.ts';
import { loginWords } from './login-words.ts';
import { answerProblem } from './page.ts';
import { isFromOurOrigin } from './same-site.ts';
import { viewOf } from './view.ts';

export async function showLogin(c: Context, accounts: Accounts): Promise<Response> {
  const next = ownPath(c.req.query('next'));
  const session = await sessionOf(accounts, c.req.raw.headers);
  if (session) return c.redirect(next ?? homeOf(session.person.role), 303);
  const view = viewOf(c);
  const loggedOut = c.req.query('done') === 'out';
  return loginPage(c, {
    view,
    next,
    email: '',
    banner: loggedOut ? { kind: 'done', text: loginWords[view.locale].loggedOut } : null,
    noAdmin: !(await hasAdmin(accounts.store)),
  });
}

export async function logIn(c: Context, accounts: Accounts): Promise<Response> {
  if (!isFromOurOrigin(c, accounts.baseUrl)) return answerProblem(c, 'foreign');
  const { email = '', password = '', next } = await readForm(c);
  const tried = await trySignIn(c, accounts, { email, password });
  if (tried.result === 'in') return enter(c, tried, ownPath(next));
  const view = viewOf(c);
  const form = { view, email, next: ownPath(next), noAdmin: false, banner: refusalOf(tried, view.locale) };
  if (tried.result === 'wrong') return loginPage(c, form, 401);
  c.header('Retry-After', String(tried.afterSeconds));
  return loginPage(c, form, 429);
}

export async function logOut(c: Context, accounts: Accounts): Promise<Response> {
  if (!isFromOurOrigin(c, accounts.baseUrl)) return answerProblem(c, 'foreign');
  addCookies(c, await signOut(accounts, c.req.raw.headers));
  const { chosen, locale } = viewOf(c);
  return c.redirect(`/login?done=out${chosen ? `&lang=${locale}` : ''}`, 303);
}

/** The routes of better-auth that we let it answer, as it documents them. */
export async function answerByAuth(c: Context, accounts: Accounts): Promise<Response> {
  const headers = new Headers(c.req.raw.headers);
  headers.set(clientAddressHeader, clientAddress(c, accounts.baseUrl));
  const { handler } = await accounts.auth();
  return handler(new Request(c.req.raw, { headers }));
}

export const trySignIn = (
  c: Context,
  accounts: Accounts,
  who: { email: string; password: string },
): Promise<SignIn> =>
  signIn(accounts, {
    ...who,
    client: clientAddress(c, accounts.baseUrl),
    userAgent: c.req.header('User-Agent') ?? null,
  });

/** Gives the session to the browser and leads it to where it wanted to go. */
export function enter(
  c: Context,
  { cookies, role }: Extract<SignIn, { result: 'in' }>,
  next: string | null,
): Response {
  addCookies(c, cookies);
  return c.redirect(next ?? homeOf(role), 303);
}

export const addCookies = (c: Context, cookies: readonly string[]): void => {
  for (const cookie of cookies) c.header('Set-Cookie', cookie, { append: true });
};

const homeOf = (role: Role): string => (role === 'admin' ? '/admin/push' : '/');

function refusalOf(tried: Exclude<SignIn, { result: 'in' }>, locale: keyof typeof loginWords): Banner {
  const words = loginWords[locale];
  return {
    kind: 'wrong',
    text: tried.result === 'wrong' ? words.wrong : words.throttled(tried.afterSeconds),
  };
}

/** A path of this service, or null: a link to our log-in must not lead on to somebody else's page. */
export function ownPath(next: string | undefined): string | null {
  const here = 'http://here.invalid';
  if (!next?.startsWith('/') || !URL.canParse(next, here)) return null;
  const { origin, pathname, search } = new URL(next, here);
  // `/.//elsewhere.example` is a path of ours to the parser, and a link elsewhere when it is read again.
  if (origin !== here || pathname.startsWith('//') || /^\/log(in|out)$/.test(pathname)) return null;
  return pathname + search;
}
