import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addDigest, addSearch, madeUpArticles, type Site, startSite } from '../../test/browser/site.ts';

describe('the outbox of the demo', () => {
  let site: Site;
  let days: number;
  beforeEach(async () => {
    days = 0;
    site = await startSite({
      withOutbox: true,
      demo: {
        async nextDay() {
          days += 1;
        },
      },
    });
  });
  afterEach(() => site.stop());

  const get = (path: string) => fetch(site.url + path);
  const read = async (path: string) => (await get(path)).text();
  const keep = (message: string) =>
    site.outbox.keep(Buffer.from(message.replaceAll('\n', '\r\n')), {
      from: 'push@example.org',
      to: ['reader@example.org'],
    });

  it('lists the mails, the newest first', async () => {
    expect(await read('/')).toContain('No mail yet');
    keep('Subject: older\n\nx');
    keep('Subject: <b>newer</b>\n\nx');
    const text = await read('/');
    expect(text).toContain('2 mails');
    expect(text.indexOf('&lt;b&gt;newer')).toBeLessThan(text.indexOf('older'));
    expect(text.indexOf('&lt;b&gt;newer')).toBeGreaterThan(0);
    expect(text).toContain('href="/outbox/2"');
  });

  it('shows a digest as HTML, as text, as source and as a file', async () => {
    const { id } = await addSearch(site.database, { name: 'Sepsis in children' });
    await addDigest(site, { subscriptionId: id, articles: madeUpArticles(2) });
    const page = await read('/outbox/1');
    expect(page).toContain('2 new papers: Sepsis in children');
    expect(page).toContain('reader@example.org');
    expect(page).toContain(
      '<iframe src="/outbox/1/html" sandbox="allow-popups allow-popups-to-escape-sandbox"',
    );
    expect(await read('/outbox/1/text')).toContain('<pre class="text">Sepsis in children');
    expect(await read('/outbox/1/source')).toContain('Content-Type: multipart/alternative');
    const file = await get('/outbox/1/raw');
    expect(file.headers.get('Content-Disposition')).toContain('mail-1.eml');
    expect(Buffer.from(await file.arrayBuffer()).equals(site.outbox.raw(1) ?? Buffer.alloc(0))).toBe(true);
  });

  it('shows the HTML part only so that it can run and load nothing', async () => {
    keep(
      'Subject: evil\nMIME-Version: 1.0\nContent-Type: text/html\n\n<html><head></head><script>alert(1)</script></html>',
    );
    const reply = await get('/outbox/1/html');
    const policy = reply.headers.get('Content-Security-Policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/sandbox(?!.*allow-(scripts|same-origin|forms))/);
    expect(policy).not.toContain('script-src');
    expect(policy).toContain("frame-ancestors 'self'");
    expect(await reply.text()).toContain('<head><base target="_blank">');
    expect((await get('/outbox/1')).headers.get('Content-Security-Policy')).toContain(
      "frame-ancestors 'none'",
    );
  });

  it('escapes a mail that is not ours', async () => {
    keep('From: "<i>x" <a@example.org>\nTo: b@example.org\nSubject: <script>\n\n<script>alert(1)</script>');
    for (const part of ['', '/text', '/source']) {
      const text = await read(`/outbox/1${part}`);
      expect(text).not.toContain('<script>');
      expect(text).not.toContain('<i>x');
    }
    expect(await read('/outbox/1')).toContain('This mail has no such part');
  });

  it('shows a mail of which nothing can be made', async () => {
    keep('');
    expect((await get('/outbox/1')).status).toBe(200);
    expect(await read('/outbox/1')).toContain('(no subject)');
  });

  it.each([
    '/outbox/7',
    '/outbox/7/html',
    '/outbox/7/raw',
    '/outbox/x',
    '/outbox/99999999999',
    '/outbox/1/other',
  ])('has nothing at %s', async (path) => {
    keep('Subject: x\n\nx');
    expect((await get(path)).status).toBe(404);
  });

  it('lets a day pass from our own page, and from no other', async () => {
    expect(await read('/?lang=zh')).toContain('action="/demo/next-day?lang=zh"');
    const press = (site_: string) =>
      fetch(`${site.url}/demo/next-day?lang=zh`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'Sec-Fetch-Site': site_ },
      });
    const foreign = await press('cross-site');
    expect([foreign.status, days]).toEqual([403, 0]);
    const own = await press('same-origin');
    expect([own.status, own.headers.get('Location'), days]).toEqual([303, '/?lang=zh', 1]);
    expect((await get('/demo/next-day')).status).toBe(405);
  });

  it('has no such button where the demo cannot do it', async () => {
    const plain = await startSite({ withOutbox: true });
    expect(await (await fetch(plain.url)).text()).not.toContain('/demo/');
    expect((await fetch(`${plain.url}/demo/next-day`, { method: 'POST' })).status).toBe(404);
    await plain.stop();
  });
});
