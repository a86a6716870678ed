import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Scripted, type ScriptedEutils, startScripted } from '../../test/scripted-eutils.ts';
import { createLog, silentLog } from '../log.ts';
import { createEutils, type EutilsOptions } from './eutils.ts';
import { createRateLimiter, type RateLimiter } from './rate-limiter.ts';
import { defaultRetryPolicy } from './retry.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const key = 'madeupkey0123456789';
const found = JSON.stringify({
  header: { type: 'esearch', version: '0.3' },
  esearchresult: { count: '2', idlist: ['90000002', '90000001'], querytranslation: 'asthma[Title]' },
});
const record = (pmid: number): string =>
  `<PubmedArticle><MedlineCitation><PMID Version="1">${pmid}</PMID></MedlineCitation></PubmedArticle>`;
const setOf = (...pmids: number[]): string =>
  `<PubmedArticleSet>${pmids.map(record).join('')}</PubmedArticleSet>`;

let server: ScriptedEutils;
beforeAll(async () => {
  server = await startScripted();
});
afterAll(() => server.stop());

/** A client whose waits are only written down. */
const client = (options: Partial<EutilsOptions> = {}) => {
  const slept: number[] = [];
  const pauses: number[] = [];
  const limiter: RateLimiter = {
    acquire: async () => ({ sent: () => undefined, answered: () => undefined }),
    pauseUntil: (time) => pauses.push(time - now),
    pausedMs: () => 0,
  };
  const eutils = createEutils({
    baseUrl: server.url,
    tool: 'litpush-test',
    email: 'operator@example.org',
    limiter,
    log: silentLog(),
    clock: { now: () => now },
    random: () => 0.5,
    sleep: async (ms) => slept.push(ms),
    ...options,
  });
  return { eutils, slept, pauses, search: () => eutils.esearch({ term: 'asthma', retmax: 10 }) };
};

describe('a request', () => {
  it('is a POST with tool, email and database, for both calls', async () => {
    server.play({ body: found }, { body: setOf(7, 8) });
    const { eutils } = client();
    await eutils.esearch({ term: 'a & b "c"', retmax: 9999 });
    await eutils.efetch({ ids: [7, 8] });
    const [search, fetch] = server.received;
    for (const request of server.received) {
      expect(request.method).toBe('POST');
      expect(request.headers['content-type']).toContain('application/x-www-form-urlencoded');
      expect(request.headers['user-agent']).toBe('litpush-test');
    }
    const common = { db: 'pubmed', tool: 'litpush-test', email: 'operator@example.org' };
    expect(search?.path).toBe('/entrez/eutils/esearch.fcgi');
    expect(Object.fromEntries(search?.form ?? [])).toEqual({
      ...common,
      term: 'a & b "c"',
      retmax: '9999',
      retmode: 'json',
      sort: 'pub_date',
    });
    expect(fetch?.path).toBe('/entrez/eutils/efetch.fcgi');
    expect(Object.fromEntries(fetch?.form ?? [])).toEqual({ ...common, id: '7,8', retmode: 'xml' });
  });

  it('carries the key where there is one', async () => {
    server.play({ body: found });
    await client({ apiKey: key }).search();
    expect(server.received[0]?.form.get('api_key')).toBe(key);
  });

  it('is counted as it starts, and in the outcome', async () => {
    server.play({ status: 500 }, { fault: 'drop' }, { body: found });
    let started = 0;
    const { eutils } = client();
    const outcome = await eutils.esearch({ term: 'a', retmax: 1, onRequest: () => (started += 1) });
    expect([started, outcome.requests, server.received.length]).toEqual([3, 3, 3]);
  });
});

describe('retries', () => {
  it('back off with jitter and end with the answer', async () => {
    server.play(
      { status: 502, body: '<html></html>' },
      { body: '' },
      { body: '{"esearchresult":' },
      { body: found },
    );
    const { search, slept } = client();
    expect(await search()).toMatchObject({ kind: 'found', count: 2, ids: [90000002, 90000001], requests: 4 });
    expect(slept).toEqual([500, 1000, 2000]);
  });

  it('end when the attempts are used up, as an outage and not as nothing', async () => {
    server.play({ status: 500 });
    const { search, slept } = client();
    expect(await search()).toEqual({
      kind: 'outage',
      reason: 'server-error',
      retryAfterMs: null,
      requests: 5,
    });
    expect(slept.length).toBe(defaultRetryPolicy.attempts - 1);
  });

  it.each([
    ['seconds', '2', 2500, 2000],
    ['an HTTP date', new Date(now + 5000).toUTCString(), 5500, 5000],
    ['a date that is over', new Date(now - 5000).toUTCString(), 500, 0],
  ])('obey Retry-After as %s, for all callers', async (_, header, sleptMs, pausedMs) => {
    const busy: Scripted = { status: 429, body: '{"error":"API rate limit exceeded"}' };
    server.play({ ...busy, headers: { 'Retry-After': header } }, { body: found });
    const { search, slept, pauses } = client();
    expect(await search()).toMatchObject({ kind: 'found', requests: 2 });
    expect(slept).toEqual([sleptMs]);
    expect(pauses).toEqual([pausedMs]);
  });

  it('wait a second together after a 429 that does not say how long, and after a 200 that says the same', async () => {
    const body = '{"error":"API rate limit exceeded","count":"4","limit":"3"}';
    server.play({ status: 429, body }, { status: 200, body }, { body: found });
    const { search, pauses } = client();
    expect(await search()).toMatchObject({ kind: 'found', requests: 3 });
    expect(pauses).toEqual([1000, 1000]);
  });

  it('do not begin where PubMed asks for more time than a call may take', async () => {
    server.play({ status: 503, headers: { 'Retry-After': '3600' } });
    const { search, slept, pauses } = client();
    expect(await search()).toEqual({
      kind: 'outage',
      reason: 'server-error',
      retryAfterMs: 3_600_000,
      requests: 1,
    });
    expect([slept, pauses]).toEqual([[], [3_600_000]]);
  });

  it('nor does another call begin meanwhile', async () => {
    server.play({ body: found });
    const limiter = createRateLimiter({ perSecond: 3, clock: { now: () => now } });
    limiter.pauseUntil(now + 3_600_000);
    expect(await client({ limiter }).search()).toEqual({
      kind: 'outage',
      reason: 'rate-limited',
      retryAfterMs: 3_600_000,
      requests: 0,
    });
    expect(server.received).toEqual([]);
  });

  it.each([
    ['a refused key', { status: 400, body: '{"error":"API key invalid","api-key":"x"}' }, 'key-refused'],
    ['a shut door', { status: 403, body: '<html></html>' }, 'outage'],
    ['a wrong address', { status: 404, body: '<html></html>' }, 'outage'],
    ['an address too long', { status: 414, body: '<html></html>' }, 'limit'],
  ])('are not made for %s', async (_, answer, kind) => {
    server.play(answer);
    expect(await client().search()).toMatchObject({ kind, requests: 1 });
  });

  it('stop when the caller gives up, with the reason of the caller', async () => {
    server.play({ status: 500 });
    const given = new Error('the run is over');
    const inSleep = new AbortController();
    const sleeper = client({
      sleep: async (_, signal) => {
        inSleep.abort(given);
        signal?.throwIfAborted();
      },
    });
    await expect(sleeper.eutils.esearch({ term: 'a', retmax: 1, signal: inSleep.signal })).rejects.toBe(
      given,
    );
    server.play({ fault: 'hang' });
    const inCall = new AbortController();
    const call = client().eutils.esearch({ term: 'a', retmax: 1, signal: inCall.signal });
    await expect.poll(() => server.received.length).toBe(1);
    inCall.abort(given);
    await expect(call).rejects.toBe(given);
  });
});

describe('a connection that fails', () => {
  const once = { ...defaultRetryPolicy, attempts: 1, timeoutMs: 40 };

  it.each([
    ['drop', 'network'],
    ['hang', 'timeout'],
    ['reset', 'invalid-json'],
    ['stall', 'invalid-json'],
  ] as const)('with %s is an outage of ESearch', async (fault, reason) => {
    server.play({ body: found, fault });
    expect(await client({ policy: once }).search()).toMatchObject({ kind: 'outage', reason });
  });

  it.each(['reset', 'stall'] as const)('with %s keeps the records that came', async (fault) => {
    server.play({ body: setOf(1, 2, 3, 4, 5), fault });
    const outcome = await client({ policy: once }).eutils.efetch({ ids: [1, 2, 3, 4, 5] });
    expect(outcome).toMatchObject({ kind: 'fetched', whole: false });
    expect(outcome.kind === 'fetched' && outcome.articles.map(({ pmid }) => pmid)).toEqual([1, 2]);
  });

  it('is one where nobody listens', async () => {
    const closed = await startScripted();
    await closed.stop();
    const { search } = client({ baseUrl: closed.url, policy: once });
    expect(await search()).toMatchObject({ kind: 'outage', reason: 'network' });
  });
});

describe('redirects', () => {
  it('to another host, or port, are not followed: the key stays here', async () => {
    const stranger = await startScripted();
    stranger.play({ body: found });
    for (const Location of [
      `${stranger.url}esearch.fcgi`,
      'http://example.org/esearch.fcgi',
      '//example.org/esearch.fcgi',
    ]) {
      server.play({ status: 302, headers: { Location } });
      expect(await client({ apiKey: key }).search()).toMatchObject({ kind: 'outage', reason: 'redirected' });
      expect(server.received.length).toBe(5);
    }
    expect(stranger.received).toEqual([]);
    await stranger.stop();
  });

  it('on the same host are, from then on', async () => {
    server.play({ status: 301, headers: { Location: '/moved/esearch.fcgi' } }, { body: found });
    const { search } = client({ apiKey: key });
    expect(await search()).toMatchObject({ kind: 'found', requests: 2 });
    await search();
    expect(server.received.map(({ path }) => path)).toEqual([
      '/entrez/eutils/esearch.fcgi',
      '/moved/esearch.fcgi',
      '/moved/esearch.fcgi',
    ]);
  });

  it('from http to https of the same host are, never back', async () => {
    const asked: string[] = [];
    const fetch: typeof globalThis.fetch = async (url) => {
      asked.push(String(url));
      const secure = String(url).startsWith('https:');
      const Location = `${secure ? 'http' : 'https'}://ncbi.example/entrez/eutils/esearch.fcgi?x=1`;
      return secure && asked.length === 2
        ? new Response(found)
        : new Response('', { status: 301, headers: { Location } });
    };
    const { search } = client({ baseUrl: 'http://ncbi.example/entrez/eutils', fetch, apiKey: key });
    expect(await search()).toMatchObject({ kind: 'found' });
    expect(await search()).toMatchObject({ kind: 'outage', reason: 'redirected' });
    expect(asked[0]).toBe('http://ncbi.example/entrez/eutils/esearch.fcgi');
    expect(new Set(asked.slice(1))).toEqual(new Set(['https://ncbi.example/entrez/eutils/esearch.fcgi']));
  });
});

describe('the log', () => {
  it('names neither the key nor what was asked, answered or is told in an error', async () => {
    const lines: string[] = [];
    const log = createLog('trace', { write: (line) => lines.push(line) });
    const echo = `{"error":"API rate limit exceeded","api-key":"${key}","count":"11"}`;
    server.play(
      { status: 429, body: echo },
      { status: 500, body: `<html>${key} secret-body</html>` },
      { fault: 'drop' },
      { status: 302, headers: { Location: `http://example.org/?api_key=${key}` } },
      { status: 400, body: `{"error":"API key invalid","api-key":"${key}"}` },
    );
    const { eutils } = client({ log, apiKey: key });
    const outcome = await eutils.esearch({ term: 'a-very-private-term', retmax: 1 });
    expect(outcome).toEqual({ kind: 'key-refused', reason: 'key-invalid', requests: 5 });
    expect(lines.length).toBe(4);
    const text = lines.join('');
    for (const secret of [key, 'secret-body', 'private-term', 'operator@', 'example.org']) {
      expect(text).not.toContain(secret);
    }
    expect(text).toContain('rate-limited');
  });
});
