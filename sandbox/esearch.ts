import { sizeOf } from './bit-set.ts';
import type { Corpus, SortOrder } from './corpus.ts';
import { type EsearchResult, esearchError, esearchReply } from './esearch-reply.ts';
import type { History } from './history.ts';
import { type DayRange, lastDays, rangeOfDate, showDay } from './query-dates.ts';
import { fieldOfTag } from './query-fields.ts';
import { parseQuery } from './query-parse.ts';
import { runQuery } from './query-run.ts';
import type { Reply } from './reply.ts';

export interface EsearchContext {
  corpus: Corpus;
  history: History;
  /** Epoch milliseconds. */
  now: number;
}

const MAX_START = 9998;
const MAX_COUNT = 9999;
const DEFAULT_COUNT = 20;

const SORTS: Record<string, SortOrder> = {
  pub_date: 'pub date',
  'pub date': 'pub date',
  pubdate: 'pub date',
  author: 'author',
  journalname: 'journal',
  journal: 'journal',
};

const START_TOO_LARGE = `Search Backend failed: Exception:\n'retstart' cannot be larger than ${MAX_START}. For PubMed, ESearch can only retrieve the first 9,999 records matching the query. To obtain more than 9,999 PubMed records, consider using EDirect that contains additional logic to batch PubMed search results automatically so that an arbitrary number can be retrieved. For details see https://www.ncbi.nlm.nih.gov/books/NBK25499/`;

function wholeNumber(text: string | null, fallback: number): number {
  return text !== null && /^\d+$/.test(text) ? Number(text) : fallback;
}

/** `mindate` and `maxdate` together, or `reldate`; a datetype that does not exist is ignored, dates included. */
function dateClause(parameters: URLSearchParams, now: number): string | undefined {
  const field = fieldOfTag(parameters.get('datetype') ?? 'pdat');
  if (field?.kind !== 'date') return undefined;
  const reldate = parameters.get('reldate');
  const min = rangeOfDate(parameters.get('mindate') ?? '');
  const max = rangeOfDate(parameters.get('maxdate') ?? '');
  let range: DayRange | undefined;
  if (min !== undefined && max !== undefined) range = { from: min.from, to: max.to };
  else if (reldate !== null && /^\d+$/.test(reldate)) range = lastDays(Number(reldate), now);
  return range && `${showDay(range.from)}:${showDay(range.to)}[${field.label}]`;
}

/** The term as it is searched: in the field of `field=`, the earlier search of `query_key`, and the date parameters. */
function wholeTerm(parameters: URLSearchParams, now: number): string {
  const term = (parameters.get('term') ?? '').trim();
  const field = parameters.get('field');
  const clauses = [
    parameters.get('WebEnv') !== null && parameters.has('query_key') ? `#${parameters.get('query_key')}` : '',
    field !== null && term !== '' ? `${term}[${field}]` : term,
  ].filter((clause) => clause !== '');
  const dates = dateClause(parameters, now);
  if (clauses.length > 0 && dates !== undefined) clauses.push(dates);
  return clauses.map((clause) => `(${clause})`).join(' AND ');
}

/** `esearch.fcgi` for `db=pubmed`. Never throws for what a client sent. */
export function esearch(parameters: URLSearchParams, { corpus, history, now }: EsearchContext): Reply {
  const json = parameters.get('retmode') === 'json';
  const start = wholeNumber(parameters.get('retstart'), 0);
  const asked = wholeNumber(parameters.get('retmax'), DEFAULT_COUNT);
  const query = parseQuery(wholeTerm(parameters, now));
  if (parameters.get('db') !== 'pubmed')
    return esearchError(json, `Invalid db name specified: ${parameters.get('db') ?? ''}`);
  if (query === null) return esearchError(json, 'Empty term and query_key - nothing todo');
  if (start > MAX_START) return esearchError(json, START_TOO_LARGE);

  const webEnv = parameters.get('WebEnv');
  const queryKey = wholeNumber(parameters.get('query_key'), 0);
  if (queryKey > 0 && history.find(webEnv, queryKey) === undefined) {
    return esearchError(json, `Unable to obtain query #${queryKey}`);
  }
  const answer = runQuery(query, {
    index: corpus.index,
    today: now,
    history: (number) => history.find(webEnv, number)?.hits,
  });
  const hits = corpus.living(answer.hits);
  const count = sizeOf(hits);
  const sort = SORTS[(parameters.get('sort') ?? '').toLowerCase()] ?? 'most recent';
  const pmids = corpus.page(hits, { sort, from: start, count: Math.min(asked, MAX_COUNT - start) });
  const messages = count === 0 ? ['No items found.'] : [];
  if (asked > MAX_COUNT && count > MAX_COUNT) {
    messages.push(`Restrictions achieved. start and count adjusted to ${start}, ${MAX_COUNT - start}`);
  }
  const result: EsearchResult = { ...answer, count, start, pmids, messages };
  if (parameters.get('usehistory') === 'y') {
    const all = corpus.page(hits, { sort, from: 0, count: MAX_COUNT });
    result.history = history.keep(webEnv, { hits, pmids: all });
  }
  return esearchReply(result, { json, countOnly: parameters.get('rettype') === 'count' });
}
