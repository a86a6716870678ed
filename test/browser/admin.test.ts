import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../admin-site.ts';
import { addFailedJob } from '../failed-job.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { findChromium, launchChromium } from './chromium.ts';

const executable = findChromium();

describe.skipIf(executable === null || !inject('redis'))('the back office in a browser', () => {
  let browser: Browser;
  let redis: TestRedis;
  let site: AdminSite;
  beforeAll(async () => {
    browser = await launchChromium(executable ?? '');
    redis = await startRedis();
    // Nobody takes the jobs, so that the board has one to show.
    site = await startAdminSite('sqlite', { redisUrl: redis.url, lanes: 0 });
    await site.mode('rq');
    const { store } = site.world.app;
    const id = await site.world.subscribe();
    await site.ask('POST', `/api/admin/subscriptions/${id}/push`);
    await site.ask('POST', '/api/admin/queue/low/pause');
    await addFailedJob(store, {
      key: 'a',
      kind: 'push',
      subscriptionId: id,
      error: 'PubMed does not know, and would leave out: flibberti[tiab]',
    });
    await addFailedJob(store, { key: 'b', kind: 'deliver', error: `550 ${'averyverylongword'.repeat(20)}` });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await redis?.stop();
  });

  /** A browser of somebody who is logged in, and all that its console complains of. */
  async function open<T>(
    options: Parameters<Browser['newContext']>[0],
    work: (page: Page, complaints: string[]) => Promise<T>,
  ): Promise<T> {
    const context: BrowserContext = await browser.newContext(options);
    try {
      const [name = '', value = ''] = site.cookies.admin.split(/=(.*)/s);
      await context.addCookies([{ name, value, url: site.url }]);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        if (!request.url().startsWith(`${site.url}/`)) complaints.push(`asked ${request.url()}`);
      });
      return await work(page, complaints);
    } finally {
      await context.close();
    }
  }

  const looks = (['en-GB', 'zh-CN'] as const).flatMap((locale) =>
    (['light', 'dark'] as const).flatMap((colorScheme) =>
      [1280, 390].map((width) => ({ locale, colorScheme, width })),
    ),
  );

  it.each(looks)('fits and keeps the console quiet: $locale, $colorScheme, $width px', async (look) => {
    const { locale, colorScheme, width } = look;
    await open({ locale, colorScheme, viewport: { width, height: 900 } }, async (page, complaints) => {
      const fits = async () =>
        expect(await page.evaluate('document.documentElement.scrollWidth'), page.url()).toBeLessThanOrEqual(
          width,
        );
      await page.goto(`${site.url}/admin/push?done=swept&removed=2`);
      expect(await page.textContent('#mode')).toBe('rq');
      await page.click('#push-all summary');
      await page.click('#clear-all summary');
      await fits();

      await page.goto(`${site.url}/admin/queues`);
      const waiting = locale === 'zh-CN' ? '等待' : 'Waiting';
      await page.getByText(waiting, { exact: false }).first().waitFor();
      await fits();
      await page.goto(`${site.url}/admin/queues/queue/high`);
      await page.getByText('jobData').waitFor();
      await fits();
      await page.getByRole('link', { name: /push/ }).first().click();
      await page.waitForURL(/\/queue\/high\/\d+-0/);
      await page.getByText('jobData').waitFor();
      await fits();
      expect(complaints).toEqual([]);
    });
  });

  it('goes from the board back to the page, and offers nothing that would change a job', async () => {
    await open({ locale: 'zh-CN' }, async (page, complaints) => {
      await page.goto(`${site.url}/admin/queues/queue/high`);
      await page.getByText('jobData').waitFor();
      const buttons = (await page.getByRole('button').allTextContents()).join(' ');
      expect(buttons).not.toMatch(/重试|清空|删除|添加|暂停|提升/);
      const menus = page.locator('header').getByRole('button');
      await menus.last().click();
      await page.getByText('返回推送与队列').click();
      await page.locator('#mode').waitFor();
      expect(new URL(page.url()).pathname).toBe('/admin/push');
      expect(complaints).toEqual([]);
    });
  });

  it('renews the figures and keeps what is typed, unfolded and in focus', async () => {
    await open({ locale: 'en-GB' }, async (page, complaints) => {
      await page.clock.install();
      await page.goto(`${site.url}/admin/push`);
      await page.fill('#subscription', '12');
      await page.click('#clear-all summary');
      await page.focus('#retry-all');
      const before = await page.textContent('#failures');
      await addFailedJob(site.world.app.store, { key: 'fresh', error: 'a fresh failure' });
      await page.clock.runFor(5_100);
      await page.getByText('a fresh failure').waitFor();
      expect(await page.textContent('#failures')).not.toBe(before);
      expect(await page.inputValue('#subscription')).toBe('12');
      expect(await page.getAttribute('#clear-all', 'open')).toBe('');
      expect(await page.evaluate('document.activeElement.id')).toBe('retry-all');
      expect(await page.isVisible('#stale')).toBe(false);
      expect(complaints).toEqual([]);
      // Logged out elsewhere: the figures that stand there are said to be old ones.
      await page.context().clearCookies();
      await page.clock.runFor(5_100);
      await page.locator('#stale').waitFor({ state: 'visible' });
    });
  });

  it('works by clicking, without scripts', async () => {
    await open({ locale: 'en-GB', javaScriptEnabled: false }, async (page) => {
      const status = () => page.getByRole('status').first().textContent();
      await page.goto(`${site.url}/admin/push`);
      await page.getByRole('button', { name: 'Resume the queue low' }).click();
      expect(await status()).toBe('The queue low goes on.');
      await page.getByRole('button', { name: 'Pause the queue low' }).click();
      expect(await status()).toContain('The queue low is paused');
      await page.click('#push-all summary');
      await page.getByRole('button', { name: 'Yes, push all now' }).click();
      expect(await status()).toContain('being pushed');
      await page.fill('#subscription', '424242');
      await page.getByRole('button', { name: 'Push now' }).click();
      expect(await page.getByRole('alert').textContent()).toContain('no subscription 424242');
      await page.getByRole('link', { name: '中文' }).click();
      expect(await page.textContent('h1')).toBe('推送与队列');
      await page.getByRole('button', { name: '退出登录' }).click();
      expect(new URL(page.url()).pathname).toBe('/login');
    });
  });
});
