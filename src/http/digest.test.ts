import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addDigest, addSearch, madeUpArticles, type Site, startSite } from '../../test/browser/site.ts';
import { addEdition } from '../../test/editions.ts';
import type { Article } from '../contract/article.ts';
import type { Cause } from '../contract/filters.ts';
import { saveArticles } from '../store/articles.ts';

describe('the page of a digest', () => {
  let site: Site;
  let articles: Article[];
  beforeAll(async () => {
    site = await startSite();
    articles = madeUpArticles(40);
  });
  afterAll(() => site.stop());

  const read = async (token: string, query = '') => (await fetch(`${site.url}/d/${token}${query}`)).text();
  const some = (from: number, count: number) => articles.slice(from, from + count);

  async function digest(input: Omit<Parameters<typeof addDigest>[1], 'subscriptionId'>, name = 'Sepsis') {
    const { id } = await addSearch(site.database, {
      name,
      recipients: [`reader${Math.random()}@example.org`],
    });
    return addDigest(site, { subscriptionId: id, ...input });
  }

  it('gives every article in the order of the mail, whole', async () => {
    const shown = some(0, 5);
    const [first, ...rest] = shown;
    if (!first) throw new Error('no articles');
    const words = 'A long finding that no mail would carry in full. '.repeat(4000);
    const long: Article = {
      ...first,
      abstract: {
        sections: [{ label: 'RESULTS', category: null, text: words, html: words }],
        copyright: null,
      },
    };
    const text = await read(await digest({ articles: [long, ...rest] }));
    const places = shown.map(({ pmid }) => text.indexOf(`id="p${pmid}"`));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(text).toContain(words.trim());
    for (const { pmid, title } of shown) {
      expect(text).toContain(`href="#p${pmid}"`);
      expect(text).toContain(`href="https://pubmed.ncbi.nlm.nih.gov/${pmid}/"`);
      expect(text).toContain(title.html);
    }
  });

  it('lists the papers that the mail gave by title, and counts them', async () => {
    const text = await read(await digest({ articles: some(5, 2), titles: some(7, 3) }));
    expect(text).toContain('5 new papers');
    expect(text).toContain('<ol start="3">');
    for (const { pmid } of some(7, 3)) expect(text).toContain(`/${pmid}/"`);
  });

  it('leads to PubMed where a record is not stored', async () => {
    const [kept, gone] = some(10, 2);
    if (!kept || !gone) throw new Error('no articles');
    const text = await read(await digest({ articles: [kept, gone], unstored: [gone.pmid] }));
    expect(text).toContain('This record is not stored here');
    expect(text).toContain(`PMID ${gone.pmid}</a>`);
    expect(text).toContain(kept.title.html);
  });

  it('shows a retraction that came after the mail', async () => {
    const [paper] = some(12, 1);
    if (!paper) throw new Error('no articles');
    const token = await digest({ articles: [paper] });
    const corrections = [{ type: 'RetractionIn', pmid: 1, source: 'J Made Up', note: null }];
    await saveArticles(site.database.store, [{ ...paper, version: paper.version + 1, corrections }]);
    const text = await read(token);
    expect(text).toContain('class="paper retracted"');
    expect(text).toContain('>Retracted</span>');
    expect(await read(token, '?lang=zh')).toContain('>已撤稿</span>');
  });

  it('shows the figures of the editions in force today, and the marks that the mail had', async () => {
    const [paper, waited] = some(20, 2);
    if (!paper?.journal || !waited) throw new Error('no articles');
    const { store } = site.database;
    const shown: Article = { ...paper, journal: { ...paper.journal, title: 'A Journal', nlmId: '7654321' } };
    const mark: Cause = { rule: 'impact-factor', unknown: true, value: null };
    const token = await digest({ articles: [shown], titles: [waited], marksOf: () => [mark] });
    const before = await read(token);
    expect(before).not.toContain('b-metric');
    expect(before.split('>Impact factor unknown</span>')).toHaveLength(3);
    const measure = (text: string) => ({ text, from: Number(text), to: Number(text) });
    for (const [year, factor] of [
      [2024, '4.4'],
      [2025, '5.5'],
    ] as const) {
      const rows = [{ title: 'A JOURNAL', nlmId: '7654321', values: { measure: measure(factor) } }];
      await addEdition(store, { source: 'jcr', year, rows });
    }
    const text = await read(token);
    expect(text).toContain('class="badge b-metric">IF 5.5 (2025)</span>');
    expect(text).not.toContain('IF 4.4');
    expect(text.split('>Impact factor unknown</span>')).toHaveLength(3);
    const chinese = await read(token, '?lang=zh');
    expect(chinese).toContain('>IF 5.5（2025）</span>');
    expect(chinese.split('>影响因子未知</span>')).toHaveLength(3);
  });

  it('reads a digest of before there were marks', async () => {
    const token = await digest({ articles: some(23, 1), titles: some(24, 1) });
    const { content } = await site.database.store.db
      .selectFrom('digest')
      .select('content')
      .where('token', '=', token)
      .executeTakeFirstOrThrow();
    expect(content).not.toContain('marks');
    expect(await read(token)).not.toContain('b-unknown');
  });

  it('escapes what came from outside', async () => {
    const [paper] = some(13, 1);
    if (!paper) throw new Error('no articles');
    const evil = '"><script>alert(1)</script>';
    const author = { ...paper.authors[0], lastName: evil, foreName: evil, initials: null, suffix: null };
    const authors = Array.from({ length: 6 }, () => ({
      ...author,
      collectiveName: null,
      orcid: null,
      affiliations: [],
      equalContribution: false,
    }));
    const hostile: Article = {
      ...paper,
      doi: `10.1/${evil}`,
      authors,
      keywords: [{ text: evil, major: false, owner: null }],
      journal: paper.journal && { ...paper.journal, isoAbbreviation: evil },
    };
    const text = await read(await digest({ articles: [hostile] }, evil));
    expect(text).not.toContain('<script');
    expect(text).toContain('&lt;script&gt;');
    expect(text).toContain('<summary>All authors</summary>');
  });

  it('says so when it is a test or holds nothing', async () => {
    const text = await read(await digest({ articles: [], test: true }));
    expect(text).toContain('This is a test digest.');
    expect(text).toContain('Nothing new this time');
  });

  it('gives nobody a link that stops the mails: the page may be forwarded', async () => {
    expect(await read(await digest({ articles: some(14, 1) }))).not.toContain('/u/');
  });

  it('speaks the language of the mail unless the reader chose the other', async () => {
    const { id } = await addSearch(site.database, { locale: 'zh', recipients: ['chinese@example.org'] });
    const token = await addDigest(site, { subscriptionId: id, articles: some(15, 2) });
    expect(await read(token)).toContain('2 篇新文献');
    const english = await read(token, '?lang=en');
    expect(english).toContain('2 new papers');
    expect(english).toContain('every day at 08:00');
    expect(english).toContain(`href="/d/${token}?lang=zh"`);
  });

  it('answers HEAD', async () => {
    const token = await digest({ articles: some(17, 1) });
    const reply = await fetch(`${site.url}/d/${token}`, { method: 'HEAD' });
    expect(reply.status).toBe(200);
    expect(reply.headers.get('Cache-Control')).toBe('private, no-store');
  });

  it.each(['made-up', '%00', '..%2f..%2fetc', 'x'.repeat(500)])(
    'says what to do where the link is unknown: %.20s',
    async (token) => {
      const reply = await fetch(`${site.url}/d/${token}`);
      expect(reply.status).toBe(404);
      expect(await reply.text()).toContain('This link leads to no digest');
      expect((await fetch(`${site.url}/d/${token}`, { method: 'POST' })).status).toBe(405);
    },
  );
});
