import type { Article } from '../contract/article.ts';
import { Refusal } from '../errors.ts';
import type { Eutils } from '../pubmed/eutils.ts';
import { fetchArticles } from '../pubmed/fetch-articles.ts';
import { searchAll } from '../pubmed/search.ts';
import { newestFirst } from '../push/choose.ts';
import { droppedTerms } from '../push/search.ts';
import { refuseWrongQuery } from '../subscriptions/refuse-query.ts';

/** What a query finds now, without a subscription and without a trace. */
export interface LookUp {
  count: number;
  complete: boolean;
  term: string;
  /** How PubMed reads the whole search. */
  translation: string | null;
  /** Words that PubMed left out. */
  dropped: string[];
  /** The newest `max` records. */
  articles: Article[];
  /** Ids of which PubMed gave no record. */
  missing: number[];
  requests: number;
}

/**
 * Searches PubMed for what was created from one day to another (`YYYY-MM-DD`, both included), and reads the newest.
 *
 * @param input.max records to read; 0 only counts.
 * @throws {Refusal} `query-wrong` or `pubmed-failed`.
 */
export async function lookUp(
  eutils: Eutils,
  input: {
    query: string;
    from: string;
    to: string;
    max: number;
    signal?: AbortSignal;
    onRecords?: (done: number, all: number) => void;
  },
): Promise<LookUp> {
  const { query, from, to, max, signal } = input;
  refuseWrongQuery(query);
  let requests = 0;
  const onRequest = () => {
    requests += 1;
  };
  const found = await searchAll(eutils, {
    query,
    from,
    to,
    createdSince: from,
    priority: 'high',
    signal,
    onRequest,
  });
  if (found.kind === 'wrong-query') throw new Refusal('query-wrong', { reason: found.reason });
  if (found.kind !== 'found')
    throw new Refusal('pubmed-failed', { reason: `${found.kind}: ${found.reason}` });

  const wanted = [...found.ids].sort((a, b) => b - a).slice(0, max);
  const articles: Article[] = [];
  const missing: number[] = [];
  for (let at = 0; at < wanted.length; at += batchSize) {
    const ids = wanted.slice(at, at + batchSize);
    const fetched = await fetchArticles(eutils, { ids, priority: 'high', signal, onRequest });
    if (fetched.kind !== 'fetched') {
      throw new Refusal('pubmed-failed', { reason: `${fetched.kind}: ${fetched.reason}` });
    }
    articles.push(...fetched.articles);
    missing.push(...fetched.missing);
    input.onRecords?.(at + ids.length, wanted.length);
  }
  return {
    count: found.count,
    complete: found.complete,
    term: found.term,
    translation: found.translation,
    dropped: droppedTerms(found),
    articles: articles.sort(newestFirst),
    missing,
    requests,
  };
}

const batchSize = 200;
