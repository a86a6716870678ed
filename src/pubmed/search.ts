import type { ESearchOutcome, Eutils } from './eutils.ts';
import type { EutilsFailure } from './eutils-outcome.ts';
import { buildTerm, checkQuery, dayRange, dependsOnIndexing } from './query.ts';
import type { Priority } from './rate-limiter.ts';
import { type Ask, mostIds, type Part, type SearchGap, searchInParts } from './search-parts.ts';
import { keepsDates, translationOfQuery } from './translation.ts';

export { sameTranslation, translationOfQuery } from './translation.ts';

export interface SearchRequest {
  /** As the person wrote it. */
  query: string;
  /** Days of creation (or of the MeSH headings), `YYYY-MM-DD`, both included. */
  from: string;
  to: string;
  /** Nothing created earlier counts, whenever it was indexed. `YYYY-MM-DD`. */
  createdSince: string;
  priority?: Priority | undefined;
  signal?: AbortSignal | undefined;
  /** Called as each request starts. */
  onRequest?: (() => void) | undefined;
}

export interface SearchFound {
  kind: 'found';
  /** PubMed's own count of the whole search. */
  count: number;
  /** Each once. By publication date, newest first; a search in parts has the newest days of creation first. */
  ids: number[];
  /** Whether `ids` are as many as `count`, all within our dates. */
  complete: boolean;
  /** Why not. */
  reason: SearchGap | null;
  term: string;
  /** PubMed's reading of the whole term, dates included; null where it does not say. */
  translation: string | null;
  /** False where PubMed searched without our dates: hits may be from any day. */
  dateClauseKept: boolean;
  /**
   * What PubMed left out, in its words: words and tags that it does not know, stop words, quotes around phrases. A
   * count of 0 with something left out, as any other, is not the answer to the query as it was written.
   */
  dropped: { phrases: string[]; fields: string[]; ignored: string[]; quoted: string[] };
  messages: string[];
}

export type SearchOutcome = (SearchFound | EutilsFailure) & { requests: number };

type ESearchFound = Extract<ESearchOutcome, { kind: 'found' }>;

/** What a second search can mend: the index moved under the first one. */
const passing: ReadonlySet<SearchGap | null> = new Set<SearchGap>(['short-page', 'count-moved']);

/**
 * All ids of a query within some days: one request in the ordinary case, more where PubMed counts over 9,999. A search
 * whose ids are not as many as its count is made once more, then returned as it is, with `complete` false. A failure
 * of any request is a failure of the whole: never fewer ids instead.
 *
 * @throws what `signal` was aborted with; nothing else.
 */
export async function searchAll(eutils: Eutils, request: SearchRequest): Promise<SearchOutcome> {
  // A stored query may be older than the rules; one that leaves its parentheses would search past our dates.
  if (checkQuery(request.query)) return { kind: 'wrong-query', reason: 'malformed', requests: 0 };
  let requests = 0;
  const ask: Ask = async (term) => {
    const { priority, signal, onRequest } = request;
    const reply = await eutils.esearch({ term, retmax: mostIds, priority, signal, onRequest });
    requests += reply.requests;
    return reply;
  };
  let outcome = await search(ask, request);
  if (outcome.kind === 'found' && passing.has(outcome.reason)) outcome = await search(ask, request);
  return { ...outcome, requests };
}

async function search(ask: Ask, request: SearchRequest): Promise<SearchFound | EutilsFailure> {
  const { query, from, to } = request;
  const mesh = dependsOnIndexing(query);
  const term = buildTerm({ ...request, mesh });
  const whole = await ask(term);
  if (whole.kind !== 'found') return whole;

  const dateClauseKept =
    keepsDates(whole.translation, { field: 'created', from, to }) &&
    (!mesh || keepsDates(whole.translation, { field: 'indexed', from, to }));
  const { count } = whole;
  // Without the dates it would be all of PubMed that we divide.
  let all: Part | EutilsFailure = { kind: 'part', count, ids: whole.ids, gap: 'dates-lost' };
  if (dateClauseKept) {
    all = count <= mostIds ? { ...all, gap: null } : await inParts(ask, { ...request, mesh, term, count });
  }
  if (all.kind !== 'part') return all;

  const ids = [...new Set(all.ids)];
  const reason = all.gap ?? (ids.length === count ? null : 'short-page');
  return {
    kind: 'found',
    count,
    ids,
    complete: reason === null,
    reason,
    term,
    translation: whole.translation,
    dateClauseKept,
    dropped: droppedBy(whole, query),
    messages: whole.messages,
  };
}

const inParts = (
  ask: Ask,
  search: SearchRequest & { mesh: boolean; term: string; count: number },
): Promise<Part | EutilsFailure> => {
  const { mesh, term, count, from, to, createdSince } = search;
  return searchInParts({
    ask,
    count,
    from: mesh && createdSince < from ? createdSince : from,
    to,
    open: mesh,
    termOf: (first, last) =>
      mesh ? `${term} AND ${dayRange('crdt', first, last)}` : buildTerm({ ...search, from: first, to: last }),
  });
};

function droppedBy(whole: ESearchFound, query: string): SearchFound['dropped'] {
  const dropped = {
    phrases: whole.phrasesNotFound,
    fields: whole.fieldsNotFound,
    ignored: whole.phrasesIgnored,
    quoted: whole.quotedPhrasesNotFound,
  };
  // Only the dates are left of the term: all of the query is gone, whether or not PubMed says so.
  const nothingLeft = whole.translation !== null && translationOfQuery(whole.translation) === '';
  const silent = dropped.phrases.length + dropped.fields.length + dropped.quoted.length === 0;
  return nothingLeft && silent ? { ...dropped, phrases: [query] } : dropped;
}
