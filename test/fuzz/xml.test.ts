import { DOMParser, type Element } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../../src/contract/article.ts';
import { readEFetch } from '../../src/pubmed/efetch-reply.ts';
import { parseRecords, readRecords } from '../../src/pubmed/read-records.ts';
import { damagedTexts, fuzzRuns } from './mutate.ts';
import { errorBodies, fetchBodies } from './seeds.ts';

const bodies = damagedTexts([...fetchBodies(), ...fetchBodies(), ...errorBodies()]);
const asked = [1, 2, 3, 90000001, 90000002, 90000003, 90000004, 90000101, 90000102];

/** PMIDs of the records that another parser finds in a set; null where it finds no single, well-formed set. */
function otherReading(body: string): number[] | null {
  let root: Element | null = null;
  try {
    const stop = (_: string, message: string): never => {
      throw new Error(message);
    };
    root = new DOMParser({ onError: stop }).parseFromString(body, 'text/xml').documentElement;
  } catch {
    return null;
  }
  if (root === null || !/^Pubmed(Book)?ArticleSet$/.test(root.nodeName)) return null;
  const child = (parent: Element, ...names: string[]): Element | undefined =>
    Array.from(parent.childNodes).find((node): node is Element => names.includes(node.nodeName));
  return Array.from(root.childNodes)
    .filter((node): node is Element => /^Pubmed(Book)?Article$/.test(node.nodeName))
    .map((record) => {
      const citation = child(record, 'MedlineCitation', 'BookDocument');
      return Number(citation && child(citation, 'PMID')?.textContent);
    });
}

/** Some sets, and nothing in them. */
const holdsNoRecord = (body: string): boolean =>
  !/<(?:Pubmed(?:Book)?Article|MedlineCitation|BookDocument)\b/.test(body.replace(/<!--[\s\S]*?-->/g, ''));

const safeHtml = /^(?:[^<>"']|<\/?(?:i|b|u|sup|sub)>)*$/;
const htmlOf = (article: Article): string[] => [
  article.title.html,
  article.vernacularTitle?.html ?? '',
  ...(article.abstract?.sections ?? []).map(({ html }) => html),
];

describe('10,000 damaged XML documents', () => {
  it('neither throw nor give anything that is not a record', () => {
    const always = fc.property(bodies, (body) => {
      for (const record of parseRecords(body)) {
        if (record.type !== 'article') continue;
        expect(record.article.pmid).toBeGreaterThan(0);
        for (const html of htmlOf(record.article)) if (!safeHtml.test(html)) throw new Error(html);
      }
    });
    fc.assert(always, fuzzRuns(10_000));
  });

  it('never pass for a whole reply that holds less than another parser finds', () => {
    const seen = { whole: 0, partial: 0, empty: 0, refused: 0 };
    const always = fc.property(bodies, (body) => {
      const reply = readEFetch(body, asked);
      if (reply.kind !== 'fetched') seen.refused += 1;
      else if (!reply.whole) seen.partial += 1;
      else seen.whole += 1;
      if (reply.kind !== 'fetched') return;
      if (reply.articles.length === 0) {
        expect(reply.whole).toBe(true);
        seen.empty += 1;
      }
      if (!reply.whole) return;
      const other = otherReading(body);
      const mine = reply.articles.map(({ pmid }) => pmid);
      // Documents that are joined, or that the other parser refuses, can only be checked for not being empty.
      if (other === null) expect(mine.length > 0 || holdsNoRecord(body)).toBe(true);
      else expect(mine).toEqual(other.filter((pmid) => asked.includes(pmid)));
    });
    fc.assert(always, fuzzRuns(10_000));
    // The damage is neither so heavy that nothing passes, nor so light that everything does.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('read the same in pieces as in one', async () => {
    const always = fc.asyncProperty(bodies, fc.integer({ min: 1, max: 2000 }), async (body, size) => {
      const bytes = new TextEncoder().encode(body);
      const pieces: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
      const articles = (await Array.fromAsync(readRecords(pieces))).filter(({ type }) => type === 'article');
      const whole = parseRecords(new TextDecoder().decode(bytes)).filter(({ type }) => type === 'article');
      expect(articles).toEqual(whole);
    });
    await fc.assert(always, fuzzRuns(1000));
  });
});
