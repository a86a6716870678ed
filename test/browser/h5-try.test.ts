import { it } from 'vitest';
import { startAdminSite } from '../admin-site.ts';
import { startRedis } from '../redis.ts';
import { findChromium, launchChromium } from './chromium.ts';

it('shots', async () => {
  const redis = await startRedis();
  const site = await startAdminSite('sqlite', { redisUrl: redis.url });
  await site.mode('rq');
  const { store } = site.world.app;
  const id = await site.world.subscribe();
  await store.db.insertInto('job').values({ kind: 'push', key: 'x1', queue: 'default', subscription_id: id, state: 'failed', attempts: 3, tries: 3, next_attempt: store.now(), history: JSON.stringify([{ at: 1, ms: 1234, error: 'x', worker: 'w' }]), error: 'PubMed does not know, and would leave out: flibberti[tiab]', created_at: store.now(), finished_at: store.now() }).execute();
  await store.db.insertInto('job').values({ kind: 'deliver', key: 'x2', queue: 'high', state: 'failed', attempts: 10, tries: 10, next_attempt: store.now(), history: JSON.stringify([{ at: 1, ms: 234, error: 'x', worker: 'w' }]), error: 'connect ECONNREFUSED 127.0.0.1:2525 averyveryverylongwordwithoutanyspaceaveryveryverylongwordwithoutanyspaceaveryveryverylongwordwithoutanyspace', created_at: store.now(), finished_at: store.now() }).execute();
  console.log(JSON.stringify(await (await site.ask('GET', '/admin/rq/status')).json(), null, 1));
  await site.ask('POST', '/api/admin/queue/low/pause');
  await site.ask('POST', '/api/admin/queue/default/pause');
  await site.ask('POST', `/api/admin/push`);
  const browser = await launchChromium(findChromium() ?? '');
  for (const [locale, scheme] of [['en-GB', 'light'], ['zh-CN', 'dark'], ['zh-CN', 'light']] as const)
    for (const width of [1280, 390]) {
      const context = await browser.newContext({ locale, colorScheme: scheme, viewport: { width, height: 900 } });
      await context.addCookies([{ name: site.cookies.admin.split('=')[0]!, value: site.cookies.admin.split('=').slice(1).join('='), url: site.url }]);
      const page = await context.newPage();
      page.on('console', (m) => console.log(width, locale, m.type(), m.text()));
      page.on('pageerror', (m) => console.log(width, locale, 'ERR', m.message));
      page.on('requestfailed', (m) => console.log(width, locale, 'FAILED', m.url()));
      await page.goto(`${site.url}/admin/push?done=test&way=rq&ms=12`);
      await page.screenshot({ path: `/tmp/h5-push-${locale}-${scheme}-${width}.png`, fullPage: true }); if (width === 390) { await page.screenshot({ path: `/tmp/h5-top-${locale}-${scheme}.png`, fullPage: true, clip: { x: 0, y: 0, width: 390, height: 1400 } }); await page.screenshot({ path: `/tmp/h5-bot-${locale}-${scheme}.png`, fullPage: true, clip: { x: 0, y: 1400, width: 390, height: 1400 } }); }
      await page.goto(`${site.url}/admin/queues`);
      await page.waitForTimeout(2500);
      await page.screenshot({ path: `/tmp/h5-board-${locale}-${scheme}-${width}.png` });
      await page.goto(`${site.url}/admin/queues/queue/default?status=waiting`);
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `/tmp/h5-queue-${locale}-${scheme}-${width}.png` });
      console.log(await page.evaluate('document.documentElement.scrollWidth'));
      await context.close();
    }
  await browser.close();
  await site.stop();
  await redis.stop();
}, 120_000);
