import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { addAdmin, addReader, cookieOf, logInAt, makeAccounts, password } from '../../test/accounts.ts';
import { makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { createAccessToken } from '../accounts/access-tokens.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { ensureFirstAdmin } from '../accounts/first-admin.ts';
import { createLog, silentLog } from '../log.ts';
import { clientAddress } from './client-address.ts';
import type { HttpServer } from './listen.ts';
import { ownPath } from './login.ts';
import { startHttp } from './server.ts';

interface Place {
  database: TestDatabase;
  accounts: Accounts;
  server: HttpServer;
  url: string;
  close(): Promise<void>;
}

async function open(baseUrl: string | null = null): Promise<Place> {
  const database = await makeDatabase('sqlite');
  const accounts = makeAccounts(database.store, { baseUrl });
  const server = await startHttp({
    store: database.store,
    log: silentLog(),
    accounts,
    host: '127.0.0.1',
    port: 0,
  });
  return {
    database,
    accounts,
    server,
    url: server.url,
    async close() {
      await server.stop();
      await database.close();
    },
  };
}

/** All of these tests come from one address. */
const forgetTries = ({ store }: TestDatabase) => sql`DELETE FROM auth_rate_limit`.execute(store.db);

const form = (url: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });

describe('logging in', () => {
  let place: Place;
  let login: string;
  beforeAll(async () => {
    place = await open();
    login = `${place.url}/login`;
    await addAdmin(place.accounts);
    await addReader(place.accounts);
  });
  afterAll(() => place.close());
  beforeEach(() => forgetTries(place.database));

  const right = { email: 'admin@example.org', password };

  it('gives a cookie that no script reads and no other site sends', async () => {
    const reply = await form(login, { ...right, next: '/admin/queues?x=1' });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('Location')).toBe('/admin/queues?x=1');
    const [cookie = ''] = reply.headers.getSetCookie();
    expect(cookie).toMatch(/^litpush\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly/i);
    expect(cookie).toMatch(/; SameSite=Lax/i);
    expect(cookie).not.toMatch(/; Secure/i);
    const again = await fetch(login, { headers: { Cookie: cookieOf(reply) }, redirect: 'manual' });
    expect(again.headers.get('Location')).toBe('/admin/push');
  });

  it('answers a wrong password and an unknown address alike, and keeps what was typed', async () => {
    const texts: string[] = [];
    for (const email of ['admin@example.org', 'nobody@example.org']) {
      const reply = await form(login, { email, password: 'wrong wrong', next: '/admin/push' });
      expect(reply.status).toBe(401);
      expect(reply.headers.getSetCookie()).toEqual([]);
      const text = await reply.text();
      expect(text).toContain('role="alert"');
      expect(text).toContain(`value="${email}"`);
      expect(text).toContain('name="next" value="/admin/push"');
      expect(text).not.toContain('wrong wrong');
      texts.push(text.replaceAll(email, ''));
    }
    expect(texts[0]).toBe(texts[1]);
  });

  it('speaks both languages, and the link between them keeps where to go', async () => {
    const chinese = await fetch(`${login}?next=%2Fadmin%2Fpush`, { headers: { 'Accept-Language': 'zh-CN' } });
    const text = await chinese.text();
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain('href="/login?lang=en&amp;next=%2Fadmin%2Fpush"');
    const wrong = await form(`${login}?lang=zh`, { ...right, password: 'wrong' });
    expect(await wrong.text()).toContain('邮箱或密码不正确');
  });

  it('escapes what it shows again', async () => {
    const text = await (
      await form(login, { email: '"><script>', password: 'x', next: '/"><script>' })
    ).text();
    expect(text).not.toContain('<script');
  });

  it('logs out, here and for good', async () => {
    const cookie = await logInAt(place.url, 'reader@example.org');
    const whoAmI = async () =>
      (await fetch(`${place.url}/api/auth/get-session`, { headers: { Cookie: cookie } })).json();
    expect(await whoAmI()).toMatchObject({ user: { email: 'reader@example.org', role: 'user' } });
    const out = await form(`${place.url}/logout`, {}, { Cookie: cookie });
    expect(out.status).toBe(303);
    expect(out.headers.get('Location')).toBe('/login?done=out');
    expect(out.headers.getSetCookie().join()).toMatch(/session_token=;.*Max-Age=0/i);
    expect(await whoAmI()).toBeNull();
  });

  it.each<[string, Record<string, string>]>([
    ['another site', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' }],
    ['a neighbour on the domain', { 'Sec-Fetch-Site': 'same-site' }],
    ['another origin, in a browser that says no more', { Origin: 'https://elsewhere.example' }],
    ['another port of this machine', { Origin: 'http://127.0.0.1:1' }],
    ['nowhere', { Origin: 'null' }],
  ])('refuses a form from %s', async (_, headers) => {
    const cookie = await logInAt(place.url, 'reader@example.org');
    for (const [path, fields] of [
      ['/login', right],
      ['/logout', {}],
      ['/setup/x', right],
    ] as const) {
      const reply = await form(place.url + path, fields, { ...headers, Cookie: cookie });
      expect(reply.status, path).toBe(403);
      expect(reply.headers.getSetCookie()).toEqual([]);
    }
  });

  it('takes a form of its own pages, however the browser says so', async () => {
    expect((await fetch(login)).headers.get('Referrer-Policy')).toBe('same-origin');
    const email = 'nobody@example.org';
    for (const headers of [
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
      { Origin: place.url },
      { Origin: place.url.replace('http:', 'https:') },
    ]) {
      expect((await form(login, { email, password: 'wrong' }, headers)).status).toBe(401);
    }
  });
});

describe('too many tries', () => {
  it('are answered with how long to wait, by the page and by the API', async () => {
    const place = await open();
    await addAdmin(place.accounts);
    const wrong = { email: 'admin@example.org', password: 'wrong' };
    // What a stranger claims about where they come from does not count.
    const tryOnce = (n: number) =>
      form(`${place.url}/login`, wrong, {
        'X-Forwarded-For': `192.0.2.${n}`,
        'x-litpush-client': `192.0.2.${n}`,
      });
    for (let n = 0; n < 10; n += 1) expect((await tryOnce(n)).status).toBe(401);
    const reply = await tryOnce(10);
    expect(reply.status).toBe(429);
    expect(Number(reply.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await reply.text()).toContain('Too many tries');
    const api = await fetch(`${place.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'x-litpush-client': '192.0.2.99' },
      body: JSON.stringify({ ...wrong, password }),
    });
    expect(api.status).toBe(429);
    await place.close();
  });
});

describe('the routes of better-auth', () => {
  let place: Place;
  beforeAll(async () => {
    place = await open('https://push.example.org');
    await addAdmin(place.accounts);
  });
  afterAll(() => place.close());

  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${place.url}/api/auth${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  const right = { email: 'admin@example.org', password };

  it('log in and out behind a proxy that ends TLS', async () => {
    const reply = await post('/sign-in/email', right, { Origin: 'https://push.example.org' });
    expect(reply.status).toBe(200);
    expect(reply.headers.getSetCookie()[0]).toMatch(/^__Secure-litpush\.session_token=.*; Secure/i);
    const Cookie = cookieOf(reply);
    const session = await fetch(`${place.url}/api/auth/get-session`, { headers: { Cookie } });
    expect(await session.json()).toMatchObject({ user: { email: right.email } });
    expect((await post('/sign-out', {}, { Cookie, Origin: 'https://elsewhere.example' })).status).toBe(403);
    expect((await post('/sign-out', {}, { Cookie, Origin: 'https://push.example.org' })).status).toBe(200);
  });

  it.each([
    '/sign-up/email',
    '/request-password-reset',
    '/reset-password',
    '/update-user',
    '/sign-in/social',
  ])('are only those that are open: not %s', async (path) => {
    const body = { email: 'new@example.org', password, name: 'New', newPassword: password, role: 'admin' };
    expect((await post(path, body)).status).toBe(401);
    const Origin = 'https://push.example.org';
    const Cookie = cookieOf(await post('/sign-in/email', right, { Origin }));
    expect((await post(path, body, { Cookie, Origin })).status).toBe(404);
    const people = await place.database.store.db.selectFrom('person').select('email').execute();
    expect(people).toEqual([{ email: right.email }]);
  });
});

describe('the link of the first start', () => {
  it('makes the first admin and logs them in, in their language', async () => {
    const place = await open();
    expect(await (await fetch(`${place.url}/login`)).text()).toContain('no admin yet');
    const first = await ensureFirstAdmin(place.accounts);
    const link = place.url + (first.kind === 'link' ? first.path : '');
    const zh = { 'Accept-Language': 'zh' };
    const page = await fetch(link, { headers: zh });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('成为首位管理员');
    const short = await form(link, { email: 'me@example.org', password: 'short' }, zh);
    expect(short.status).toBe(400);
    expect(await short.text()).toContain('密码长度应为 10 至 128 个字符');
    const done = await form(link, { email: 'me@example.org', password }, zh);
    expect(done.status).toBe(303);
    expect(done.headers.get('Location')).toBe('/admin/push');
    const session = await fetch(`${place.url}/api/auth/get-session`, { headers: { Cookie: cookieOf(done) } });
    expect(await session.json()).toMatchObject({ user: { role: 'admin', locale: 'zh' } });
    for (const gone of [link, `${place.url}/setup/made-up`, `${place.url}/setup/%00`]) {
      expect((await fetch(gone)).status).toBe(404);
      expect((await form(gone, { email: 'b@example.org', password })).status).toBe(404);
    }
    expect(await (await fetch(`${place.url}/login`)).text()).not.toContain('no admin yet');
    await place.close();
  });
});

it('writes no password and no token into the log, whatever goes wrong', async () => {
  const lines: string[] = [];
  const log = createLog('trace', { write: (line: string) => lines.push(line) });
  const database = await makeDatabase('sqlite');
  const accounts = makeAccounts(database.store, { log });
  const server = await startHttp({ store: database.store, log, accounts, host: '127.0.0.1', port: 0 });
  const first = await ensureFirstAdmin(accounts);
  const link = first.kind === 'link' ? first.path : '';
  await form(server.url + link, { email: 'me@example.org', password });
  const made = await createAccessToken(accounts, { email: 'me@example.org', name: 'x', days: null });
  const headers = { Authorization: `Bearer ${made.token}` };
  const tries = () =>
    Promise.all([
      form(`${server.url}/login`, { email: 'me@example.org', password }),
      form(`${server.url}/login`, { email: 'me@example.org', password: 'guessed wrong' }),
      form(`${server.url}/login`, { email: 'me@example.org', password }, { Origin: 'https://a.example' }),
      fetch(`${server.url}/admin/unmade`, { headers }),
    ]);
  await tries();
  await sql`DROP TABLE auth_session`.execute(database.store.db);
  await sql`DROP TABLE access_token`.execute(database.store.db);
  expect((await tries()).map(({ status }) => status)).toEqual([500, 401, 403, 500]);
  const text = lines.join('');
  expect(text).toContain('a request failed');
  for (const secret of [password, 'guessed wrong', made.token, link]) expect(text).not.toContain(secret);
  await server.stop();
  await database.close();
});

it.each<[string | undefined, string | null]>([
  ['/admin/push', '/admin/push'],
  ['/d/x?lang=zh#part', '/d/x?lang=zh'],
  [undefined, null],
  ['', null],
  ['https://elsewhere.example/', null],
  ['//elsewhere.example/', null],
  ['/\\elsewhere.example', null],
  ['/\t/elsewhere.example', null],
  ['/.//elsewhere.example', null],
  ['/x/..//elsewhere.example', null],
  ['javascript:alert(1)', null],
  ['/login?next=/login', null],
])('the log-in leads on to pages of ours only: %j', (next, path) => {
  expect(ownPath(next)).toBe(path);
});

it.each<[string, string, string | null, string | undefined, string]>([
  ['nothing forwarded', '203.0.113.5', null, undefined, '203.0.113.5'],
  ['a claim with no proxy', '10.0.0.7', 'http://10.0.0.1:5003', '192.0.2.1', '10.0.0.7'],
  ['a claim past the proxy', '203.0.113.5', 'https://push.example.org', '192.0.2.1', '203.0.113.5'],
  ['a proxy here', '::ffff:127.0.0.1', 'https://push.example.org', '6.6.6.6, 192.0.2.1', '192.0.2.1'],
  ['a proxy beside', '172.18.0.2', 'https://push.example.org', '2001:db8::1', '2001:db8::1'],
  ['a proxy that says nothing', '127.0.0.1', 'https://push.example.org', undefined, '127.0.0.1'],
  ['a proxy that says nonsense', '::1', 'https://push.example.org', 'unknown', '::1'],
])('tells who asks: %s', (_, remoteAddress, baseUrl, forwarded, address) => {
  const c = {
    env: { incoming: { socket: { remoteAddress } } },
    req: { header: (name: string) => (name === 'X-Forwarded-For' ? forwarded : undefined) },
  };
  expect(clientAddress(c as never, baseUrl)).toBe(address);
});
