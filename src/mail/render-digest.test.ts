import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article, Author, RichText } from '../contract/article.ts';
import type { Badge, DigestContent } from '../contract/digest.ts';
import { escapeHtml } from '../html.ts';
import { wordsOf } from './digest-words.ts';
import { renderDigest } from './render-digest.ts';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');
const rich = (text: string): RichText => ({ text, html: escapeHtml(text) });
const section = (text: string, label: string | null = null) => ({ ...rich(text), label, category: null });

const person = (lastName: string, initials = 'A'): Author => ({
  lastName,
  foreName: null,
  initials,
  suffix: null,
  collectiveName: null,
  orcid: null,
  affiliations: [],
  equalContribution: false,
});

const group = (name: string): Author => ({
  ...person('', ''),
  lastName: null,
  initials: null,
  collectiveName: name,
});

const noDate = { year: null, month: null, day: null, season: null, medlineDate: null };

const article = (pmid: number, more: Partial<Article> = {}): Article => ({
  kind: 'article',
  pmid,
  version: 1,
  status: 'MEDLINE',
  publicationStatus: 'ppublish',
  indexingMethod: null,
  title: rich(`A made-up study number ${pmid}.`),
  vernacularTitle: null,
  abstract: {
    sections: [section('Nothing was done.', 'METHODS'), section('Nothing was found.', 'RESULTS')],
    copyright: null,
  },
  otherAbstracts: [],
  authors: [person('Doe')],
  authorsComplete: true,
  editors: [],
  journal: {
    title: 'Journal of Made-up Studies',
    isoAbbreviation: 'J Made Up Stud',
    medlineTa: null,
    nlmId: null,
    country: null,
    issnPrint: null,
    issnElectronic: null,
    issnLinking: null,
  },
  book: null,
  volume: '12',
  issue: '3',
  pages: '45-50',
  dates: {
    entrez: null,
    pubmed: null,
    medline: null,
    revised: null,
    completed: null,
    print: { ...noDate, year: 2026, month: 11, day: 20 },
    electronic: null,
  },
  doi: `10.1000/made.up.${pmid}`,
  pmcid: null,
  pii: null,
  publicationTypes: [],
  mesh: [],
  keywords: [],
  languages: ['eng'],
  grants: [],
  corrections: [],
  ...more,
});

const digest = (articles: Article[], more: Partial<DigestContent> = {}): DigestContent => ({
  subscription: { name: 'Sepsis in the ICU', query: 'sepsis[tiab] AND "intensive care"' },
  locale: 'en',
  timeZone: 'Asia/Shanghai',
  createdAt: Date.parse('2026-11-23T23:30:00Z'),
  kind: 'digest',
  test: false,
  articles: articles.map((one) => ({ article: one, badges: [] })),
  waiting: { count: 0, titles: [] },
  notices: [],
  schedule: 'every day at 08:00, Asia/Shanghai',
  links: {
    page: 'https://push.example.org/d/token',
    stop: 'https://push.example.org/u/token',
    oneClick: null,
  },
  ...more,
});

const list = (count: number, more: Partial<Article> = {}): Article[] =>
  Array.from({ length: count }, (_, at) => article(1000 + at, more));

const words = (html: string): string =>
  html
    .replace(/<style>[\s\S]*?<\/style>|<!--[\s\S]*?-->|<title>[\s\S]*?<\/title>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&[a-z#0-9]+;/g, ' ')
    .replace(/\s+/g, ' ');

const linked = (source: string): number[] => [
  ...new Set(
    [...source.matchAll(/https:\/\/pubmed\.ncbi\.nlm\.nih\.gov\/(\d+)\//g)].map(([, pmid]) => Number(pmid)),
  ),
];

describe('a digest', () => {
  it('names the search, the count and the day of the reader in the subject', () => {
    expect(renderDigest(digest(list(3))).subject).toBe('3 new papers: Sepsis in the ICU (24 Nov 2026)');
    expect(renderDigest(digest(list(1))).subject).toBe('1 new paper: Sepsis in the ICU (24 Nov 2026)');
    expect(renderDigest(digest(list(2), { test: true })).subject).toMatch(/^\[Test\] 2 new papers/);
    const zh = { locale: 'zh', subscription: { name: '脓毒症', query: 'sepsis' } } as const;
    expect(renderDigest(digest(list(3), zh)).subject).toBe('3 篇新文献：脓毒症（2026年11月24日）');
    expect(renderDigest(digest(list(3), { ...zh, test: true })).subject).toMatch(/^【测试】/);
  });

  it('shows the articles in their order, numbered, with all that a reader needs', () => {
    const { html, text, rendered } = renderDigest(
      digest([
        article(11, { pmcid: 'PMC77', authors: ['Li', 'Ng', 'Wu', 'Xu', 'Yu'].map((name) => person(name)) }),
        article(12, { authors: [person('Doe'), group('The Made-up Study Group')], authorsComplete: false }),
        article(13, { abstract: null, vernacularTitle: rich('Eine erfundene Studie'), languages: ['ger'] }),
      ]),
    );
    expect(rendered).toEqual([11, 12, 13]);
    for (const part of [words(html), text.replace(/\s+/g, ' ')]) {
      const places = [11, 12, 13].map((pmid) => part.indexOf(`A made-up study number ${pmid}.`));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
      expect(places.every((at) => at >= 0)).toBe(true);
      expect(part).toContain('Li A, Ng A, Wu A, … Yu A (5 authors)');
      expect(part).toContain('Doe A, The Made-up Study Group, et al.');
      expect(part).toMatch(/J Made Up Stud\s+· 20 Nov 2026 · 12\(3\):45–50/);
      expect(part).toMatch(/METHODS:?\s+Nothing was done\./);
      expect(part).toContain('Eine erfundene Studie');
      expect(part).toContain('PubMed has no abstract of this paper.');
      expect(part).toContain('3 new papers');
      expect(part).toContain('24 November 2026');
      expect(part).toContain('every day at 08:00, Asia/Shanghai');
    }
    for (const part of [html, text]) {
      expect(part).toContain('https://doi.org/10.1000/made.up.11');
      expect(part).toContain('https://pmc.ncbi.nlm.nih.gov/articles/PMC77/');
      expect(part).toContain('https://push.example.org/d/token');
      expect(part).toContain('https://push.example.org/u/token');
      expect(part).toContain('https://www.ncbi.nlm.nih.gov/home/about/policies/');
    }
  });

  it('has a table of contents from four articles on, whose links lead to the articles', () => {
    expect(renderDigest(digest(list(3))).html).not.toContain('href="#');
    const { html, text } = renderDigest(digest(list(4)));
    const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    expect(targets).toEqual(['p1000', 'p1001', 'p1002', 'p1003']);
    for (const id of targets) expect(html).toContain(`id="${id}"`);
    expect(text).toContain('In this digest\n1. A made-up study number 1000.');
  });

  it('shows every kind of badge, and a retraction loudly, even by title only', () => {
    const kinds: Badge['kind'][] = [
      'preprint',
      'retracted',
      'concern',
      'erratum',
      'review',
      'trial',
      'book',
      'metric',
      'warning',
      'unknown',
      'note',
    ];
    for (const kind of kinds) {
      const content = digest([]);
      content.articles = [{ article: article(1), badges: [{ kind, label: `Label <${kind}>` }] }];
      const { html, text } = renderDigest(content);
      expect(html).toContain(`class="b-${kind}"`);
      expect(html).toContain(`Label &lt;${kind}&gt;`);
      expect(html).toContain(`.b-${kind}{`);
      expect(text).toContain(kind === 'retracted' ? '*** LABEL <RETRACTED> ***' : `[Label <${kind}>]`);
    }
    const many = digest(list(400));
    for (const one of many.articles) {
      one.badges = (['retracted', 'metric', 'warning', 'unknown'] as const).map((kind) => ({
        kind,
        label: kind,
      }));
    }
    const { html, rendered } = renderDigest(many);
    const rows = html.match(/<li style="margin:0 0 9px".*/g) ?? [];
    expect(rows.length).toBeGreaterThan(50);
    for (const kind of ['retracted', 'warning', 'unknown']) {
      expect(rows.every((row) => row.includes(`b-${kind}`))).toBe(true);
    }
    expect(rows.some((row) => row.includes('b-metric'))).toBe(false);
    expect(rendered.length).toBeGreaterThan(70);
  });

  it('shows a book with its title and publisher', () => {
    const { html, text } = renderDigest(
      digest([
        article(5, {
          kind: 'book',
          journal: null,
          volume: null,
          issue: null,
          pages: null,
          editors: [person('Ed')],
          book: {
            title: rich('Made-up Medicine'),
            collectionTitle: null,
            publisher: 'Paper & Sons',
            publisherLocation: 'Seattle',
            edition: null,
            isbns: [],
            accession: 'NBK12',
            contributionDate: { ...noDate, year: 2026, season: 'Spring' },
          },
        }),
      ]),
    );
    expect(words(html)).toContain('Made-up Medicine');
    expect(text).toContain('In: Made-up Medicine\nSeattle: Paper & Sons · Spring 2026\nEdited by Ed A');
    expect(text).toContain('https://www.ncbi.nlm.nih.gov/books/NBK12/');
  });

  it('gives a Chinese reader the Chinese abstract first', () => {
    const other = { type: 'Publisher', language: 'chi', sections: [section('目的：无。')], copyright: null };
    const content = digest([article(1, { otherAbstracts: [other] })], { locale: 'zh' });
    const { text, html } = renderDigest(content);
    expect(text).toMatch(/目的：无。\n\n英文摘要\n\nMETHODS: Nothing was done\./);
    expect(html).toContain('<p lang="zh" style="margin:0 0 10px;line-height:1.8">目的');
    expect(renderDigest({ ...content, locale: 'en' }).text).not.toContain('目的');
  });

  it('says what is in line, what must be noticed and that a test is a test', () => {
    const { html, text, rendered } = renderDigest(
      digest(list(1), {
        test: true,
        notices: ['PubMed dropped a word.'],
        waiting: { count: 14, titles: [{ pmid: 77, title: rich('It waited long.'), badges: [] }] },
      }),
    );
    expect(rendered).toEqual([1000, 77]);
    for (const part of [words(html), text.replace(/\n/g, ' ')]) {
      expect(part).toMatch(
        /This is a test digest\..*PubMed dropped a word\..*It waited long\..*14 more papers are waiting/,
      );
      expect(part).toContain('2 new papers');
    }
  });

  it('is a small friendly mail where nothing is new', () => {
    const { subject, html, text, rendered } = renderDigest(digest([], { kind: 'nothing-new' }));
    expect(subject).toBe('Nothing new: Sepsis in the ICU (24 Nov 2026)');
    expect(rendered).toEqual([]);
    expect(words(html)).toContain('Nothing new this time');
    expect(text).toContain('Nothing new this time');
    expect(bytes(html)).toBeLessThan(8000);
  });

  it('is honest where the service has no public address', () => {
    const links = { page: null, stop: null, oneClick: null };
    for (const locale of ['en', 'zh'] as const) {
      const { html, text } = renderDigest(digest(list(2), { links, locale }));
      expect(html).not.toMatch(/href="(?!https:)/);
      expect(html).toContain(wordsOf[locale].noStop);
      expect(text.replace(/\n/g, locale === 'en' ? ' ' : '')).toContain(wordsOf[locale].noStop);
      expect(html).not.toContain(wordsOf[locale].readHere);
    }
    const bad = { page: 'javascript:alert(1)', stop: 'data:text/html,x', oneClick: null };
    expect(renderDigest(digest(list(1), { links: bad })).html).not.toMatch(/javascript:|data:/);
  });

  it('speaks one language in all its fixed words', () => {
    const chinese = {
      subscription: { name: '脓毒症', query: '脓毒症' },
      schedule: '每天 08:00',
      notices: ['提示'],
      test: true,
      locale: 'zh' as const,
      waiting: { count: 3, titles: [{ pmid: 9, title: rich('题目'), badges: [] }] },
    };
    const plain: Partial<Article> = {
      title: rich('题目'),
      authors: list(6).map(() => person('张', '')),
      journal: null,
      doi: null,
      pmcid: 'PMC1',
    };
    const mails = [
      renderDigest(digest(list(5, { ...plain, abstract: null }), chinese)),
      renderDigest(
        digest(
          list(90, { ...plain, abstract: { sections: [section('长'.repeat(5000))], copyright: null } }),
          chinese,
        ),
      ),
      renderDigest(digest([], { ...chinese, kind: 'nothing-new', waiting: { count: 0, titles: [] } })),
    ];
    for (const { subject, html, text } of mails) {
      for (const part of [subject, words(html), text.replace(/https:\S+/g, '')]) {
        expect(part.replace(/PubMed|PMID|DOI|NCBI/g, '')).not.toMatch(/[A-Za-z]/);
      }
    }
    const english = renderDigest(digest(list(90), { test: true, waiting: { count: 1, titles: [] } }));
    for (const part of [english.subject, words(english.html), english.text])
      expect(part).not.toMatch(/\p{Script=Han}/u);
  });
});

describe('what comes from outside', () => {
  const attack = `"><script>alert('x')</script><img src=x onerror=y>&lt;`;

  it('is escaped wherever it stands', () => {
    const hostile = article(1, {
      title: rich(attack),
      vernacularTitle: rich(`2${attack}`),
      abstract: { sections: [section(attack, attack)], copyright: attack },
      authors: [person(attack, attack), group(attack)],
      volume: attack,
      issue: attack,
      pages: attack,
      doi: `10.1000/${attack}`,
      pmcid: attack,
      languages: [attack],
      dates: { ...article(1).dates, print: { ...noDate, medlineDate: attack } },
    });
    const content = digest([hostile, hostile, hostile, hostile], {
      subscription: { name: attack, query: attack },
      notices: [attack],
      schedule: attack,
      waiting: {
        count: 1,
        titles: [{ pmid: 2, title: rich(attack), badges: [{ kind: 'warning', label: attack }] }],
      },
    });
    for (const one of content.articles) one.badges = [{ kind: 'note', label: attack }];
    const { html, text, subject } = renderDigest(content);
    expect(html).not.toMatch(/<(?:script|img)/i);
    // Every tag is one of ours: nothing closed an attribute early.
    const tags = new Set([...html.matchAll(/<\/?([a-z0-9:]+)/gi)].map(([, tag]) => tag?.toLowerCase()));
    expect(tags).toEqual(
      new Set(
        'html head meta title xml o:officedocumentsettings o:pixelsperinch style body div table tr td h1 h2 b a ol li p span br i'.split(
          ' ',
        ),
      ),
    );
    expect(html).toContain('https://doi.org/10.1000/%22%3E%3Cscript%3Ealert(&#39;x&#39;)%3C/script%3E');
    // In plain text the characters are what they are.
    expect(text).toContain(`alert('x')</script>`);
    expect(subject).toContain('<script>');
    expect(
      renderDigest(digest([], { subscription: { name: 'a\r\nBcc: b', query: '' } })).subject,
    ).not.toMatch(/[\r\n]/);
  });

  it('stays below 100 KB, well formed and truly listed, whatever it is', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.constantFrom(
        '"'.repeat(200_000),
        '脓'.repeat(4000),
        '🧬'.repeat(9000),
        'Word '.repeat(2000),
        '',
        '<&>',
      ),
    );
    const anyArticle = fc.record({
      title: anyText.map(rich),
      vernacularTitle: fc.option(anyText.map(rich)),
      abstract: fc.option(
        fc.record({
          sections: fc.array(
            fc.tuple(anyText, fc.option(anyText)).map(([text, label]) => section(text, label)),
            { maxLength: 4 },
          ),
          copyright: fc.option(anyText),
        }),
      ),
      authors: fc.oneof(
        fc.array(anyText.map(group), { maxLength: 3 }),
        fc.constant(list(1004).map(() => person('"'.repeat(99)))),
      ),
      doi: fc.option(anyText),
      pmcid: fc.option(anyText),
      volume: fc.option(anyText),
    });
    const anyDigest = fc.record({
      drafts: fc.array(anyArticle, { minLength: 0, maxLength: 12 }),
      copies: fc.constantFrom(1, 1, 5, 30),
      name: anyText,
      notices: fc.array(anyText, { maxLength: 20 }),
      titles: fc.array(anyText, { maxLength: 30 }),
      locale: fc.constantFrom('en' as const, 'zh' as const),
      page: fc.constantFrom(null, 'https://push.example.org/d/token'),
    });
    fc.assert(
      fc.property(anyDigest, ({ drafts, copies, name, notices, titles, locale, page }) => {
        const articles = Array.from({ length: copies }, () => drafts)
          .flat()
          .map((draft, at) => article(100_000 + at, draft));
        const content = digest(articles, {
          subscription: { name, query: name },
          notices,
          locale,
          waiting: {
            count: 2,
            titles: titles.map((title, at) => ({
              pmid: 900_000 + at,
              title: rich(title),
              badges: [{ kind: 'unknown', label: title }],
            })),
          },
          links: { page, stop: null, oneClick: null },
        });
        const { html, text, rendered, subject } = renderDigest(content);
        expect(bytes(html)).toBeLessThanOrEqual(99_000);
        expect(bytes(text)).toBeLessThanOrEqual(bytes(html));
        expect(bytes(subject)).toBeLessThan(400);
        expect(new Set(rendered).size).toBe(rendered.length);
        expect(linked(html)).toEqual(rendered);
        expect(linked(text)).toEqual(rendered);
        const body = html.slice(html.indexOf('<body')).replace(/<!--[\s\S]*?-->/g, '');
        for (const tag of ['a', 'p', 'i', 'b', 'li', 'td', 'div', 'span']) {
          expect(body.split(new RegExp(`<${tag}[ >]`)).length).toBe(body.split(`</${tag}>`).length);
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('what does not fit', () => {
  const long = 'A sentence that says a little. '.repeat(330);
  const abstract = { sections: [section(long, 'METHODS'), section(long, 'RESULTS')], copyright: null };

  it('has its abstracts shortened, with a link to the rest', () => {
    const { html, text, rendered } = renderDigest(digest(list(20, { abstract })));
    expect(rendered).toHaveLength(20);
    expect(bytes(html)).toBeGreaterThan(90_000);
    expect(html.split('A sentence that says a little. …').length - 1).toBe(20);
    expect(html).toContain('href="https://push.example.org/d/token#p1000"');
    expect(text).toContain('Read on: https://push.example.org/d/token#p1000');
    expect(text).toContain('Abstracts are shortened');
  });

  it('has a short abstract left alone beside long ones', () => {
    const short = article(5, { abstract: { sections: [section('Short and whole.')], copyright: null } });
    const { text } = renderDigest(digest([...list(20, { abstract }), short]));
    expect(text).toContain('Short and whole.');
  });

  it('is given by title before it is left out, and what is left out is counted as waiting', () => {
    const many = renderDigest(digest(list(300, { abstract }), { waiting: { count: 5, titles: [] } }));
    expect(many.rendered).toHaveLength(300);
    expect(many.text).toContain('More new papers, by title');
    const title = rich('A very long title of a made-up study. '.repeat(20));
    const tooMany = renderDigest(
      digest(list(1000, { abstract, title }), { waiting: { count: 5, titles: [] } }),
    );
    expect(tooMany.rendered.length).toBeGreaterThan(150);
    expect(tooMany.rendered).toEqual(
      list(1000)
        .slice(0, tooMany.rendered.length)
        .map(({ pmid }) => pmid),
    );
    expect(tooMany.subject).toContain(`${tooMany.rendered.length} new papers`);
    expect(tooMany.text).toContain(`${1005 - tooMany.rendered.length} more papers are waiting`);
  });
});
