import { describe, expect, it } from 'vitest';
import { createCorpus } from './corpus.ts';
import { parseQuery } from './query-parse.ts';
import { type QueryAnswer, runQuery } from './query-run.ts';

interface Sample {
  pmid: number;
  title: string;
  abstract?: string;
  day?: [year: number, month: number, day: number];
  extra?: string;
  journal?: string;
}

function sampleXml({
  pmid,
  title,
  abstract = '',
  day = [2026, 11, 1],
  extra = '',
  journal = 'Sandbox Med',
}: Sample) {
  const [year, month, date] = day;
  const ymd = `<Year>${year}</Year><Month>${month}</Month><Day>${date}</Day>`;
  return `<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">${pmid}</PMID><Article><Journal><ISSN>9800-0011</ISSN><JournalIssue><PubDate><Year>${year}</Year></PubDate></JournalIssue><Title>${journal}</Title><ISOAbbreviation>${journal}</ISOAbbreviation></Journal><ArticleTitle>${title}</ArticleTitle>${abstract && `<Abstract><AbstractText>${abstract}</AbstractText></Abstract>`}<Language>eng</Language></Article>${extra}</MedlineCitation><PubmedData><History><PubMedPubDate PubStatus="entrez">${ymd}</PubMedPubDate><PubMedPubDate PubStatus="pubmed">${ymd}</PubMedPubDate></History></PubmedData></PubmedArticle>`;
}

const mesh = (name: string): string =>
  `<MeshHeadingList><MeshHeading><DescriptorName MajorTopicYN="Y">${name}</DescriptorName></MeshHeading></MeshHeadingList>`;

const SAMPLES: Sample[] = [
  {
    pmid: 90000001,
    title: 'Sepsis in adults',
    abstract: 'Lactate and mortality.',
    day: [2026, 11, 1],
  },
  {
    pmid: 90000002,
    title: 'Stroke in adults',
    abstract: 'Mortality after stroke.',
    day: [2026, 11, 2],
  },
  {
    pmid: 90000003,
    title: 'Sepsis and stroke',
    abstract: 'Both.',
    day: [2026, 11, 3],
    extra: mesh('Brain Ischemia'),
  },
  {
    pmid: 90000004,
    title: 'Heart failure, acute',
    day: [2026, 10, 15],
    journal: 'Heart Made-up J',
  },
  {
    pmid: 90000005,
    title: 'Failure of the heart',
    abstract: 'Septic shock; β-lactams.',
    day: [2025, 12, 31],
  },
  {
    pmid: 90000006,
    title: '[Sepsis].',
    extra: '<OtherAbstract><AbstractText>脓毒症患者的预后</AbstractText></OtherAbstract>',
  },
];

const corpus = createCorpus();
corpus.add(SAMPLES.map(sampleXml).join('\n'));

function ask(query: string): QueryAnswer & { found: number[] } {
  const parsed = parseQuery(query);
  if (parsed === null) throw new Error(`nothing to search for in ${query}`);
  const answer = runQuery(parsed, {
    index: corpus.index,
    today: Date.parse('2026-11-03T12:00:00Z'),
    history: () => undefined,
  });
  const page = corpus.page(answer.hits, { sort: 'most recent', from: 0, count: 99 });
  return { ...answer, found: page.map((pmid) => pmid - 90_000_000).sort() };
}
const found = (query: string): number[] => ask(query).found;

describe('operators', () => {
  it('are read from left to right, without precedence', () => {
    // With precedence this would be sepsis OR (stroke AND lactate) = 1, 3, 6.
    expect(found('sepsis OR stroke AND lactate')).toEqual([1]);
    expect(found('sepsis OR (stroke AND lactate)')).toEqual([1, 3, 6]);
    expect(found('stroke NOT sepsis OR lactate')).toEqual([1, 2]);
  });

  it('are capitals only; small ones are stop words, and AND is understood', () => {
    expect(found('sepsis stroke')).toEqual([3]);
    expect(ask('sepsis or stroke')).toMatchObject({ found: [3], phrasesIgnored: ['or'] });
  });

  it('leave out what stands in unbalanced parentheses or on its own without failing', () => {
    expect(found('((sepsis) AND lactate')).toEqual([1]);
    expect(found('sepsis) AND lactate AND')).toEqual([1]);
    expect(parseQuery('() AND ""')).toEqual({ type: 'term', text: '', quoted: true });
    expect(parseQuery(' ( ) AND ')).toBeNull();
  });

  it('show the whole search in the translation', () => {
    expect(ask('(sepsis[ti] OR stroke[ti]) AND adults[ti]').translation).toBe(
      '("sepsis"[Title] OR "stroke"[Title]) AND "adults"[Title]',
    );
  });
});

describe('tags', () => {
  it('search one part, under short and long names, in any case', () => {
    expect(found('mortality[ti]')).toEqual([]);
    expect(found('mortality[tiab]')).toEqual([1, 2]);
    expect(found('mortality[Title/Abstract]')).toEqual([1, 2]);
    expect(found('MORTALITY [TIAB]')).toEqual([1, 2]);
    expect(found('brain ischemia[mh]')).toEqual([3]);
    expect(found('brain ischemia[majr]')).toEqual([3]);
    expect(found('"heart made-up j"[ta]')).toEqual([4]);
    expect(found('9800-0011[ta]')).toEqual([1, 2, 3, 4, 5, 6]);
    expect(found('90000002[pmid]')).toEqual([2]);
  });

  it('that do not exist are dropped, and the word is searched everywhere', () => {
    expect(ask('lactate[NoSuchField]')).toMatchObject({ found: [1], fieldsNotFound: ['NoSuchField'] });
  });

  it('may be missing: bare PMIDs are ORed, a heading is searched as a heading, too', () => {
    expect(found('90000001 90000005')).toEqual([1, 5]);
    expect(ask('brain ischemia')).toMatchObject({
      found: [3],
      translations: [
        {
          from: 'brain ischemia',
          to: '"brain ischemia"[MeSH Terms] OR ("brain"[All Fields] AND "ischemia"[All Fields])',
        },
      ],
    });
  });
});

describe('words', () => {
  it('that no record has are dropped, and the rest is searched', () => {
    expect(ask('sepsis AND qwertyzx')).toMatchObject({ found: [1, 3, 6], phrasesNotFound: ['qwertyzx'] });
    expect(ask('sepsis AND qwertyzx[ti]')).toMatchObject({ found: [1, 3, 6], phrasesNotFound: ['qwertyzx'] });
    expect(ask('qwertyzx AND 2026/11/02[crdt]')).toMatchObject({
      found: [2],
      translation: '2026/11/02:2026/11/02[Date - Create]',
    });
    expect(ask('qwertyzx')).toMatchObject({ found: [], translation: '' });
  });

  it('in quotes are a phrase; quotes around a phrase that is nowhere are ignored', () => {
    expect(found('"heart failure"')).toEqual([4]);
    expect(found('heart failure')).toEqual([4, 5]);
    expect(ask('"adults sepsis"')).toMatchObject({ found: [1], quotedPhrasesNotFound: ['"adults sepsis"'] });
  });

  it('are found whatever their case and marks, Greek letters included', () => {
    expect(found('SEPSIS')).toEqual([1, 3, 6]);
    expect(found('β-lactams')).toEqual([5]);
  });

  it('in Chinese are found inside a sentence', () => {
    expect(found('脓毒症')).toEqual([6]);
    expect(found('"脓毒症患者"')).toEqual([6]);
    expect(ask('肺癌').found).toEqual([]);
  });

  it('are cut short by an asterisk after at least four letters', () => {
    expect(found('lact*')).toEqual([1, 5]);
    expect(found('sept*[tiab]')).toEqual([5]);
    // Three letters are no stem: the word itself is looked for.
    expect(ask('sep*').phrasesNotFound).toEqual(['sep*']);
  });
});

describe('dates', () => {
  it('take a day, a month, a year, and ranges in two spellings', () => {
    expect(found('2026/11/02[crdt]')).toEqual([2]);
    expect(found('2026/10[crdt]')).toEqual([4]);
    expect(found('2025[crdt]')).toEqual([5]);
    expect(found('2026/11/02:2026/11/03[crdt]')).toEqual([2, 3]);
    expect(found('"2026/11/02"[crdt] : "2026/11/03"[crdt]')).toEqual([2, 3]);
    expect(found('("2026/11/02"[Date - Create] : "3000"[Date - Create])')).toEqual([2, 3]);
    expect(found('2025:2026/10[crdt]')).toEqual([4, 5]);
  });

  it('count back from today, both ends included', () => {
    expect(found('"last 1 days"[crdt]')).toEqual([2, 3]);
    expect(ask('last 2 weeks[crdt]').translation).toBe('2026/10/20:2026/11/03[Date - Create]');
  });

  it('that make no sense are dropped like unknown words', () => {
    expect(ask('sepsis AND yesterday[crdt]')).toMatchObject({
      found: [1, 3, 6],
      phrasesNotFound: ['yesterday'],
    });
  });

  it('stand beside the search in two legs, as a push asks', () => {
    const query =
      '(sepsis OR stroke) AND ((2026/11/02:2026/11/03[crdt]) OR ((2026/11/01:3000[mhda]) AND (2026/11/02:3000[crdt])))';
    expect(found(query)).toEqual([2, 3]);
    expect(ask(query).translation).toContain('[Date - Create]');
  });
});
