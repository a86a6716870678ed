import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Corpus, createCorpus } from '../../sandbox/corpus.ts';
import type { EutilsFaultKind } from '../../sandbox/eutils-faults.ts';
import { type Eutils as Sandbox, startEutils } from '../../sandbox/eutils-server.ts';
import { silentLog } from '../log.ts';
import { createEutils, type Eutils } from './eutils.ts';
import { defaultRetryPolicy } from './retry.ts';
import { type SearchOutcome, type SearchRequest, searchAll } from './search.ts';

/** As small as a record can be and still be found by title, Create Date, MeSH date, abstract, language, type and year. */
const record = (one: {
  pmid: number;
  word: string;
  created: string;
  indexed?: string;
  abstract?: boolean;
  language?: string;
  type?: string;
  published?: string;
}): string => {
  const on = (status: string, day: string): string => {
    const [year, month, date] = day.split('-');
    return `<PubMedPubDate PubStatus="${status}"><Year>${year}</Year><Month>${month}</Month><Day>${date}</Day></PubMedPubDate>`;
  };
  const { created, indexed = created, published = created } = one;
  return `<PubmedArticle><MedlineCitation Status="Publisher"><PMID Version="1">${one.pmid}</PMID><Article><Journal><JournalIssue><PubDate><Year>${published.slice(0, 4)}</Year></PubDate></JournalIssue></Journal><ArticleTitle>${one.word}</ArticleTitle>${one.abstract ? '<Abstract><AbstractText>Text.</AbstractText></Abstract>' : ''}<Language>${one.language ?? 'eng'}</Language><PublicationTypeList><PublicationType>${one.type ?? 'Journal Article'}</PublicationType></PublicationTypeList></Article></MedlineCitation><PubmedData><History>${on('entrez', created)}${on('pubmed', created)}${on('medline', indexed)}</History></PubmedData></PubmedArticle>`;
};

let corpus: Corpus;
let sandbox: Sandbox;
let real: Eutils;
/** Terms that were sent, in order; `between` may change the corpus after each. */
let terms: string[];
let between: (sent: number) => void;
let eutils: Eutils;

const wide = { from: '2026-11-01', to: '2026-11-25', createdSince: '2026-11-01' };
const search = (query: string, more: Partial<SearchRequest> = {}): Promise<SearchOutcome> =>
  searchAll(eutils, { ...wide, query, ...more });

/** The outcome of a search that was answered. */
const found = async (query: string, more: Partial<SearchRequest> = {}) => {
  const outcome = await search(query, more);
  if (outcome.kind !== 'found') throw new Error(`${outcome.kind}: ${outcome.reason}`);
  return outcome;
};
const sorted = (ids: readonly number[]): number[] => [...ids].sort((a, b) => a - b);
const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, n) => from + n);

const addMany = (pmids: readonly number[], of: (n: number) => Omit<Parameters<typeof record>[0], 'pmid'>) => {
  corpus.add(pmids.map((pmid, n) => record({ pmid, ...of(n) })).join('\n'));
};

beforeAll(async () => {
  corpus = createCorpus();
  addMany(range(100, 5), (n) => ({ word: 'fewwords', created: `2026-11-0${n + 1}` }));
  addMany(range(200, 3), () => ({ word: 'lateindexed', created: '2026-07-01', indexed: '2026-11-10' }));
  // 10,500 over six days; another 500 that only their MeSH date brings in.
  addMany(range(100_000, 10_500), (n) => ({ word: 'spreadout', created: `2026-11-${10 + (n % 6)}` }));
  addMany(range(120_000, 500), (n) => ({
    word: 'spreadout',
    created: `2026-0${7 + (n % 3)}-15`,
    indexed: '2026-11-12',
  }));
  // PubMed's GeneReviews carry the day of their last revision, which may lie ahead of the search's own days.
  addMany([130_000], () => ({ word: 'spreadout', created: '2026-12-20', indexed: '2026-11-12' }));
  // 12,000 on one day that clauses divide, and 10,200 that none does.
  addMany(range(200_000, 12_000), (n) => ({
    word: 'oneday',
    created: '2026-11-20',
    abstract: n % 10 !== 0,
    language: n % 3 === 0 ? 'chi' : 'eng',
  }));
  addMany(range(300_000, 10_200), () => ({ word: 'alike', created: '2026-11-20', abstract: true }));
  sandbox = await startEutils({ corpus, limit: { perSecond: 1_000_000 } });
  real = createEutils({
    baseUrl: sandbox.eutilsUrl,
    tool: 'litpush-test',
    email: null,
    limiter: {
      acquire: async () => ({ sent: () => undefined, answered: () => undefined }),
      pauseUntil: () => undefined,
      pausedMs: () => 0,
    },
    log: silentLog(),
    policy: { ...defaultRetryPolicy, timeoutMs: 5000 },
    sleep: async () => undefined,
  });
});
afterAll(() => sandbox.stop());
beforeEach(() => {
  sandbox.faults.clear();
  terms = [];
  between = () => undefined;
  eutils = {
    ...real,
    async esearch(request) {
      terms.push(request.term);
      const reply = await real.esearch(request);
      between(terms.length);
      return reply;
    },
  };
});

describe('an ordinary search', () => {
  it('is one request, and says what PubMed said', async () => {
    let started = 0;
    const outcome = await found('fewwords', { onRequest: () => (started += 1) });
    expect(outcome).toEqual({
      kind: 'found',
      count: 5,
      ids: [104, 103, 102, 101, 100],
      complete: true,
      reason: null,
      term: '(fewwords) AND ("2026/11/01"[crdt] : "2026/11/25"[crdt])',
      translation: '"fewwords"[All Fields] AND 2026/11/01:2026/11/25[Date - Create]',
      dateClauseKept: true,
      dropped: { phrases: [], fields: [], ignored: [], quoted: [] },
      messages: [],
      requests: 1,
    });
    expect([started, terms.length]).toEqual([1, 1]);
  });

  it('keeps to its days, both included', async () => {
    expect((await found('fewwords', { from: '2026-11-02', to: '2026-11-04' })).ids).toEqual([103, 102, 101]);
  });

  it('says nothing where there is nothing', async () => {
    const outcome = await found('fewwords', {
      from: '2026-10-01',
      to: '2026-10-02',
      createdSince: '2026-10-01',
    });
    expect(outcome).toMatchObject({ count: 0, ids: [], complete: true, dateClauseKept: true, requests: 1 });
    expect(outcome.messages).toEqual(['No items found.']);
  });

  it('looks at the MeSH date only for a query that depends on indexing', async () => {
    const days = { ...wide, createdSince: '2026-06-01' };
    const tagged = 'lateindexed AND ("journal article"[pt])';
    expect(await found(tagged, days)).toMatchObject({ count: 3, complete: true, dateClauseKept: true });
    expect(await found('lateindexed', days)).toMatchObject({ count: 0, dateClauseKept: true });
    // Created before the subscription's first window: never new, whenever it was indexed.
    expect(await found(tagged, { ...days, createdSince: '2026-08-01' })).toMatchObject({ count: 0 });
  });

  it('notices what PubMed dropped, with and without hits', async () => {
    const some = await found('fewwords zzznoword');
    expect(some.count).toBe(5);
    expect(some.dropped.phrases).toEqual(['zzznoword']);
    const none = await found('zzznoword AND lateindexed');
    expect(none).toMatchObject({ count: 0, complete: true });
    expect(none.dropped.phrases).toEqual(['zzznoword']);
    const tag = await found('fewwords[nosuchfield]');
    expect(tag.dropped.fields).toEqual(['nosuchfield']);
  });

  it('notices a query of which nothing is left but the dates', async () => {
    const outcome = await found('zzznoword', { to: '2026-11-05' });
    expect(outcome.count).toBe(5);
    expect(outcome.dropped.phrases).toEqual(['zzznoword']);
    // PubMed drops some things without a word.
    const silent = searchAll(
      answering({ count: 5, ids: [1, 2, 3, 4, 5], translation: '2026/11/01:2026/11/25[Date - Create]' }),
      {
        ...wide,
        query: 'some words',
      },
    );
    expect(await silent).toMatchObject({ dateClauseKept: true, dropped: { phrases: ['some words'] } });
  });

  it('never sends a query that would leave its parentheses', async () => {
    expect(await search('a) OR (b')).toEqual({ kind: 'wrong-query', reason: 'malformed', requests: 0 });
    expect(terms).toEqual([]);
  });
});

/** PubMed as it never should be: the same answer to everything. */
function answering(reply: { count: number; ids: number[]; translation: string | null }): Eutils {
  const lists = {
    phrasesNotFound: [],
    fieldsNotFound: [],
    phrasesIgnored: [],
    quotedPhrasesNotFound: [],
    messages: [],
  };
  return {
    ...real,
    esearch: async ({ term }) => {
      terms.push(term);
      return { kind: 'found', ...reply, ...lists, requests: 1 };
    },
  };
}

describe('a search without its dates', () => {
  it.each([
    ['no translation', null],
    ['a translation without them', '"a"[All Fields]'],
    ['other days', '"a"[All Fields] AND 2020/01/01:2026/11/25[Date - Create]'],
  ])('is noticed by %s, and never divided', async (_, translation) => {
    const all = answering({ count: 38_000_000, ids: range(1, 9999), translation });
    expect(await searchAll(all, { ...wide, query: 'a' })).toMatchObject({
      kind: 'found',
      dateClauseKept: false,
      complete: false,
      reason: 'dates-lost',
      requests: 1,
    });
  });

  it('is noticed where only the MeSH leg is lost', async () => {
    const half = answering({
      count: 1,
      ids: [1],
      translation: '"a"[MeSH Terms] AND 2026/11/01:2026/11/25[Date - Create]',
    });
    expect(await searchAll(half, { ...wide, query: 'a[mh]' })).toMatchObject({
      dateClauseKept: false,
      complete: false,
    });
    expect(await searchAll(half, { ...wide, query: 'a' })).toMatchObject({
      dateClauseKept: true,
      complete: true,
    });
  });
});

describe('more than 9,999', () => {
  it('over several days come in parts, with as few requests as there are parts', async () => {
    const outcome = await found('spreadout');
    expect(outcome).toMatchObject({ count: 10_500, complete: true, reason: null });
    expect(sorted(outcome.ids)).toEqual(range(100_000, 10_500));
    expect(outcome.requests).toBe(terms.length);
    // The whole, and two halves.
    expect(outcome.requests).toBe(3);
    expect(new Set(terms).size).toBe(terms.length);
  });

  it('include what the MeSH leg brings in, and what PubMed dates ahead', async () => {
    const outcome = await found('spreadout AND "journal article"[pt]', { createdSince: '2026-06-01' });
    expect(outcome).toMatchObject({ count: 11_001, complete: true });
    expect(sorted(outcome.ids)).toEqual([...range(100_000, 10_500), ...range(120_000, 500), 130_000]);
  });

  it('on one day are divided by what tells them apart', async () => {
    const outcome = await found('oneday');
    expect(outcome).toMatchObject({ count: 12_000, complete: true });
    expect(sorted(outcome.ids)).toEqual(range(200_000, 12_000));
    // Down to the day by halves, whose other half is known to be empty or full; then by two clauses.
    expect(outcome.requests).toBe(10);
  });

  it('on the only day of the window are divided too', async () => {
    const outcome = await found('oneday', { from: '2026-11-20', to: '2026-11-20' });
    expect(outcome).toMatchObject({ count: 12_000, complete: true });
  });

  it('on one day that no clause divides are incomplete, and said to be', async () => {
    const outcome = await found('alike');
    expect(outcome).toMatchObject({ count: 10_200, complete: false, reason: 'day-too-large' });
    expect(outcome.ids.length).toBe(9999);
    expect(outcome.requests).toBe(14);
  });

  it('fail as a whole where one part fails', async () => {
    between = (sent) => {
      if (sent === 2) sandbox.faults.set([{ kind: 'server-error' }]);
    };
    expect(await search('spreadout')).toMatchObject({ kind: 'outage', reason: 'server-error', requests: 7 });
  });
});

describe('a count that moves', () => {
  const extra = 900_000;

  it('is searched once more', async () => {
    between = (sent) => {
      if (sent === 1) addMany([extra], () => ({ word: 'spreadout', created: '2026-11-15' }));
    };
    const outcome = await found('spreadout');
    expect(outcome).toMatchObject({ count: 10_501, complete: true });
    expect(outcome.ids).toContain(extra);
    corpus.remove(extra);
  });

  it('again and again is incomplete', async () => {
    between = (sent) => addMany([extra + sent], () => ({ word: 'spreadout', created: '2026-11-15' }));
    const outcome = await found('spreadout');
    expect(outcome).toMatchObject({ complete: false, reason: 'count-moved' });
    for (const sent of terms.keys()) corpus.remove(extra + sent + 1);
  });

  it.each([
    ['too few', [1, 2]],
    ['one twice', [1, 2, 2]],
  ])('or a page with %s is, after a second try', async (_, ids) => {
    const short = answering({
      count: 3,
      ids,
      translation: '"a"[All Fields] AND 2026/11/01:2026/11/25[Date - Create]',
    });
    const outcome = await searchAll(short, { ...wide, query: 'a' });
    expect(outcome).toMatchObject({
      count: 3,
      ids: [1, 2],
      complete: false,
      reason: 'short-page',
      requests: 2,
    });
  });
});

describe('what goes wrong on the way', () => {
  const passing: EutilsFaultKind[] = [
    'rate-limit',
    'rate-limit-retry-after',
    'rate-limit-documented',
    'server-error',
    'bad-gateway',
    'unavailable',
    'html-200',
    'empty-200',
    'invalid-json',
    'backend-failed',
    'query-lost',
    'error-without-result',
    'transient-400',
    'efetch-error-200',
    'empty-set',
    'moved-to-https',
    'truncated',
    'reset',
    'drop',
  ];
  const lasting: [EutilsFaultKind, string][] = [
    ['key-invalid', 'key-refused'],
    ['retstart-raw-newline', 'limit'],
    ['id-list-empty', 'wrong-query'],
    ['uri-too-large', 'limit'],
  ];

  it.each(passing)('%s: the right ids when it passes, an outage when it stays', async (kind) => {
    sandbox.faults.set([{ kind, on: 'esearch', next: 2 }]);
    expect(await found('fewwords')).toMatchObject({
      ids: [104, 103, 102, 101, 100],
      complete: true,
      requests: 3,
    });
    sandbox.faults.set([{ kind, on: 'esearch' }]);
    expect(await search('fewwords')).toMatchObject({ kind: 'outage', requests: 5 });
  });

  it.each(lasting)('%s: a failure at once', async (kind, outcome) => {
    sandbox.faults.set([{ kind, on: 'esearch' }]);
    expect(await search('fewwords')).toMatchObject({ kind: outcome, requests: 1 });
  });

  it('now and then: the right ids or a failure, never fewer', async () => {
    const kinds: EutilsFaultKind[] = [
      'server-error',
      'truncated',
      'html-200',
      'rate-limit',
      'empty-200',
      'drop',
    ];
    let answered = 0;
    for (let seed = 1; seed <= 30; seed += 1) {
      sandbox.faults.set(
        kinds.map((kind) => ({ kind, probability: 0.15 })),
        seed,
      );
      const outcome = await search('fewwords');
      if (outcome.kind !== 'found') expect(outcome.kind).toBe('outage');
      else {
        answered += 1;
        expect(outcome.ids).toEqual([104, 103, 102, 101, 100]);
      }
    }
    expect(answered).toBeGreaterThan(10);
  });

  it('the caller gives up', async () => {
    const given = new Error('the run is over');
    await expect(search('fewwords', { signal: AbortSignal.abort(given) })).rejects.toBe(given);
  });
});
