import { createAccessToken } from '../src/accounts/access-tokens.ts';
import { runService } from '../src/commands/run-service.ts';
import type { QueueMode } from '../src/contract/queue.ts';
import type { HttpServer } from '../src/http/listen.ts';
import { startHttp } from '../src/http/server.ts';
import type { Service } from '../src/worker/service.ts';
import { addAdmin, addReader, logInAt } from './accounts.ts';
import type { DatabaseKind } from './databases.ts';
import { makeWorld, type World } from './world.ts';

/** The whole service with its pages, as `serve` runs it, and people who are logged in. */
export interface AdminSite {
  world: World;
  service: Service;
  url: string;
  /** `Cookie` headers. */
  cookies: { admin: string; reader: string };
  tokens: { admin: string; reader: string };
  /** As the admin's program. */
  ask(
    method: string,
    path: string,
    input?: { body?: unknown; headers?: Record<string, string> },
  ): Promise<Response>;
  /** As the admin's browser, by a form of ours. */
  submit(path: string, fields?: Record<string, string>): Promise<Response>;
  /** Resolves when jobs travel so. */
  mode(wanted: QueueMode): Promise<void>;
  stop(): Promise<void>;
}

/** @param input.redisUrl null, unless told: no Redis. @param input.lanes of the worker in this process; 2 unless told. */
export async function startAdminSite(
  kind: DatabaseKind,
  input: { redisUrl?: string | null; lanes?: number; http?: Partial<Parameters<typeof startHttp>[0]> } = {},
): Promise<AdminSite> {
  const { redisUrl = null, lanes = 2 } = input;
  const world = await makeWorld(kind, { config: { baseUrl: null, redisUrl } });
  const { app } = world;
  await addAdmin(app.accounts);
  await addReader(app.accounts);
  const queues = lanes === 0 ? [] : app.config.queues;
  const service = await runService(app, { role: 'serve', queues, lanes });
  const server: HttpServer = await startHttp({
    ...app,
    host: '127.0.0.1',
    port: 0,
    service,
    redisUrl,
    ...input.http,
  });
  const tokenOf = async (who: string) =>
    (await createAccessToken(app.accounts, { email: `${who}@example.org`, name: 'test', days: null })).token;
  const tokens = { admin: await tokenOf('admin'), reader: await tokenOf('reader') };
  const cookies = {
    admin: await logInAt(server.url, 'admin@example.org'),
    reader: await logInAt(server.url, 'reader@example.org'),
  };
  return {
    world,
    service,
    url: server.url,
    cookies,
    tokens,
    ask: (method, path, { body, headers } = {}) =>
      fetch(server.url + path, {
        method,
        redirect: 'manual',
        headers: { Authorization: `Bearer ${tokens.admin}`, ...headers },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    submit: (path, fields = {}) =>
      fetch(server.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: cookies.admin, Origin: server.url, 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams(fields),
      }),
    async mode(wanted) {
      while (service.mode() !== wanted) await new Promise((go) => setTimeout(go, 50));
    },
    async stop() {
      await server.stop();
      await service.stop();
      await world.close();
    },
  };
}
