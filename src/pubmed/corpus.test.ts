import { createReadStream, readFileSync } from 'node:fs';
import { createGunzip, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { formula, secondReading } from '../../test/second-reading.ts';
import { noSharedData, sharedData } from '../../test/shared-data.ts';
import type { Article } from '../contract/article.ts';
import { readRecords } from './read-records.ts';

/** What a list that came with the records says of each of them. */
interface Listed {
  pmid: string;
  version: string;
  kind: 'article' | 'book';
  crdt: string | null;
  edat: string | null;
  mhda: string | null;
  revised: string | null;
  status: string | null;
  pubstatus: string | null;
}

const unpacked = (name: string): string => gunzipSync(readFileSync(sharedData(name))).toString('utf8');

/** The listed reading of this record's DateRevised, which has no Day, runs on into the next date. */
const listedWrongly = '33387232';

const padded = (day: string | null): string | null => day?.replace(/\b\d\b/g, '0$&') ?? null;

/** The characters of a text, in any order: a formula's html moves indices and draws brackets, roots and fractions. */
const characters = (text: string): string => [...text.replace(/[\s()/√,]/g, '')].sort().join('');

const unmarked = (html: string): string =>
  html
    .replace(/<\/?(?:i|b|u|sup|sub)>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The same value, with the html of formulas replaced by the mark of the second reading. */
const withFormulasMarked = (mine: unknown, other: unknown): unknown => {
  if (Array.isArray(mine) && Array.isArray(other)) {
    return mine.map((value, index) => withFormulasMarked(value, other[index]));
  }
  if (typeof mine !== 'object' || mine === null || typeof other !== 'object' || other === null) return mine;
  const entries = Object.entries(mine);
  if ('html' in other && other.html === formula && 'html' in mine && 'text' in mine) {
    expect(characters(unmarked(String(mine.html)))).toBe(characters(String(mine.text)));
    return { ...mine, html: formula };
  }
  const theirs = new Map<string, unknown>(Object.entries(other));
  return Object.fromEntries(entries.map(([key, value]) => [key, withFormulasMarked(value, theirs.get(key))]));
};

describe.skipIf(noSharedData)('2,649 real records', async () => {
  const articles: Article[] = [];
  const others: string[] = [];
  if (!noSharedData) {
    const file = createReadStream(sharedData('articles.xml.gz')).pipe(createGunzip());
    for await (const record of readRecords(file)) {
      if (record.type === 'article') articles.push(record.article);
      else others.push(record.type);
    }
  }

  it('are all there and nothing else', () => {
    expect(others).toEqual([]);
    expect(articles.length).toBe(2649);
  });

  it('equal what another reading finds, in every field', () => {
    const second = secondReading(unpacked('articles.xml.gz'));
    expect(second.length).toBe(articles.length);
    for (const [index, theirs] of second.entries()) {
      const mine = articles[index];
      expect(withFormulasMarked(mine, theirs), `PMID ${theirs.pmid}`).toEqual(theirs);
    }
  });

  it('agree with the list that came with them', () => {
    const listed = unpacked('articles.ndjson.gz')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Listed);
    const readings = new Map(articles.map((article) => [`${article.pmid}.${article.version}`, article]));
    expect(readings.size).toBe(listed.length);
    for (const entry of listed) {
      const article = readings.get(`${entry.pmid}.${entry.version}`);
      expect(
        {
          kind: article?.kind,
          crdt: article?.dates.entrez,
          edat: article?.dates.pubmed,
          mhda: article?.dates.medline,
          status: article?.status,
          pubstatus: article?.publicationStatus,
          revised: article?.dates.revised,
        },
        `PMID ${entry.pmid}`,
      ).toEqual({
        kind: entry.kind,
        crdt: entry.crdt,
        edat: entry.edat,
        mhda: entry.mhda,
        status: entry.status,
        pubstatus: entry.pubstatus,
        revised: entry.pmid === listedWrongly ? null : padded(entry.revised),
      });
    }
  });
});
