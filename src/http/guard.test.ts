import { afterAll, beforeAll, expect, it } from 'vitest';
import { addAdmin, addReader, logInAt } from '../../test/accounts.ts';
import { describeEachDatabase } from '../../test/databases.ts';
import { makeWorld, type World } from '../../test/world.ts';
import { createAccessToken } from '../accounts/access-tokens.ts';
import type { HttpServer } from './listen.ts';
import { createRoutes, startHttp } from './server.ts';

interface Ask {
  method: string;
  path: string;
  /** What it takes to come through. */
  role: 'admin' | 'user';
}

/** Open to everybody, and stated above the guard. */
const open = new Set([
  'POST /api/auth/sign-in/email',
  'POST /api/auth/sign-out',
  'GET /api/auth/get-session',
  'GET /api/openapi.json',
]);

/** Addresses that nobody has made are guarded too. */
const unmade: Ask[] = ['GET', 'POST', 'DELETE'].flatMap((method) => [
  { method, path: '/admin', role: 'admin' },
  { method, path: '/admin/unmade', role: 'admin' },
  { method, path: '/api/admin/unmade', role: 'admin' },
  { method, path: '/api/unmade', role: 'user' },
]);

describeEachDatabase('the guard', (kind) => {
  let world: World;
  let server: HttpServer;
  let asks: Ask[];
  let admin: string;
  let reader: string;
  const tokens = { admin: '', reader: '', expired: '' };
  beforeAll(async () => {
    world = await makeWorld(kind, { config: { baseUrl: null } });
    const { accounts } = world.app;
    await addAdmin(accounts);
    await addReader(accounts);
    server = await startHttp({ ...world.app, host: '127.0.0.1', port: 0 });
    const tokenOf = async (who: string, days: number | null = null) =>
      (await createAccessToken(accounts, { email: `${who}@example.org`, name: 'test', days })).token;
    tokens.expired = await tokenOf('admin', 1);
    world.advance(2 * 86_400_000);
    tokens.admin = await tokenOf('admin');
    tokens.reader = await tokenOf('reader');
    admin = await logInAt(server.url, 'admin@example.org');
    reader = await logInAt(server.url, 'reader@example.org');
    asks = [...unmade, ...registered()];
  });
  afterAll(async () => {
    await server.stop();
    await world.close();
  });

  /** Every route that is registered under `/admin` and `/api`, with something in the place of its parameters. */
  function registered(): Ask[] {
    const { routes } = createRoutes(world.app);
    return routes
      .filter(({ path }) => /^\/(admin|api)(\/|$)/.test(path))
      .filter(({ method, path }) => !open.has(`${method} ${path}`))
      .map(({ method, path }) => ({
        method: method === 'ALL' ? 'GET' : method,
        path: path.replace(/:\w+(\{.*?\})?\??/g, '999999').replace(/\*/g, 'x'),
        role: /^\/(api\/)?admin(\/|$)/.test(path) ? ('admin' as const) : ('user' as const),
      }));
  }

  const ask = ({ method, path }: Ask, headers: Record<string, string> = {}) =>
    fetch(server.url + path, { method, headers, redirect: 'manual' });
  const name = ({ method, path }: Ask) => `${method} ${path}`;
  const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

  async function expectProblem(reply: Response, expected: { status: number; code: string }, where: string) {
    expect(reply.status, where).toBe(expected.status);
    expect(reply.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await reply.json()).toMatchObject({
      type: 'about:blank',
      ...expected,
      detail: expect.any(String),
    });
  }

  it('lets nobody in', async () => {
    expect(asks.length).toBeGreaterThan(unmade.length);
    for (const one of asks) {
      const reply = await ask(one);
      expect(reply.headers.get('WWW-Authenticate')).toBe('Bearer');
      await expectProblem(reply, { status: 401, code: 'login-required' }, name(one));
      const withCookie = await ask(one, { Cookie: 'litpush.session_token=made.up' });
      await expectProblem(withCookie, { status: 401, code: 'login-required' }, name(one));
    }
  });

  it('lets no wrong token in, not even beside a good cookie', async () => {
    const wrong = ['lp_made-up', tokens.expired, ''];
    for (const one of asks) {
      for (const token of wrong) {
        const reply = await ask(one, { ...bearer(token), Cookie: admin, Accept: 'text/html' });
        await expectProblem(reply, { status: 401, code: 'token-invalid' }, name(one));
      }
      // That of a proxy in front is none of ours, and lets nobody in.
      const basic = await ask(one, { Authorization: 'Basic YWRtaW46YWRtaW4=' });
      await expectProblem(basic, { status: 401, code: 'login-required' }, name(one));
    }
  });

  it('keeps a reader from what is for admins', async () => {
    const theirs = asks.filter(({ role }) => role === 'admin');
    for (const one of theirs) {
      for (const headers of [{ Cookie: reader }, bearer(tokens.reader)]) {
        await expectProblem(await ask(one, headers), { status: 403, code: 'admin-required' }, name(one));
      }
    }
  });

  it('lets through whom it is for', async () => {
    for (const one of asks.filter(({ method }) => method === 'GET')) {
      const who = [{ Cookie: admin }, bearer(tokens.admin)];
      if (one.role === 'user') who.push({ Cookie: reader }, bearer(tokens.reader));
      for (const headers of who) {
        const { status } = await ask(one, headers);
        expect([200, 302, 303, 400, 404, 405], `${name(one)} → ${status}`).toContain(status);
      }
    }
    // What changes something is asked for where there is nothing to change.
    const behindBasic = { Cookie: admin, Authorization: 'Basic YWRtaW46YWRtaW4=' };
    for (const headers of [{ Cookie: admin }, behindBasic, bearer(tokens.admin)]) {
      const path = '/api/admin/unmade';
      expect((await ask({ method: 'POST', path, role: 'admin' }, headers)).status).toBe(404);
    }
  });

  it('does nothing by the cookie of somebody who looks at a foreign page', async () => {
    for (const one of asks.filter(({ method }) => method !== 'GET')) {
      for (const headers of [
        { 'Sec-Fetch-Site': 'cross-site' },
        { 'Sec-Fetch-Site': 'same-site' },
        { Origin: 'https://elsewhere.example' },
        { Origin: 'null' },
      ]) {
        const reply = await ask(one, { ...headers, Cookie: admin });
        await expectProblem(reply, { status: 403, code: 'foreign-request' }, name(one));
      }
    }
    const unmadeHere = { method: 'POST', path: '/api/admin/unmade', role: 'admin' as const };
    const own = await ask(unmadeHere, { Cookie: admin, 'Sec-Fetch-Site': 'same-origin' });
    expect(own.status).toBe(404);
    const program = await ask(unmadeHere, { ...bearer(tokens.admin), 'Sec-Fetch-Site': 'cross-site' });
    expect(program.status).toBe(404);
  });

  it('leads a browser to the log-in and back, and tells a reader why not', async () => {
    const page = { method: 'GET', path: '/admin/unmade?a=1&b=2', role: 'admin' as const };
    const Accept = 'text/html,application/xhtml+xml,*/*;q=0.8';
    const reply = await ask(page, { Accept });
    expect(reply.status).toBe(303);
    expect(reply.headers.get('Location')).toBe('/login?next=%2Fadmin%2Funmade%3Fa%3D1%26b%3D2');
    expect((await ask({ ...page, method: 'POST' }, { Accept })).headers.get('Location')).toBe('/login');
    const denied = await ask(page, { Accept, Cookie: reader, 'Accept-Language': 'en' });
    expect(denied.status).toBe(403);
    const text = await denied.text();
    expect(text).toContain('reader@example.org');
    expect(text).toContain('action="/logout"');
  });

  it('speaks the language of who asks', async () => {
    const one = { method: 'GET', path: '/api/admin/unmade', role: 'admin' as const };
    const detail = async (headers: Record<string, string>): Promise<string> =>
      JSON.parse(await (await ask(one, headers)).text()).detail;
    expect(await detail({})).toMatch(/^Log in/);
    expect(await detail({ 'Accept-Language': 'zh-CN' })).toContain('请先登录');
    // A program that says nothing has a person who does.
    expect(await detail(bearer(tokens.reader))).toContain('仅管理员');
    expect(await detail({ ...bearer(tokens.reader), 'Accept-Language': 'en' })).toMatch(/^Only admins/);
  });
});
