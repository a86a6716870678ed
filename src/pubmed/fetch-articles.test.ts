import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Corpus, createCorpus } from '../../sandbox/corpus.ts';
import type { EutilsFaultKind } from '../../sandbox/eutils-faults.ts';
import { type Eutils as Sandbox, startEutils } from '../../sandbox/eutils-server.ts';
import { type ScriptedEutils, startScripted } from '../../test/scripted-eutils.ts';
import { silentLog } from '../log.ts';
import { createEutils, type Eutils } from './eutils.ts';
import { fetchArticles } from './fetch-articles.ts';
import { defaultRetryPolicy } from './retry.ts';

const record = (pmid: number, version = 1): string =>
  `<PubmedArticle><MedlineCitation><PMID Version="${version}">${pmid}</PMID><Article><ArticleTitle>No. ${pmid}</ArticleTitle></Article></MedlineCitation></PubmedArticle>`;
const setOf = (...records: string[]): string => `<PubmedArticleSet>${records.join('')}</PubmedArticleSet>`;
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);

const clientOf = (baseUrl: string, attempts = 5): Eutils =>
  createEutils({
    baseUrl,
    tool: 'litpush-test',
    email: null,
    limiter: {
      acquire: async () => ({ sent: () => undefined, answered: () => undefined }),
      pauseUntil: () => undefined,
      pausedMs: () => 0,
    },
    log: silentLog(),
    policy: { ...defaultRetryPolicy, attempts, timeoutMs: 5000 },
    sleep: async () => undefined,
  });

/** PMIDs of what came, in order, and the rest of the outcome. */
const fetchFrom = async (eutils: Eutils, ids: readonly number[]) => {
  const { articles, ...rest } = await fetchArticles(eutils, { ids });
  return {
    pmids: articles.map(({ pmid }) => pmid).sort((a, b) => a - b),
    versions: articles.map(({ version }) => version),
    ...rest,
  };
};

describe('from the sandbox', () => {
  let corpus: Corpus;
  let sandbox: Sandbox;
  beforeAll(async () => {
    corpus = createCorpus();
    corpus.add(
      range(1001, 450)
        .map((pmid) => record(pmid))
        .join('\n'),
    );
    sandbox = await startEutils({ corpus, limit: { perSecond: 1_000_000 } });
  });
  afterAll(() => sandbox.stop());
  beforeEach(() => {
    sandbox.faults.clear();
    sandbox.requests.efetch = 0;
  });
  const fetch = (ids: readonly number[]) => fetchFrom(clientOf(sandbox.eutilsUrl), ids);

  it('come in batches of 200, each id asked for once', async () => {
    const outcome = await fetch([...range(1001, 450), ...range(1001, 450)]);
    expect(outcome).toMatchObject({ kind: 'fetched', pmids: range(1001, 450), missing: [], requests: 3 });
    expect(sandbox.requests.efetch).toBe(3);
  });

  it('are missing where a whole reply leaves them out', async () => {
    expect(await fetch([1001, 5, 1002, 6])).toMatchObject({
      pmids: [1001, 1002],
      missing: [5, 6],
      requests: 1,
    });
    expect(await fetch([5, 6])).toMatchObject({ kind: 'fetched', pmids: [], missing: [5, 6], requests: 1 });
  });

  it('are not asked for without need', async () => {
    expect(await fetch([])).toMatchObject({ kind: 'fetched', pmids: [], missing: [], requests: 0 });
    expect(await fetch([0, -3, 1.5, Number.NaN])).toMatchObject({
      missing: [0, -3, 1.5, Number.NaN],
      requests: 0,
    });
  });

  it('are asked for again, the rest only, where a reply is cut', async () => {
    sandbox.faults.set([{ kind: 'truncated', next: 2 }]);
    const outcome = await fetch(range(1001, 200));
    expect(outcome).toMatchObject({ kind: 'fetched', pmids: range(1001, 200), missing: [], requests: 3 });
    expect(sandbox.requests.efetch).toBe(3);
  });

  it('end in an outage with what came where every reply is cut', async () => {
    sandbox.faults.set([{ kind: 'truncated' }]);
    const outcome = await fetch(range(1001, 200));
    expect(outcome).toMatchObject({ kind: 'outage', reason: 'truncated' });
    expect(outcome.pmids.length).toBeGreaterThan(190);
    expect(outcome.pmids.length).toBeLessThan(200);
  });

  const passing: EutilsFaultKind[] = [
    'rate-limit',
    'rate-limit-retry-after',
    'server-error',
    'bad-gateway',
    'html-200',
    'empty-200',
    'invalid-json',
    'backend-failed',
    'transient-400',
    'efetch-error-200',
    'reset',
    'truncated',
    'drop',
  ];

  it.each(passing)('%s: all records when it passes', async (kind) => {
    sandbox.faults.set([{ kind, next: 2 }]);
    expect(await fetch(range(1001, 250))).toMatchObject({
      kind: 'fetched',
      pmids: range(1001, 250),
      missing: [],
    });
  });

  it.each(passing)('%s: a failure when it stays, with no id called missing', async (kind) => {
    sandbox.faults.set([{ kind }]);
    const outcome = await fetch(range(1001, 250));
    expect(outcome.kind).toBe('outage');
    expect(outcome).not.toHaveProperty('missing');
  });

  it('keeps the batches that came before a failure', async () => {
    sandbox.faults.set([{ kind: 'key-invalid', every: 2 }]);
    const outcome = await fetch(range(1001, 450));
    expect(outcome).toMatchObject({ kind: 'key-refused', pmids: range(1001, 200), requests: 2 });
  });
});

describe('from a reply that is odd', () => {
  let server: ScriptedEutils;
  beforeAll(async () => {
    server = await startScripted();
  });
  afterAll(() => server.stop());
  const fetch = (ids: readonly number[]) => fetchFrom(clientOf(server.url, 2), ids);

  it('takes the highest of several versions', async () => {
    server.play({ body: setOf(record(7, 1), record(7, 4), record(7, 2), record(8)) });
    expect(await fetch([7, 8])).toMatchObject({ pmids: [7, 8], versions: [4, 1], requests: 1 });
  });

  it('takes it also where the versions come in two replies', async () => {
    const cut = setOf(record(7, 3), record(8)).slice(0, -60);
    server.play({ body: cut }, { body: setOf(record(8)) });
    expect(await fetch([7, 8])).toMatchObject({
      kind: 'fetched',
      pmids: [7, 8],
      versions: [3, 1],
      requests: 2,
    });
    expect(server.received.map(({ form }) => form.get('id'))).toEqual(['7,8', '8']);
  });

  it('ignores what nobody asked for', async () => {
    server.play({ body: setOf(record(7), record(99)) });
    expect(await fetch([7, 8])).toMatchObject({ kind: 'fetched', pmids: [7], missing: [8], requests: 1 });
  });

  it('does not take the answer to another request for an empty one', async () => {
    server.play({ body: setOf(record(99)) });
    expect(await fetch([7, 8])).toMatchObject({ kind: 'outage', reason: 'unreadable', pmids: [] });
  });

  it('asks again for a record that is damaged in itself', async () => {
    const damaged = '<PubmedArticle><MedlineCitation/></PubmedArticle>';
    server.play({ body: setOf(record(7), damaged) }, { body: setOf(record(8)) });
    expect(await fetch([7, 8])).toMatchObject({ kind: 'fetched', pmids: [7, 8], missing: [], requests: 2 });
    server.play({ body: setOf(record(7), damaged) }, { body: setOf(damaged) });
    expect(await fetch([7, 8])).toMatchObject({ kind: 'outage', reason: 'invalid-xml', pmids: [7] });
  });

  it('passes on what the caller was aborted with', async () => {
    const given = new Error('the run is over');
    const aborted = fetchArticles(clientOf(server.url), { ids: [7], signal: AbortSignal.abort(given) });
    await expect(aborted).rejects.toBe(given);
  });
});
