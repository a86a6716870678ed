import { readESearchJson } from './esearch-json.ts';
import { readESearchXml } from './esearch-xml.ts';
import { formOf, retryLater, type Verdict, verdictOnMessage } from './eutils-outcome.ts';

/** What ESearch found. Lists hold PubMed's own words, empty where it said nothing. */
export interface ESearchResult {
  /** Of all hits, whether or not their ids are in `ids`. */
  count: number;
  /** PMIDs, in PubMed's order. */
  ids: number[];
  /** How PubMed read the query; null where it does not say. */
  translation: string | null;
  phrasesNotFound: string[];
  fieldsNotFound: string[];
  phrasesIgnored: string[];
  quotedPhrasesNotFound: string[];
  /** Such as `No items found.` */
  messages: string[];
}

/** The parts of a reply, JSON or XML, before anyone believes them. Null is absent. */
export interface LooseESearch extends Omit<ESearchResult, 'count' | 'ids'> {
  errors: string[];
  counts: string[];
  idList: string[] | null;
}

const wholeNumber = /^\d{1,9}$/;
const pmid = /^[1-9]\d{0,8}$/;

/**
 * The body of an ESearch reply, in JSON or XML whichever was asked for. Nothing is guessed: a count that is absent,
 * doubled or at odds with the ids is `unreadable`, and zero counts only beside a list of ids that is there and empty.
 */
export function readESearch(body: string): ({ kind: 'found' } & ESearchResult) | Verdict {
  const form = formOf(body);
  if (form === 'empty') return retryLater('empty-body');
  if (form === 'html') return retryLater('html');
  if (form === 'other') return retryLater('unreadable');
  const loose = form === 'json' ? readESearchJson(body) : readESearchXml(body);
  if ('kind' in loose) return loose;
  const { errors, counts, idList, ...said } = loose;
  const [error] = errors;
  if (error !== undefined) return verdictOnMessage(error);
  const count = counts.length === 1 && wholeNumber.test(counts[0] ?? '') ? Number(counts[0]) : null;
  const ids = (idList ?? []).map((id) => id.trim());
  if (count === null || !ids.every((id) => pmid.test(id)) || ids.length > count)
    return retryLater('unreadable');
  if (count === 0 && idList === null) return retryLater('unreadable');
  return { kind: 'found', count, ids: ids.map(Number), ...said };
}
