import type { Article } from '../contract/article.ts';
import { readESearchJson } from './esearch-json.ts';
import { formOf, retryLater, type Verdict, verdictOnMessage } from './eutils-outcome.ts';
import { parseRecords } from './read-records.ts';

export interface EFetchResult {
  kind: 'fetched';
  /** Only articles that were asked for; some versioned ones more than once. */
  articles: Article[];
  /** False where the reply breaks off or is damaged: what is not in it may still exist. */
  whole: boolean;
}

/**
 * The body of an EFetch reply. What can be read of a damaged one is kept, and records that nobody asked for are passed
 * over. One that gives nothing of `ids` is a result only when it is a well-formed and empty set without a complaint.
 */
export function readEFetch(body: string, ids: readonly number[]): EFetchResult | Verdict {
  const form = formOf(body);
  if (form === 'empty') return retryLater('empty-body');
  if (form === 'html') return retryLater('html');
  if (form === 'json') return readComplaint(body);
  const asked = new Set(ids);
  const articles: Article[] = [];
  let trouble: Verdict | null = null;
  let foreign = false;
  for (const record of parseRecords(body)) {
    if (record.type === 'error') trouble ??= verdictOnMessage(record.message);
    if (record.type === 'broken') trouble ??= retryLater(brokenReason[record.reason]);
    if (record.type !== 'article') continue;
    if (asked.has(record.article.pmid)) articles.push(record.article);
    else foreign = true;
  }
  // Nothing but records of others looks like the answer to another request.
  if (articles.length === 0 && foreign) trouble ??= retryLater('unreadable');
  if (articles.length === 0 && trouble !== null) return trouble;
  return { kind: 'fetched', articles, whole: trouble === null };
}

const brokenReason = { truncated: 'truncated', malformed: 'invalid-xml', 'not-xml': 'unreadable' } as const;

/** EFetch has no JSON for PubMed: only the gateway before it answers so, about the key or the rate. */
function readComplaint(body: string): Verdict {
  const read = readESearchJson(body);
  if ('kind' in read) return read;
  const [error] = read.errors;
  return error === undefined ? retryLater('unreadable') : verdictOnMessage(error);
}
