import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { addFailedJob } from '../../test/failed-job.ts';
import { startRedis } from '../../test/redis.ts';
import { findJob } from '../store/jobs.ts';

const jobsOf = ({ world }: AdminSite, kind: string) =>
  world.app.store.db
    .selectFrom('job')
    .select(['id', 'subscription_id', 'state'])
    .where('kind', '=', kind as 'push')
    .execute();

describe('the page of pushes and queues', () => {
  let site: AdminSite;
  beforeAll(async () => {
    // Nobody takes the jobs, so that they stay as the acts left them.
    site = await startAdminSite('sqlite', { lanes: 0 });
  });
  afterAll(() => site.stop());

  const page = async (query = '', language = 'en'): Promise<string> =>
    (
      await fetch(`${site.url}/admin/push${query}`, {
        headers: { Cookie: site.cookies.admin, 'Accept-Language': language },
      })
    ).text();

  /** Presses a button and follows to the page, as a browser does. @returns what the result line says. */
  async function press(act: string, fields: Record<string, string> = {}): Promise<string> {
    const reply = await site.submit(`/admin/push/${act}`, fields);
    expect(reply.status, act).toBe(303);
    const location = new URL(reply.headers.get('Location') ?? '', site.url);
    expect(location.pathname).toBe('/admin/push');
    return bannerIn(await page(location.search));
  }
  const bannerIn = (text: string): string =>
    /<p class="banner[^"]*" role="(?:status|alert)">([^<]+)/.exec(text)?.[1] ?? '';

  it('tells the mode, since when and why, in both languages', async () => {
    const english = await page();
    expect(english).toMatch(/id="mode">local</);
    expect(english).toContain('Redis is not used here');
    expect(english).toContain('not used');
    const chinese = await page('', 'zh-CN');
    expect(chinese).toContain('调度器模式');
    expect(chinese).toContain('未启用');
    expect(chinese).not.toContain('Redis is not used here');
  });

  it('tells the next step where there is nothing to show', async () => {
    const text = await page();
    expect(text).toContain('litpush subscription add');
    expect(text).toContain('Nothing has failed');
    expect(bannerIn(text)).toBe('');
  });

  it('pushes one subscription', async () => {
    const id = await site.world.subscribe();
    expect(await press('push-one', { subscription: ` ${id} ` })).toBe(`Subscription ${id} is being pushed.`);
    expect(await jobsOf(site, 'push')).toMatchObject([{ subscription_id: id }]);
    expect(await press('push-one', { subscription: String(id) })).toContain('was open already');
  });

  it('says that there is no such subscription, beside everything else', async () => {
    for (const subscription of ['999999', 'x<b>', '']) {
      const reply = await site.submit('/admin/push/push-one', { subscription });
      expect(reply.status).toBe(404);
      const text = await reply.text();
      expect(text).toContain('role="alert"');
      expect(text).not.toContain('x<b>');
      expect(text).toContain('href="/admin/push?lang=zh"');
      expect(text).toContain('id="mode"');
    }
  });

  it('pushes all and schedules all, once', async () => {
    expect(await press('push-all')).toContain('are being pushed');
    expect(await press('push-all')).toContain('under way already');
    expect(await jobsOf(site, 'push-all')).toHaveLength(1);
    expect(await press('schedule-all')).toContain('scheduled again');
    expect(await jobsOf(site, 'schedule-all')).toHaveLength(1);
  });

  it('pauses and resumes a queue', async () => {
    expect(await press('pause', { queue: 'low' })).toContain('The queue low is paused');
    expect(await page()).toContain('aria-label="Resume the queue low"');
    expect(await press('resume', { queue: 'low' })).toContain('The queue low goes on');
    expect(await page()).toContain('aria-label="Pause the queue low"');
  });

  it('lists, retries and clears what has failed, with words of ours in the language of the reader', async () => {
    const { store } = site.world.app;
    const error = 'PubMed left the dates of this search out of account';
    const one = await addFailedJob(store, { key: 'page-1', error });
    const two = await addFailedJob(store, { key: 'page-2', error: '<script>alert(1)</script>' });
    const chinese = await page('', 'zh');
    expect(chinese).toContain('PubMed 忽略了检索中的日期条件');
    expect(chinese).toContain('&lt;script&gt;');
    expect(chinese).not.toContain('<script>alert');
    expect(await press('retry', { job: String(one) })).toBe('1 job is in line again.');
    expect((await findJob(store, one))?.state).toBe('waiting');
    expect(await press('clear', { job: String(two) })).toBe('1 failed job was cleared.');
    expect(await findJob(store, two)).toBeUndefined();
    expect((await site.submit('/admin/push/clear', { job: String(two) })).status).toBe(404);
    for (const key of ['page-3', 'page-4']) await addFailedJob(store, { key, error });
    expect(await press('retry', { job: 'all' })).toBe('2 jobs are in line again.');
    for (const key of ['page-5', 'page-6']) await addFailedJob(store, { key, error });
    expect(await press('clear', { job: 'all' })).toBe('2 failed jobs were cleared.');
    expect(await page()).toContain('Nothing has failed');
  });

  it('says that there is no Redis from which to remove anything', async () => {
    expect(await press('sweep')).toContain('Redis is not there');
  });

  it('does nothing that it does not understand', async () => {
    for (const [act, fields] of [
      ['pause', { queue: 'urgent' }],
      ['retry', { job: '-1' }],
      ['clear', {}],
    ] as const) {
      expect((await site.submit(`/admin/push/${act}`, fields)).status, act).toBe(400);
    }
    expect((await site.submit('/admin/push/explode')).status).toBe(404);
  });

  it('does nothing for a form of another site', async () => {
    const id = await site.world.subscribe();
    const reply = await fetch(`${site.url}/admin/push/push-one`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: site.cookies.admin, 'Sec-Fetch-Site': 'cross-site' },
      body: new URLSearchParams({ subscription: String(id) }),
    });
    expect(reply.status).toBe(403);
    expect((await jobsOf(site, 'push')).map((job) => job.subscription_id)).not.toContain(id);
  });

  it('puts no words of an address onto the page', async () => {
    for (const query of [
      '?done=test&way=evil&ms=evil',
      '?done=paused&queue=evil',
      '?problem=evil',
      '?done=evil',
      '?done=pushOne&id=evil',
      '?problem=toString',
      '?done=constructor',
    ]) {
      expect(await page(query), query).not.toContain('evil');
    }
    expect(bannerIn(await page('?problem=no-worker', 'en'))).toContain('litpush worker');
  });

  it('keeps the chosen language through a form', async () => {
    const reply = await site.submit('/admin/push/sweep?lang=zh');
    expect(reply.headers.get('Location')).toBe('/admin/push?done=sweptNot&lang=zh');
  });
});

describe.skipIf(!inject('redis'))('the page of pushes and queues with Redis', () => {
  it('shows rq and Redis connected, what to mend there, and that a job comes back', async () => {
    const redis = await startRedis();
    const site = await startAdminSite('sqlite', { redisUrl: redis.url });
    await site.mode('rq');
    const read = async (language: string) =>
      (await site.ask('GET', '/admin/push', { headers: { 'Accept-Language': language } })).text();
    const chinese = await read('zh');
    expect(chinese).toMatch(/id="mode">rq</);
    expect(chinese).toContain('已连接，状态正常');
    expect(chinese).toContain('请开启 appendonly');
    expect(await read('en')).toContain('switch on appendonly');
    const tested = await site.submit('/admin/push/test');
    expect(tested.headers.get('Location')).toMatch(/^\/admin\/push\?done=test&way=rq&ms=\d+$/);
    await redis.kill();
    await site.mode('local');
    const away = await read('zh');
    expect(away).toMatch(/id="mode">local</);
    expect(away).toContain('未连接');
    expect(away).toMatch(/<dt>原因<\/dt><dd>[^<]*Redis/);
    await site.stop();
    await redis.stop();
  });
});
