import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../../test/shared-data.ts';
import { keepsDates, sameTranslation, translationOfQuery } from './translation.ts';

const ours = '2026/11/01:2026/11/24[Date - Create]';
const meshLeg = `(${ours} OR (2026/11/01:2026/11/24[Date - MeSH] AND 2026/06/01:3000/12/31[Date - Create]))`;
const words = '("asthma"[MeSH Terms] OR "asthma"[All Fields])';
const created = { field: 'created', from: '2026-11-01', to: '2026-11-24' } as const;

describe('the dates in a translation', () => {
  it.each([
    ['as PubMed writes them today', `${words} AND ${ours}`],
    ['beside the MeSH leg', `${words} AND ${meshLeg}`],
    ['as it wrote them before 2020', 'asthma AND 2026/11/01[CRDT] : 2026/11/24[CRDT]'],
    [
      'untouched, as in terms that it does not translate',
      '(asthma) AND ("2026/11/01"[crdt] : "2026/11/24"[crdt])',
    ],
    ['unpadded', 'asthma AND 2026/11/1:2026/11/24[Date - Create]'],
  ])('are found %s', (_, translation) => {
    expect(keepsDates(translation, created)).toBe(true);
  });

  it.each([
    ['nothing', null],
    ['the query alone', words],
    ['another field', `${words} AND 2026/11/01:2026/11/24[Date - Entry]`],
    ['other days', `${words} AND 2026/11/01:2026/11/25[Date - Create]`],
    ['only the open half', `${words} AND 2026/11/01:3000/12/31[Date - Create]`],
    ['words that look like a year', '"2026"[MeSH Terms] AND "crdt"[All Fields]'],
  ])('are missed in %s', (_, translation) => {
    expect(keepsDates(translation, created)).toBe(false);
  });

  it('may have an open end', () => {
    const open = { field: 'created', from: '2026-06-01', to: '3000' } as const;
    expect(keepsDates(meshLeg, open)).toBe(true);
    expect(keepsDates(meshLeg.replace('3000/12/31', '3000/12/12'), open)).toBe(true);
    expect(keepsDates(ours, open)).toBe(false);
  });

  it('are told apart by field', () => {
    expect(keepsDates(meshLeg, { ...created, field: 'indexed' })).toBe(true);
    expect(keepsDates(ours, { ...created, field: 'indexed' })).toBe(false);
  });
});

describe('the reading of the query alone', () => {
  it.each([
    [`${words} AND ${ours}`, words.slice(1, -1)],
    [`${words} AND ${meshLeg}`, words.slice(1, -1)],
    [`"a"[Title] AND "b"[Title] AND ${ours}`, '"a"[Title] AND "b"[Title]'],
    [`("a"[Title] NOT ("b"[Title] OR "c"[Title])) AND ${ours}`, '"a"[Title] NOT ("b"[Title] OR "c"[Title])'],
    [`("a"[Title]) AND ("b"[Title]) AND ${ours}`, '("a"[Title]) AND ("b"[Title])'],
    [`("x AND y ("[Title]) AND ${ours}`, '"x AND y ("[Title]'],
    [
      `"a"[Title] AND 2020/01/01:3000/12/31[Date - Create] AND ${ours}`,
      '"a"[Title] AND 2020/01/01:3000/12/31[Date - Create]',
    ],
    [`2020/01/01:3000/12/31[Date - Create] AND ${ours}`, '2020/01/01:3000/12/31[Date - Create]'],
    ['(asthma) AND ("2026/11/01"[crdt] : "2026/11/24"[crdt])', 'asthma'],
    [ours, ''],
    [meshLeg, ''],
    [words, words.slice(1, -1)],
    ['', ''],
  ])('%s', (translation, query) => {
    expect(translationOfQuery(translation)).toBe(query);
  });

  it('is compared without our days, which move', () => {
    const later = ours.replaceAll('2026/11', '2026/12');
    expect(sameTranslation(`${words} AND ${ours}`, `${words} AND ${later}`)).toBe(true);
    expect(sameTranslation(`${words} AND ${ours}`, `${words}\n AND  ${later}`)).toBe(true);
    expect(sameTranslation(`${words} AND ${ours}`, `"asthma"[All Fields] AND ${ours}`)).toBe(false);
    expect(sameTranslation(null, ours)).toBe(false);
    expect(sameTranslation(null, null)).toBe(true);
  });
});

describe.skipIf(noSharedData)('recorded translations', () => {
  const text = noSharedData
    ? ''
    : gunzipSync(readFileSync(sharedData('eutils-interactions.ndjson.gz'))).toString('utf8');
  const translations = [...text.matchAll(/<QueryTranslation>(.*?)<\/QueryTranslation>/g)].map(
    ([, found = '']) => found.replaceAll('\\"', '"'),
  );

  it('lose no word, whatever our clause is added to', () => {
    expect(translations.length).toBeGreaterThan(10);
    for (const translation of translations) {
      const alone = translationOfQuery(translation);
      expect(translation).toContain(alone);
      expect(alone.length).toBeGreaterThanOrEqual(translation.length - 2);
      expect(translationOfQuery(`(${alone}) AND ${ours}`)).toBe(alone);
      expect(translationOfQuery(`(${alone}) AND ${meshLeg}`)).toBe(alone);
    }
  });
});
