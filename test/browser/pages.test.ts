import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Locale } from '../../src/contract/locale.ts';
import { findChromium, launchChromium } from './chromium.ts';
import { addDigest, addSearch, madeUpArticles, type Site, startSite } from './site.ts';

const executable = findChromium();

describe.skipIf(executable === null)('the pages in a browser', () => {
  let browser: Browser;
  let site: Site;
  let plain: Site;
  const addresses: Record<Locale, string[]> = { en: [], zh: [] };
  beforeAll(async () => {
    browser = await launchChromium(executable ?? '');
    site = await startSite({ withOutbox: true, demo: { nextDay: async () => undefined } });
    plain = await startSite();
    const articles = madeUpArticles(16);
    for (const locale of ['en', 'zh'] as const) {
      const search = await addSearch(site.database, {
        locale,
        name: locale === 'zh' ? '脓毒症' : 'Sepsis',
        query: `sepsis[tiab] AND ${'averyveryverylongwordwithoutanyspace'.repeat(4)}[tiab]`,
        recipients: [`${locale}@example.org`, `${locale}2@example.org`],
      });
      const token = await addDigest(site, {
        subscriptionId: search.id,
        articles: articles.slice(0, 12),
        titles: articles.slice(12),
        test: true,
      });
      const mail = site.outbox.list().length;
      addresses[locale] = [
        `${plain.url}/`,
        `${plain.url}/nothing`,
        `${site.url}/`,
        `${site.url}/d/${token}`,
        ...search.tokens.map((one) => `${site.url}/u/${one}`),
        ...['', '/text', '/source'].map((part) => `${site.url}/outbox/${mail}${part}`),
      ];
    }
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await plain?.stop();
  });

  async function open<T>(
    options: Parameters<Browser['newContext']>[0],
    work: (page: Page, context: BrowserContext) => Promise<T>,
  ): Promise<T> {
    const context = await browser.newContext(options);
    try {
      return await work(await context.newPage(), context);
    } finally {
      await context.close();
    }
  }
  const speaking = { en: 'en-GB', zh: 'zh-CN' };
  const phone = { width: 390, height: 844 };

  it.each(['en', 'zh'] as const)('fit a phone and leave the console quiet (%s)', async (locale) => {
    await open({ viewport: phone, locale: speaking[locale] }, async (page) => {
      const complaints: string[] = [];
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
      });
      page.on('pageerror', (error) => complaints.push(error.message));
      for (const address of addresses[locale]) {
        await page.goto(address);
        expect(await page.evaluate('document.documentElement.scrollWidth'), address).toBe(phone.width);
      }
      // The browser itself reports the 404 that was asked for.
      expect(complaints.filter((text) => !text.includes('status of 404'))).toEqual([]);
    });
  });

  it('speak Chinese throughout to a Chinese reader', async () => {
    await open({ locale: 'zh-CN' }, async (page) => {
      for (const address of addresses.zh) {
        await page.goto(address);
        expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
        const words = await page.evaluate<string[]>(ownWords);
        expect(words.length).toBeGreaterThan(2);
        const english = words
          .join(' ')
          // Names, addresses and units that are the same in both languages.
          .replace(
            /\S+@\S+|[A-Z]\w+\/[A-Z]\w+|PubMed|NCBI|PMID|DOI|\.eml|\bKB\b|Literature Push|averyvery\w*/g,
            '',
          )
          .match(/[A-Za-z]{2,}/g);
        expect(english, address).toBeNull();
      }
    });
  });

  it('speak English throughout to an English reader', async () => {
    await open({ locale: 'en-GB' }, async (page) => {
      for (const address of addresses.en) {
        await page.goto(address);
        expect(await page.getAttribute('html', 'lang')).toBe('en');
        const chinese = (await page.evaluate<string[]>(ownWords)).join(' ').match(/\p{sc=Han}+/gu);
        // The outbox lists the mails of both.
        expect(address === `${site.url}/` ? null : chinese, address).toBeNull();
      }
    });
  });

  it('keep the page when the language is switched', async () => {
    await open({ locale: 'en-GB' }, async (page) => {
      const { tokens } = await addSearch(site.database, { recipients: ['switch@example.org'] });
      await page.goto(`${site.url}/u/${tokens[0]}`);
      await page.getByRole('link', { name: '中文' }).click();
      expect(new URL(page.url()).pathname).toBe(`/u/${tokens[0]}`);
      expect(await page.textContent('h1')).toBe('您收到的检索邮件');
      await page.getByRole('button', { name: '停止接收这些邮件' }).click();
      expect(await page.getByRole('status').textContent()).toContain('已停止');
    });
  });

  it('pause, resume, stop and take back, by clicking and without scripts', async () => {
    await open({ locale: 'en-GB', viewport: phone, javaScriptEnabled: false }, async (page) => {
      const { tokens } = await addSearch(site.database, { recipients: ['clicks@example.org'] });
      const status = () => page.getByRole('status').textContent();
      const press = (name: string) => page.getByRole('button', { name }).click();
      await page.goto(`${site.url}/u/${tokens[0]}`);
      await press('Pause for 7 days');
      expect(await status()).toContain('paused');
      await press('Pause until this day');
      expect(await page.textContent('.state')).toContain('Paused until');
      await press('Resume now');
      expect(await status()).toContain('come again');
      await press('Stop these mails');
      expect(await status()).toContain('no more');
      await press('Send me these mails again');
      expect(await page.textContent('.state')).toContain('These mails are on');
    });
  });

  it.each(['light', 'dark'] as const)('can be read in the %s', async (colorScheme) => {
    await open({ locale: 'en-GB', colorScheme }, async (page) => {
      for (const address of addresses.en) {
        await page.goto(address);
        const pairs = await page.evaluate<Pair[]>(colourPairs);
        expect(pairs.length).toBeGreaterThan(3);
        const weak = pairs.filter(({ ink, ground }) => contrast(ink, ground) < 4.5);
        expect(weak, address).toEqual([]);
      }
      const ground = await page.evaluate<Colour>(
        'getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)',
      );
      expect(luminance(ground) < 0.1).toBe(colorScheme === 'dark');
    });
  });

  it('renew the list of mails by themselves', async () => {
    const other = await startSite({ withOutbox: true });
    await open({ locale: 'en-GB' }, async (page) => {
      await page.goto(other.url);
      expect(await page.textContent('#mails')).toContain('No mail yet');
      other.outbox.keep(Buffer.from('Subject: fresh\r\n\r\nx'), {
        from: 'a@example.org',
        to: ['b@example.org'],
      });
      await page.getByRole('link', { name: 'fresh' }).click();
      expect(await page.textContent('h1')).toBe('fresh');
    });
    await other.stop();
  });

  it('show a mail in its frame, whose links open in a window of their own', async () => {
    await open({ locale: 'en-GB' }, async (page, context) => {
      await page.goto(`${site.url}/outbox/1`);
      const link = page.frameLocator('iframe').getByRole('link', { name: 'Read this digest in the browser' });
      const opened = context.waitForEvent('page');
      await link.click();
      expect(await (await opened).textContent('h1')).toBe('Sepsis');
      expect(page.url()).toBe(`${site.url}/outbox/1`);
    });
  });
});

/** What stands on a page in our own words: not a paper's, a mail's or a name's. */
const ownWords = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [document.title];
  const foreign = '[lang="en"], [lang="zh-CN"]:not(html), [hreflang], code, pre, .source, .authors, .mails, .mail h1, .mail dd, .contents ol, .links a:not(.free), .keywords span, .paper h2, .paper p[lang], .paper .heading + p';
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.textContent.trim() && !node.parentElement.closest(foreign)) words.push(node.textContent.trim());
  }
  for (const one of document.querySelectorAll('[aria-label], [title]')) {
    if (!one.closest('iframe')) words.push(one.getAttribute('aria-label') ?? one.title);
  }
  return words;
})()`;

type Colour = number[];
interface Pair {
  words: string;
  ink: Colour;
  ground: Colour;
}

/** The colour of every text and of what it stands on. */
const colourPairs = `(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const pairs = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    let ground = null;
    for (let at = element; at && !ground; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) ground = colour;
    }
    pairs.push({ words: walker.currentNode.textContent.slice(0, 40), ink: parse(getComputedStyle(element).color), ground });
  }
  return pairs;
})()`;

/** As WCAG 2 defines them. */
function luminance([red = 0, green = 0, blue = 0]: Colour): number {
  const linear = (value: number) =>
    value <= 10.31 ? value / 3294.6 : ((value / 255 + 0.055) / 1.055) ** 2.4;
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function contrast(one: Colour, other: Colour): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
