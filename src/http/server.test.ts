import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Site, startSite } from '../../test/browser/site.ts';
import { Refusal } from '../errors.ts';
import { createLog, silentLog } from '../log.ts';
import type { RunningService } from './running-service.ts';
import { startHttp } from './server.ts';

describe('the server', () => {
  let site: Site;
  beforeEach(async () => {
    site = await startSite();
  });
  afterEach(() => site.stop());

  it('says that the process is alive', async () => {
    const reply = await fetch(`${site.url}/healthz`);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ status: 'ok' });
  });

  it('is ready while the database answers', async () => {
    const reply = await fetch(`${site.url}/readyz`);
    expect(reply.status).toBe(200);
    expect(await reply.json()).toEqual({ status: 'ready', checks: { database: 'ok' } });
  });

  it('shows a front page in the language of the browser, and in the other by a link', async () => {
    const chinese = await (
      await fetch(site.url, { headers: { 'Accept-Language': 'zh-CN,zh;q=0.9' } })
    ).text();
    expect(chinese).toContain('<html lang="zh-CN">');
    expect(chinese).toContain('服务正在运行');
    expect(chinese).toContain('href="/?lang=en"');
    expect(await (await fetch(`${site.url}/?lang=en`)).text()).toContain('The service is running');
  });

  it.each(['/', '/healthz', '/nothing', '/u/made-up', '/d/made-up', '/style.css'])(
    'sends the security headers with %s',
    async (path) => {
      const { headers } = await fetch(site.url + path);
      expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'");
      expect(headers.get('Content-Security-Policy')).not.toContain('unsafe-inline');
      expect(headers.get('Referrer-Policy')).toBe('no-referrer');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.get('X-Robots-Tag')).toContain('noindex');
      expect(headers.get('Cache-Control')).toBe(
        path === '/style.css' ? 'public, max-age=300' : 'private, no-store',
      );
    },
  );

  it('answers HEAD as GET, without a body', async () => {
    for (const path of ['/', '/healthz', '/style.css', '/icon.svg']) {
      const reply = await fetch(site.url + path, { method: 'HEAD' });
      expect(reply.status).toBe(200);
      expect(await reply.text()).toBe('');
    }
  });

  it('has no outbox and no demo outside the demo', async () => {
    for (const path of ['/outbox/1', '/outbox.js']) expect((await fetch(site.url + path)).status).toBe(404);
    expect((await fetch(`${site.url}/demo/next-day`, { method: 'POST' })).status).toBe(404);
  });

  it('refuses other methods and says which there are', async () => {
    const reply = await fetch(`${site.url}/healthz`, { method: 'POST' });
    expect(reply.status).toBe(405);
    expect(reply.headers.get('Allow')).toBe('GET, HEAD');
    expect(reply.headers.get('Referrer-Policy')).toBe('no-referrer');
    expect((await fetch(`${site.url}/u/made-up`, { method: 'DELETE' })).status).toBe(405);
  });

  it('refuses a body that is larger than any form', async () => {
    const body = new URLSearchParams({ act: 'stop', more: 'x'.repeat(70_000) });
    expect((await fetch(`${site.url}/u/made-up`, { method: 'POST', body })).status).toBe(413);
  });

  it('does not let an address of ours become a link to another site', async () => {
    const reply = await fetch(`${site.url}//elsewhere.example/"><script>`);
    expect(reply.status).toBe(404);
    const text = await reply.text();
    expect(text).not.toContain('href="//');
    expect(text).not.toContain('<script');
  });

  it('throws a refusal where the port is taken', async () => {
    const { store } = site.database;
    const second = startHttp({ store, log: silentLog(), host: '127.0.0.1', port: site.port });
    await expect(second).rejects.toThrow(Refusal);
    await expect(second).rejects.toMatchObject({ code: 'port-taken', params: { port: site.port } });
  });

  it('stops although a connection is kept alive', async () => {
    const { store } = site.database;
    const server = await startHttp({ store, log: silentLog(), host: '127.0.0.1', port: 0 });
    const socket = connect(server.port, '127.0.0.1');
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
    await new Promise((resolve) => socket.once('data', resolve));
    await server.stop();
    await closed;
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });
});

describe('an unexpected error', () => {
  it('is a page that tells nothing of the inside, and a line in the log that holds no token', async () => {
    const lines: string[] = [];
    const site = await startSite({ log: createLog('info', { write: (line) => void lines.push(line) }) });
    await site.database.store.close();
    for (const init of [{}, { method: 'POST', body: new URLSearchParams({ act: 'stop' }) }]) {
      const reply = await fetch(`${site.url}/u/some-token`, init);
      expect(reply.status).toBe(500);
      expect(reply.headers.get('Cache-Control')).toBe('private, no-store');
      const text = await reply.text();
      expect(text).toContain('Something went wrong here');
      expect(text).not.toMatch(/kysely|driver|sqlite|destroyed/i);
    }
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('"route":"/u/:token"');
    expect(lines.join()).not.toContain('some-token');
    await site.stop();
  });
});

describe('readiness', () => {
  it('waits for the scheduler and notices that it is stuck', async () => {
    let last: number | null = null;
    const site = await startSite({ service: { lastLook: () => last } as RunningService });
    const ask = async () => {
      const reply = await fetch(`${site.url}/readyz`);
      return { code: reply.status, body: await reply.json() };
    };
    expect(await ask()).toEqual({
      code: 503,
      body: { status: 'not-ready', checks: { database: 'ok', scheduler: 'failed' } },
    });
    last = Date.now();
    expect(await ask()).toMatchObject({ code: 200, body: { status: 'ready', checks: { scheduler: 'ok' } } });
    last = Date.now() - 61_000;
    expect(await ask()).toMatchObject({ code: 503, body: { checks: { scheduler: 'failed' } } });
    await site.stop();
  });

  it('fails when the database is gone, and says no more than that', async () => {
    const site = await startSite();
    await site.database.store.close();
    const reply = await fetch(`${site.url}/readyz`);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toEqual({ status: 'not-ready', checks: { database: 'failed' } });
    await site.stop();
  });
});
