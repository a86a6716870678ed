import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { startRedis, type TestRedis } from '../../test/redis.ts';

describe.skipIf(!inject('redis'))('the queue board', () => {
  let redis: TestRedis;
  let site: AdminSite;
  beforeAll(async () => {
    redis = await startRedis();
    // Nobody takes the jobs, so that they are there to be seen.
    site = await startAdminSite('sqlite', { redisUrl: redis.url, lanes: 0 });
    await site.mode('rq');
  });
  afterAll(async () => {
    await site.stop();
    await redis.stop();
  });

  const counts = async (): Promise<Record<string, number>> => {
    const reply = await site.ask('GET', '/admin/queues/api/queues');
    expect(reply.status).toBe(200);
    const { queues } = (await reply.json()) as { queues: { name: string; counts: { waiting: number } }[] };
    return Object.fromEntries(queues.map(({ name, counts: { waiting } }) => [name, waiting]));
  };

  it('shows the jobs that are in Redis', async () => {
    const id = await site.world.subscribe();
    await site.ask('POST', `/api/admin/subscriptions/${id}/push`);
    expect(await counts()).toEqual({ high: 1, default: 0, low: 0 });
  });

  it('carries nothing from elsewhere and no script or style in its text', async () => {
    const reply = await site.ask('GET', '/admin/queues', { headers: { 'Accept-Language': 'zh-CN' } });
    expect(reply.headers.get('Content-Security-Policy')).not.toMatch(/unsafe|https?:/);
    const text = await reply.text();
    expect(text).toContain('<html lang="zh-CN">');
    expect(text).toContain('"lng":"zh-CN"');
    expect(text).not.toMatch(/https?:\/\//);
    expect(text).not.toMatch(/<style|style=/);
    const files = [...text.matchAll(/(?:src|href)="(static\/[^"]+)"/g)].map(([, name]) => name);
    expect(files.length).toBeGreaterThan(3);
    for (const name of files) {
      const file = await site.ask('GET', `/admin/queues/${name}`);
      expect(file.status, name).toBe(200);
      await file.arrayBuffer();
    }
  });

  it('gives out no other file', async () => {
    for (const name of [
      '../package.json',
      '%2e%2e/index.ejs',
      '..%2f..%2fpackage.json',
      'js',
      'nothing.js',
    ]) {
      expect((await site.ask('GET', `/admin/queues/static/${name}`)).status, name).toBe(404);
    }
  });

  it('changes nothing', async () => {
    const changes = [
      ['PUT', '/api/queues/high/pause'],
      ['PUT', '/api/queues/pause'],
      ['PUT', '/api/queues/high/empty'],
      ['POST', '/api/queues/high/add'],
      ['PUT', '/api/queues/high/1-0/clean'],
    ] as const;
    for (const [method, path] of changes) {
      expect((await site.ask(method, `/admin/queues${path}`)).status, path).toBe(405);
    }
    expect((await counts())['high']).toBe(1);
    expect(await site.service.carrier.queues()?.[0]?.isPaused()).toBe(false);
  });

  it('leads to the page of the queues while Redis is away, and shows the new ones when it is back', async () => {
    await redis.kill();
    await site.mode('local');
    const away = await site.ask('GET', '/admin/queues?lang=zh');
    expect(away.status).toBe(303);
    const location = away.headers.get('Location') ?? '';
    expect(location).toBe('/admin/push?done=noBoard&lang=zh');
    expect(await (await site.ask('GET', location)).text()).toContain('Redis 目前不可用');
    expect((await site.ask('GET', '/admin/queues/api/queues')).status).toBe(503);
    await redis.start();
    await site.mode('rq');
    expect(await counts()).toMatchObject({ default: 0, low: 0 });
  });
});
