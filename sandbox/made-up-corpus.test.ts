import { DOMParser } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { type Corpus, createCorpus } from './corpus.ts';
import { addGenerated, addMadeUp, type MadeUpRequest } from './made-up-corpus.ts';
import { DAYS_FOR_ALL_ODDITIES } from './made-up-record.ts';
import { TOPICS } from './made-up-topics.ts';
import { parseQuery } from './query-parse.ts';
import { runQuery } from './query-run.ts';

const today = '2026-11-24';

function made(request: MadeUpRequest): { corpus: Corpus; pmids: number[]; xml: string[] } {
  const corpus = createCorpus();
  const pmids = addMadeUp(corpus, request);
  return { corpus, pmids, xml: pmids.map((pmid) => String(corpus.get(pmid))) };
}

function search(corpus: Corpus, query: string): number[] {
  const parsed = parseQuery(query);
  if (parsed === null) throw new Error('empty query');
  const { hits } = runQuery(parsed, {
    index: corpus.index,
    today: Date.parse(today),
    history: () => undefined,
  });
  return corpus.page(corpus.living(hits), { sort: 'most recent', from: 0, count: 100_000 });
}

/** Any problem throws. */
const parser = new DOMParser({
  onError: (level, message) => {
    throw new Error(`${level}: ${message}`);
  },
});

const small = made({ size: 600, today });

describe('the made-up corpus', () => {
  it('is well-formed XML, each record for itself', () => {
    for (const xml of small.xml)
      expect(parser.parseFromString(xml, 'text/xml').documentElement).not.toBeNull();
  });

  it('is the same for the same seed and day, and another for another seed', () => {
    expect(made({ size: 600, today }).xml).toEqual(small.xml);
    expect(made({ size: 600, today, seed: 2 }).xml).not.toEqual(small.xml);
  });

  it('keeps its records from one day to the next', () => {
    const tomorrow = made({ size: 600, today: '2026-11-25' });
    const before = new Set(small.pmids);
    const kept = tomorrow.pmids.filter((pmid) => before.has(pmid));
    expect(kept.length).toBeGreaterThan(580);
    const titleOf = (corpus: Corpus, pmid: number): string | undefined =>
      /<ArticleTitle.*?<\/ArticleTitle>/s.exec(String(corpus.get(pmid)))?.[0];
    for (const pmid of kept) expect(titleOf(tomorrow.corpus, pmid)).toBe(titleOf(small.corpus, pmid));
  });

  it('has as many records as asked for, each PMID once, in the 90 millions', () => {
    expect(new Set(small.pmids).size).toBe(600);
    expect(small.pmids.every((pmid) => pmid > 90_000_000 && pmid < 91_000_000)).toBe(true);
  });

  it('has some forty new ones on each of the last sixty days', () => {
    const { corpus } = made({ today });
    expect(corpus.size()).toBe(3000);
    expect(search(corpus, '2026/11/24[crdt]')).toHaveLength(40);
    expect(search(corpus, '2026/09/26:2026/11/24[crdt]')).toHaveLength(2400);
  });

  it('goes through all oddities within the days that are full', () => {
    expect(DAYS_FOR_ALL_ODDITIES).toBeLessThanOrEqual(60);
  });

  it('answers to each topic, in English and in Chinese', () => {
    for (const { keywords } of TOPICS) {
      const [english, chinese] = keywords[0] ?? [];
      expect(search(small.corpus, `"${english}"`).length, english).toBeGreaterThan(10);
      expect(search(small.corpus, `"${chinese}"`).length, chinese).toBeGreaterThan(2);
    }
    expect(search(small.corpus, 'chinese[la]').length).toBeGreaterThan(60);
    expect(search(small.corpus, 'english[la]').length).toBeGreaterThan(300);
  });

  it('writes ISSNs and ORCIDs with check digits that are right', () => {
    const text = small.xml.join('');
    const issns = [...text.matchAll(/<ISSN[^>]*>([^<]+)</g)].map(([, issn = '']) => issn.replace('-', ''));
    const value = (digit: string): number => (digit === 'X' ? 10 : Number(digit));
    const weighed = (issn: string): number =>
      [...issn].reduce((sum, digit, i) => sum + value(digit) * (8 - i), 0);
    expect(issns.length).toBeGreaterThan(600);
    expect(issns.filter((issn) => issn.length !== 8 || weighed(issn) % 11 !== 0)).toEqual([]);
    // ISO 7064: the whole number, check digit with weight one, is 1 modulo 11.
    const orcids = [...text.matchAll(/ORCID">(?:https?:\/\/orcid\.org\/)?([\dX-]{19})\/?</g)].map(
      ([, id = '']) => id,
    );
    const rest = (id: string): number =>
      [...id.replaceAll('-', '')].reduce((sum, digit) => (sum * 2 + value(digit)) % 11, 0);
    expect(orcids.length).toBeGreaterThan(100);
    expect(orcids.filter((id) => rest(id) !== 1)).toEqual([]);
  });
});

describe('addGenerated', () => {
  it('adds so many different articles that a word of their own finds', () => {
    const { corpus } = made({ size: 60, today });
    const added = addGenerated(corpus, { count: 30, day: today, topic: 'stroke', tag: 'bench17' });
    expect(added).toHaveLength(30);
    expect(search(corpus, 'bench17').sort()).toEqual([...added].sort());
    expect(search(corpus, 'bench17[ot] AND 2026/11/24[crdt]')).toHaveLength(30);
    expect(search(corpus, 'bench17[ti] AND stroke[tiab]')).toHaveLength(30);
    expect(new Set(added.map((pmid) => String(corpus.get(pmid)))).size).toBe(30);
  });

  it('takes tags in turn and spreads over days', () => {
    const corpus = createCorpus();
    addGenerated(corpus, { count: 40, day: today, days: 4, tag: ['benchA', 'benchB'] });
    expect(search(corpus, 'benchA')).toHaveLength(20);
    expect(search(corpus, '2026/11/21[crdt]')).toHaveLength(10);
    expect(search(corpus, '2026/11/24[crdt]')).toHaveLength(10);
    expect(search(corpus, '2026/11/20[crdt]')).toHaveLength(0);
  });

  it('goes on above what is there, or from the PMID that is told', () => {
    const corpus = createCorpus();
    expect(addGenerated(corpus, { count: 2, day: today })).toEqual([91_000_000, 91_000_001]);
    expect(addGenerated(corpus, { count: 1, day: today })).toEqual([91_000_002]);
    expect(addGenerated(corpus, { count: 2, day: today, fromPmid: 95_000_000 })).toEqual([
      95_000_000, 95_000_001,
    ]);
    expect(addGenerated(corpus, { count: 1, day: today })).toEqual([95_000_002]);
  });

  it('writes well-formed XML, short or full', () => {
    const corpus = createCorpus();
    const added = [
      ...addGenerated(corpus, { count: 20, day: today, tag: '<&>' }),
      ...addGenerated(corpus, { count: 20, day: today, tag: '<&>', full: true }),
    ];
    for (const pmid of added)
      expect(parser.parseFromString(String(corpus.get(pmid)), 'text/xml').documentElement).not.toBeNull();
  });

  it('refuses a topic and a day that do not exist', () => {
    expect(() => addGenerated(createCorpus(), { count: 1, topic: 'alchemy' })).toThrow('no such topic');
    expect(() => addGenerated(createCorpus(), { count: 1, day: '24 Nov' })).toThrow('not a day');
  });
});
