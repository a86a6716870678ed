import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password } from '../../test/accounts.ts';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { authRoutes } from '../contract/auth-acts.ts';
import { apiRoutes } from './openapi.ts';
import { createRoutes } from './server.ts';

interface Operation {
  operationId: string;
  summary: string;
  security: unknown[];
  parameters?: { name: string; schema: { type: string } }[];
  requestBody?: { required: boolean; content: Record<string, { schema?: unknown }> };
  responses: Record<string, { content?: Record<string, { schema: unknown }> }>;
}
interface Document {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, unknown> };
}

describe('the description of the API', () => {
  let site: AdminSite;
  let document: Document;
  beforeAll(async () => {
    site = await startAdminSite('sqlite');
    document = (await (await fetch(`${site.url}/api/openapi.json`)).json()) as Document;
  });
  afterAll(() => site.stop());

  const operations = () =>
    Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({
        path,
        method: method.toUpperCase(),
        operation,
      })),
    );

  it('names every route that is there, and no other', () => {
    const described = operations().map(
      ({ method, path }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
    );
    const mounted = createRoutes(site.world.app)
      .routes.filter(({ path, method }) => method !== 'ALL' && /^\/(api\/|admin\/rq\/)/.test(path))
      .map(({ method, path }) => `${method} ${path}`);
    expect(described.toSorted()).toEqual([...new Set(mounted)].toSorted());
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('refers only to what it holds', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const named = new Set(refs.map(([, name]) => name));
    expect([...named].toSorted()).toEqual([
      'Comparison',
      'Edition',
      'FailedJob',
      'JournalLookUp',
      'JournalValues',
      'Mapping',
      'Problem',
      'QueueStatus',
      'SentFile',
    ]);
    expect(Object.keys(document.components.schemas).toSorted()).toEqual([...named].toSorted());
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it('says what goes in and what comes out', () => {
    const push = document.paths['/api/admin/subscriptions/{id}/push']?.['post'];
    expect(push?.parameters).toEqual([
      { name: 'id', in: 'path', required: true, schema: expect.objectContaining({ type: 'integer' }) },
    ]);
    expect(Object.keys(push?.responses ?? {})).toEqual(['202', '400', '401', '403', '404', '500']);
    const status = document.paths['/admin/rq/status']?.['get'];
    expect(status?.responses['200']?.content?.['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/QueueStatus',
    });
  });

  it('says what may follow "?", and that a body is a file', () => {
    const report = document.paths['/api/admin/journals/editions/{id}/report']?.['get'];
    expect(report?.parameters).toEqual([
      expect.objectContaining({ name: 'id', in: 'path', required: true }),
      { name: 'kind', in: 'query', required: false, schema: expect.objectContaining({ type: 'string' }) },
      { name: 'after', in: 'query', required: false, schema: expect.objectContaining({ default: 0 }) },
      {
        name: 'limit',
        in: 'query',
        required: false,
        schema: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
      },
    ]);
    const send = document.paths['/api/admin/journals/files']?.['post'];
    expect(send?.requestBody).toEqual({ required: true, content: { 'application/octet-stream': {} } });
    expect(send?.parameters?.map(({ name }) => name)).toEqual(['sheet', 'source', 'name']);
    expect(Object.keys(send?.responses ?? {})).toEqual([
      '200',
      '400',
      '401',
      '403',
      '404',
      '413',
      '415',
      '500',
    ]);
  });

  it('speaks the language of the reader', async () => {
    const reply = await fetch(`${site.url}/api/openapi.json`, { headers: { 'Accept-Language': 'zh' } });
    const chinese = (await reply.json()) as Document;
    for (const [path, methods] of Object.entries(chinese.paths)) {
      for (const { summary } of Object.values(methods)) expect(summary, path).toMatch(/\p{sc=Han}/u);
    }
    for (const { operation } of operations()) expect(operation.summary).not.toMatch(/\p{sc=Han}/u);
  });

  it('is kept by the guard: nobody, a reader and an admin', async () => {
    // In the place of an id one that nothing has.
    const fill = (path: string) =>
      path.replace('{id}', '999999').replace('{name}', 'low').replace('{source}', 'jcr');
    const accessOf = (method: string, path: string) =>
      apiRoutes.find((one) => one.method === method && one.path === path)?.access;
    for (const { method, path, operation } of operations()) {
      const ask = (headers: Record<string, string>) =>
        fetch(site.url + fill(path), { method, headers, redirect: 'manual' });
      const nobody = (await ask({})).status;
      if (operation.security.length === 0) {
        expect(nobody, `${method} ${path}`).not.toBe(403);
        continue;
      }
      expect(nobody, `${method} ${path}`).toBe(401);
      for (const reader of [
        { Cookie: site.cookies.reader },
        { Authorization: `Bearer ${site.tokens.reader}` },
      ]) {
        const { status } = await ask(reader);
        if (accessOf(method, path) === 'admin') expect(status, `${method} ${path}`).toBe(403);
        else expect([401, 403], `${method} ${path}`).not.toContain(status);
      }
      for (const admin of [
        { Cookie: site.cookies.admin },
        { Authorization: `Bearer ${site.tokens.admin}` },
      ]) {
        const { status } = await ask(admin);
        expect(Object.keys(operation.responses), `${method} ${path} → ${status}`).toContain(String(status));
        expect(status, `${method} ${path}`).toBeLessThan(500);
        expect(status, `${method} ${path}`).not.toBe(405);
        expect([401, 403], `${method} ${path}`).not.toContain(status);
      }
    }
  });

  it('describes the log-in as it is', async () => {
    const json = { 'Content-Type': 'application/json', Origin: site.url };
    const signIn = await fetch(`${site.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: 'admin@example.org', password }),
    });
    authRoutes.signIn.answer.parse(await signIn.json());
    const Cookie = site.cookies.reader;
    const session = await fetch(`${site.url}/api/auth/get-session`, { headers: { Cookie } });
    expect(authRoutes.session.answer.parse(await session.json())?.user.email).toBe('reader@example.org');
    expect(authRoutes.session.answer.parse(await (await fetch(session.url)).json())).toBeNull();
    const out = await fetch(`${site.url}/api/auth/sign-out`, {
      method: 'POST',
      headers: { ...json, Cookie },
      body: '{}',
    });
    expect(authRoutes.signOut.answer.parse(await out.json())).toEqual({ success: true });
  });
});
