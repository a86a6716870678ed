import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../test/shared-data.ts';
import { parseRecords, readRecords } from './read-records.ts';
import type { PubmedRecord } from './record.ts';

const fixture = (name: string): string => readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8');

/** `90000004v2`, `-90000098` for a deletion, else the type and reason. */
const outline = (records: PubmedRecord[]): string[] =>
  records.map((record) => {
    if (record.type === 'article') return `${record.article.pmid}v${record.article.version}`;
    if (record.type === 'deleted') return `-${record.pmid}`;
    return record.type === 'broken' ? record.reason : `error: ${record.message}`;
  });

const collect = async (source: Iterable<Uint8Array | string>): Promise<PubmedRecord[]> =>
  Array.fromAsync(readRecords(source));

const minimal = (pmid: number): string =>
  `<PubmedArticle><MedlineCitation><PMID Version="1">${pmid}</PMID></MedlineCitation></PubmedArticle>`;
const set = (inner: string): string => `<PubmedArticleSet>${inner}</PubmedArticleSet>`;

const articles = fixture('articles.xml');
const whole = [
  '90000001v1',
  '90000002v1',
  '90000003v1',
  '90000004v2',
  '90000004v3',
  '-90000098',
  '-90000099',
];

describe('records of sound documents', () => {
  it('reads articles, every version of them, and deletions', () => {
    expect(outline(parseRecords(articles))).toEqual(whole);
  });

  it('reads books and deleted books', () => {
    expect(outline(parseRecords(fixture('books.xml')))).toEqual(['90000101v1', '90000102v1', '-90000199']);
  });

  it('gives the same whatever the pieces: characters of several bytes, tags and entities are cut anywhere', async () => {
    const expected = parseRecords(articles);
    const bytes = new TextEncoder().encode(articles);
    for (const size of [1, 2, 3, 7, 64, 1000, bytes.length]) {
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
      expect(await collect(pieces)).toEqual(expected);
    }
    expect(await collect([...articles])).toEqual(expected);
  });

  it('takes an empty set for what it says: nothing, and nothing wrong', async () => {
    expect(parseRecords('<PubmedArticleSet/>')).toEqual([]);
    expect(parseRecords('<?xml version="1.0"?>\n<PubmedArticleSet>\n</PubmedArticleSet>\n')).toEqual([]);
    expect(await collect([new TextEncoder().encode('\uFEFF<PubmedArticleSet></PubmedArticleSet>')])).toEqual(
      [],
    );
  });

  it('reads joined documents, with and without prolog, line break and byte order mark', () => {
    const joined = `${articles}\uFEFF${articles}\n\n${set(minimal(1))}${set('')}<?xml version="1.0"?>${set(minimal(2))}<!-- end -->\n`;
    expect(outline(parseRecords(joined))).toEqual([...whole, ...whole, '1v1', '2v1']);
  });

  it('reads a record that stands alone, and sets of the older formats', () => {
    expect(outline(parseRecords(minimal(3)))).toEqual(['3v1']);
    const citation = '<MedlineCitation><PMID>4</PMID></MedlineCitation>';
    expect(outline(parseRecords(`<MedlineCitationSet>${citation}</MedlineCitationSet>`))).toEqual(['4v1']);
    expect(
      outline(parseRecords('<BookDocumentSet><BookDocument><PMID>5</PMID></BookDocument></BookDocumentSet>')),
    ).toEqual(['5v1']);
  });
});

describe('records of damaged documents', () => {
  it('yields what is complete, then says that the rest is missing', async () => {
    const end = articles.indexOf('</PubmedArticle>') + '</PubmedArticle>'.length;
    expect(outline(parseRecords(articles.slice(0, end)))).toEqual(['90000001v1', 'truncated']);
    for (const lost of [2, 40, 19]) {
      expect(outline(parseRecords(articles.slice(0, -lost))).at(-1)).toBe('truncated');
    }
    expect(outline(await collect([]))).toEqual(['truncated']);
    expect(outline(parseRecords('  \n'))).toEqual(['truncated']);
  });

  it.each([
    [
      'the second of two documents',
      `${set(minimal(1))}<PubmedArticleSet>${minimal(2)}`,
      ['1v1', '2v1', 'truncated'],
    ],
    ['a second prolog', `${set(minimal(1))}<?xml version="1.0"?>`, ['1v1', 'truncated']],
    ['a comment', `${set(minimal(1))}<!-- `, ['1v1', 'truncated']],
    ['a first prolog', '<?xml version="1.0"?><!DOCTYPE PubmedArticleSet', ['truncated']],
    ['an entity', '<PubmedArticleSet><PubmedArticle>&am', ['truncated']],
  ])('notices the end inside %s', (_, text, expected) => {
    expect(outline(parseRecords(text))).toEqual(expected);
  });

  it.each([
    ['tags that cross', set(`${minimal(1)}<PubmedArticle></PubmedBookArticle>`), ['1v1', 'malformed']],
    [
      'an end tag of another name',
      set(`${minimal(1)}<PubmedArticle><PMID></PubmedArticle>`),
      ['1v1', 'malformed'],
    ],
    [
      'a root closed by another',
      `<PubmedArticleSet>${minimal(1)}</PubmedBookArticleSet>`,
      ['1v1', 'malformed'],
    ],
    ['an empty root closed by another', '<PubmedArticleSet></PubmedBookArticleSet>', ['malformed']],
    ['a bare ampersand', set(`${minimal(1)}<PubmedArticle>R & D; </PubmedArticle>`), ['1v1', 'malformed']],
    ['an undefined entity', set('<PubmedArticle>&nbsp;</PubmedArticle>'), ['malformed']],
    ['text after the end', `${set(minimal(1))} and more`, ['1v1', 'malformed']],
    ['another encoding', `<?xml version="1.0" encoding="iso-8859-1"?>${set('')}`, ['malformed']],
    ['a foreign root', '<rss><channel/></rss>', ['malformed']],
    ['an answer of another service', '<eSearchResult><Count>0</Count></eSearchResult>', ['malformed']],
  ])('calls %s malformed', (_, text, expected) => {
    expect(outline(parseRecords(text))).toEqual(expected);
  });

  it('goes on after a sound element that is no record', () => {
    const noPmid = '<PubmedArticle><MedlineCitation/></PubmedArticle>';
    const text = set(`${noPmid}<Other/>${minimal(1)}stray<PubmedBookArticle/>${minimal(2)}`);
    expect(outline(parseRecords(text))).toEqual([
      'malformed',
      'malformed',
      '1v1',
      'malformed',
      'malformed',
      '2v1',
    ]);
  });

  it.each([
    '<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN"><html><body><p>Moved<br></body></html>',
    '<!doctype html><html></html>',
    '<html><body/></html>',
    '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y"><html xmlns="http://www.w3.org/1999/xhtml"/>',
    '{"error":"API rate limit exceeded","count":"4"}',
    'Bad Gateway',
  ])('knows what is not XML of PubMed: %s', (text) => {
    expect(outline(parseRecords(text))).toEqual(['not-xml']);
  });
});

describe('hostile documents', () => {
  it('never follows a DTD and knows no entity of its own making', () => {
    const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const bomb = `<!DOCTYPE PubmedArticleSet [<!ENTITY l0 "lol">${lol}]>${set(`${minimal(1)}<PubmedArticle>&l9;</PubmedArticle>`)}`;
    expect(outline(parseRecords(bomb))).toEqual(['1v1', 'malformed']);
    const outside = `<!DOCTYPE PubmedArticleSet SYSTEM "file:///etc/passwd" [<!ENTITY x SYSTEM "file:///etc/passwd">]>`;
    expect(outline(parseRecords(`${outside}${set(minimal(1))}`))).toEqual(['1v1']);
    expect(outline(parseRecords(`${outside}${set('<PubmedArticle>&x;</PubmedArticle>')}`))).toEqual([
      'malformed',
    ]);
  });

  it('refuses endless nesting', () => {
    expect(outline(parseRecords(set('<PubmedArticle>'.repeat(100_000))))).toEqual(['malformed']);
    const deep = `${'<i>'.repeat(150)}x${'</i>'.repeat(150)}`;
    const title = `<PubmedArticle><MedlineCitation><PMID>1</PMID><Article><ArticleTitle>${deep}</ArticleTitle></Article></MedlineCitation></PubmedArticle>`;
    expect(outline(parseRecords(set(title)))).toEqual(['1v1']);
  });

  it('refuses a record without end, before it fills the memory', async () => {
    const endless = function* (): Generator<string> {
      yield `<PubmedArticleSet>${minimal(1)}<PubmedArticle>`;
      for (let n = 0; n < 1000; n++) yield 'x'.repeat(100_000);
    };
    expect(outline(await collect(endless()))).toEqual(['1v1', 'malformed']);
  });

  it('does not mistake the names of objects for data', () => {
    const text = set(`<PubmedArticle __proto__="x" constructor="y">${'<toString/>'}</PubmedArticle>`);
    expect(outline(parseRecords(text))).toEqual(['malformed']);
  });

  it('passes on what the source throws', async () => {
    const broken = function* (): Generator<string> {
      yield set(minimal(1)).slice(0, -5);
      throw new Error('socket closed');
    };
    await expect(collect(broken())).rejects.toThrow('socket closed');
  });
});

describe.skipIf(noSharedData)('recorded replies', () => {
  const folder = noSharedData ? '' : sharedData('errors');
  const body = (name: string): string => readFileSync(join(folder, name), 'utf8');

  it('gives the words of every EFetch error', () => {
    const names = readdirSync(folder).filter(
      (name) => name.includes('efetch') && !name.includes('empty-set'),
    );
    expect(names.length).toBeGreaterThan(5);
    for (const name of names) {
      const records = parseRecords(body(name));
      expect(records.length).toBeGreaterThan(0);
      for (const record of records) {
        expect(record).toEqual({ type: 'error', message: expect.stringMatching(/^\S.*\S$/s) });
      }
    }
    expect(outline(parseRecords(body('http200_efetch_query1.xml')))).toEqual([
      'error: Unable to obtain query #1',
    ]);
    expect(parseRecords(body('http200_efetch_empty-set.xml'))).toEqual([]);
  });

  it('takes every web page and JSON body for what it is', () => {
    for (const name of readdirSync(folder).filter((file) => /\.(?:html|json)$/.test(file))) {
      expect(outline(parseRecords(body(name))), name).toEqual(['not-xml']);
    }
  });
});
