import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ScriptedEutils, startScripted } from '../../test/scripted-eutils.ts';
import { noSharedData, sharedData } from '../../test/shared-data.ts';
import { silentLog } from '../log.ts';
import { createEutils, type Eutils } from './eutils.ts';
import { defaultRetryPolicy } from './retry.ts';

let server: ScriptedEutils;
let eutils: Eutils;
beforeAll(async () => {
  server = await startScripted();
  eutils = createEutils({
    baseUrl: server.url,
    tool: 'litpush-test',
    email: null,
    limiter: {
      acquire: async () => ({ sent: () => undefined, answered: () => undefined }),
      pauseUntil: () => undefined,
      pausedMs: () => 0,
    },
    log: silentLog(),
    policy: { ...defaultRetryPolicy, attempts: 2 },
    sleep: async () => undefined,
  });
});
afterAll(() => server.stop());

const outage = (reason: string) => ({ kind: 'outage', reason, requests: 2 });
const final = (kind: string, reason: string) => ({ kind, reason, requests: 1 });

/** What each recorded body means: the call it belongs to, and the outcome. */
const expected: Record<string, ['esearch' | 'efetch', object]> = {
  'http200_efetch_empty-set.xml': ['efetch', { kind: 'fetched', articles: [], whole: true }],
  'http200_efetch_history-exception.xml': ['efetch', final('limit', 'past-9998')],
  'http200_efetch_query1.xml': ['efetch', outage('history-expired')],
  'http200_esearch_database-not-supported.json': ['esearch', outage('backend')],
  'http200_esearch_empty-term.xml': ['esearch', final('wrong-query', 'empty-term')],
  'http200_esearch_phrase-dropped-264-hits.xml': [
    'esearch',
    {
      kind: 'found',
      count: 264,
      ids: [30153686],
      translation: 'J[au]',
      phrasesNotFound: ['Charles-rawlins'],
    },
  ],
  'http200_esearch_phrase-not-found_259-hits.xml': ['esearch', { kind: 'found', count: 259 }],
  'http200_esearch_query1.json': ['esearch', outage('history-expired')],
  'http200_esearch_retstart-past-9998_INVALID-JSON.json': ['esearch', final('limit', 'past-9998')],
  'http200_esearch_translationset_2018.json': ['esearch', { kind: 'found', count: 18448 }],
  'http200_esearch_zero_phrase-not-found.json': [
    'esearch',
    { kind: 'found', count: 0, ids: [], phrasesNotFound: ['TB03JUN2009E__Contig_2000'] },
  ],
  'http200_esearch_zero_quoted-phrase-not-found.json': [
    'esearch',
    { kind: 'found', count: 0, ids: [], quotedPhrasesNotFound: ['"Nonexistent Termxyz Qwerty"[mh]'] },
  ],
  'http200_esummary_empty-id-list.json': ['esearch', final('wrong-query', 'no-ids')],
  'http200_esummary_invalid-uid.json': ['esearch', final('wrong-query', 'no-ids')],
  'http200_esummary_too-many-uids.json': ['esearch', final('limit', 'too-many-ids')],
  'http200_esummary_uid-missing.json': ['esearch', outage('unreadable')],
  'http301_http-to-https.html': ['esearch', outage('redirected')],
  'http400_api-key-invalid.json': ['esearch', final('key-refused', 'key-invalid')],
  'http400_efetch_id-list-empty.xml': ['efetch', final('wrong-query', 'no-ids')],
  'http400_efetch_out-of-range.xml': ['efetch', final('limit', 'out-of-range')],
  'http400_efetch_retstart-past-9998.xml': ['efetch', final('limit', 'past-9998')],
  'http400_efetch_transient-timeout.xml': ['efetch', outage('backend')],
  'http400_efetch_webenv-required.xml': ['efetch', final('wrong-query', 'no-ids')],
  'http414_uri-too-large.html': ['esearch', final('limit', 'request-too-large')],
  'http429_rate-limit_no-key.json': ['esearch', outage('rate-limited')],
  'http500_www-error-diagnostic.html': ['esearch', outage('server-error')],
  'httpXXX_rate-limit_documented-form.json': ['esearch', outage('rate-limited')],
};

describe.skipIf(noSharedData)('recorded error bodies', () => {
  const folder = sharedData('errors');
  const names = noSharedData ? [] : readdirSync(folder).filter((name) => name.startsWith('http'));
  /** The documented form names no status; NCBI says it comes with 429. */
  const statusOf = (name: string): number => Number(/^http(\d+)/.exec(name)?.[1] ?? 429);
  const play = (name: string): void =>
    server.play({ status: statusOf(name), body: readFileSync(join(folder, name), 'utf8') });

  it('are all in the table', () => {
    expect(Object.keys(expected).sort()).toEqual(names.sort());
  });

  it.each(Object.entries(expected))('%s', async (name, [call, outcome]) => {
    play(name);
    const got =
      call === 'esearch'
        ? await eutils.esearch({ term: 'a', retmax: 20 })
        : await eutils.efetch({ ids: [1] });
    expect(got).toMatchObject(outcome);
  });

  it('never pass for an empty result of the other call', async () => {
    for (const name of names) {
      play(name);
      const search = await eutils.esearch({ term: 'a', retmax: 20 });
      const empty = search.kind === 'found' && search.count === 0;
      expect(empty, name).toBe(name.startsWith('http200_esearch_zero'));
      const fetched = await eutils.efetch({ ids: [1] });
      expect(fetched.kind === 'fetched', name).toBe(name === 'http200_efetch_empty-set.xml');
    }
  });
});

interface Interaction {
  url: string;
  requestBody: string | null;
  status: number;
  body: string;
}

describe.skipIf(noSharedData)('recorded traffic', () => {
  const text = noSharedData
    ? ''
    : gunzipSync(readFileSync(sharedData('eutils-interactions.ndjson.gz'))).toString('utf8');
  const ofCall = (call: string) =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Interaction)
      .map((one) => ({
        ...one,
        asked: new URLSearchParams(`${new URL(one.url).search.slice(1)}&${one.requestBody ?? ''}`),
      }))
      .filter(({ url, asked }) => url.includes(`/${call}.fcgi`) && asked.get('db') === 'pubmed');
  const numbers = (body: string, pattern: RegExp): number[] =>
    [...body.matchAll(pattern)].map(([, digits]) => Number(digits));

  it('of ESearch gives the counts and ids that a plain look finds', async () => {
    const recorded = ofCall('esearch');
    expect(recorded.length).toBeGreaterThan(15);
    for (const { status, body } of recorded) {
      server.play({ status, body });
      const outcome = await eutils.esearch({ term: 'a', retmax: 100_000 });
      const [count] = numbers(body, /<Count>(\d+)<\/Count>/g);
      expect(outcome).toMatchObject({
        kind: 'found',
        count,
        ids: numbers(body, /<Id>(\d+)<\/Id>/g),
        phrasesNotFound: [...body.matchAll(/<PhraseNotFound>(.*?)<\/PhraseNotFound>/g)].map(
          ([, word]) => word,
        ),
      });
    }
  });

  it('of EFetch gives every record, and errors as what they are', async () => {
    const recorded = ofCall('efetch');
    expect(recorded.length).toBeGreaterThan(70);
    const kinds = new Map<string, number>();
    for (const { status, body } of recorded) {
      server.play({ status, body });
      const pmids = numbers(body, /<(?:MedlineCitation|BookDocument)\b[^>]*>\s*<PMID[^>]*>(\d+)</g);
      const outcome = await eutils.efetch({ ids: [...pmids, 99_999_999] });
      kinds.set(outcome.kind, (kinds.get(outcome.kind) ?? 0) + 1);
      const [error] = /<ERROR>.*<\/ERROR>|"error"/.exec(body) ?? [];
      if (error === undefined) {
        const got = outcome.kind === 'fetched' ? outcome.articles.map(({ pmid }) => pmid) : [];
        expect([outcome.kind, got]).toEqual(['fetched', pmids]);
        expect(outcome).toMatchObject({ whole: true });
      } else {
        expect(outcome.kind).toBe(error === '"error"' ? 'key-refused' : 'wrong-query');
      }
    }
    expect([...kinds.keys()].sort()).toEqual(['fetched', 'key-refused', 'wrong-query']);
  });
});
