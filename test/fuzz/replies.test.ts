import { DOMParser } from '@xmldom/xmldom';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEFetch } from '../../src/pubmed/efetch-reply.ts';
import { readESearch } from '../../src/pubmed/esearch-reply.ts';
import { type EutilsFailure, judge, verdictOnStatus } from '../../src/pubmed/eutils-outcome.ts';
import { damagedTexts, fuzzRuns } from './mutate.ts';
import { errorBodies, fetchBodies, searchBodies } from './seeds.ts';

const statuses = fc.oneof(
  { weight: 6, arbitrary: fc.constant(200) },
  { weight: 1, arbitrary: fc.constantFrom(301, 400, 403, 404, 414, 429, 500, 502, 503) },
);
const kinds: ReadonlySet<EutilsFailure['kind'] | 'retry-later'> = new Set([
  'retry-later',
  'wrong-query',
  'key-refused',
  'limit',
  'outage',
]);

/** A look at the body with other means: a count of 0, a list of ids that is there and empty, and no complaint. */
function saysNothingFound(body: string): boolean {
  const text = body.replace(/^[\s\uFEFF]+/, '');
  if (text.startsWith('{')) {
    const reply = JSON.parse(text.replace(/[\u0000-\u001f]/g, ' ')) as Record<
      string,
      Record<string, unknown>
    >;
    const result = reply['esearchresult'] ?? {};
    const { count, idlist } = result;
    const complaints = [reply['error'], reply['ERROR'], result['ERROR'], result['error']];
    return (
      Number(count) === 0 &&
      Array.isArray(idlist) &&
      idlist.length === 0 &&
      complaints.every((one) => String(one ?? '') === '')
    );
  }
  // From the root on: what stands before it says nothing, and this parser is stricter about it.
  const xml = text.slice(Math.max(0, text.indexOf('<eSearchResult')));
  const root = new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml').documentElement;
  const named = (name: string) => Array.from(root?.getElementsByTagName(name) ?? []);
  return (
    root?.nodeName === 'eSearchResult' &&
    named('Count')[0]?.textContent?.trim() === '0' &&
    named('IdList').length > 0 &&
    named('IdList').every((list) => list.getElementsByTagName('Id').length === 0) &&
    !Array.from(root.childNodes).some((node) => node.nodeName === 'ERROR')
  );
}

describe('10,000 damaged replies of E-utilities', () => {
  it('are results of ESearch only where they say so, and empty only where they are', () => {
    const bodies = damagedTexts([...searchBodies(), ...searchBodies(), ...errorBodies()]);
    const seen = { some: 0, none: 0, failed: 0 };
    const always = fc.property(bodies, statuses, (body, status) => {
      const outcome = judge(status, readESearch(body));
      if (outcome.kind !== 'found') {
        expect(kinds).toContain(outcome.kind);
        seen.failed += 1;
        return;
      }
      expect(status).toBe(200);
      expect(Number.isSafeInteger(outcome.count) && outcome.count >= outcome.ids.length).toBe(true);
      expect(outcome.ids.every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true);
      if (outcome.count > 0) seen.some += 1;
      else {
        seen.none += 1;
        expect(saysNothingFound(body)).toBe(true);
      }
    });
    fc.assert(always, fuzzRuns(10_000));
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });

  it('are results of EFetch only under a status of success', () => {
    const bodies = damagedTexts([...fetchBodies(), ...errorBodies(), ...searchBodies()]);
    const always = fc.property(bodies, statuses, (body, status) => {
      const outcome = judge(status, readEFetch(body, [1, 2, 3]));
      if (outcome.kind === 'fetched') expect(verdictOnStatus(status)).toBeNull();
      else expect(kinds).toContain(outcome.kind);
    });
    fc.assert(always, fuzzRuns(2000));
  });

  it('never make an empty search of hits by a single damage', () => {
    const seed = JSON.stringify({ esearchresult: { count: '12', idlist: ['90000002', '90000001'] } });
    for (let at = 0; at < seed.length; at += 1) {
      for (const sign of ['', '0', '"', ',', '}', ']', '\u0000']) {
        const outcome = readESearch(seed.slice(0, at) + sign + seed.slice(at + 1));
        expect(outcome).not.toMatchObject({ kind: 'found', count: 0 });
      }
    }
  });
});
