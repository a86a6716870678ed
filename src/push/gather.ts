import type { Article } from '../contract/article.ts';
import type { Judgement } from '../contract/filters.ts';
import type { JournalMetrics } from '../contract/journals.ts';
import type { LedgerEntry } from '../store/ledger.ts';
import type { ArticleSource } from './article-source.ts';
import { type Candidate, mostDigestsWaited } from './choose.ts';

export interface Gathered {
  candidates: Candidate[];
  /** Asked for and left out of a complete reply. */
  missing: number[];
  /** New to the subscription and not fetched: a first run has enough, or there are more than one run should fetch. */
  unfetched: number[];
}

const batchSize = 200;
/** More than this one run does not fetch: the rest stays in line for the next ones. */
const mostFetched = 2000;
/** A paper that so many fetches did not bring was deleted or merged; it stays on record and is no longer asked for. */
const mostFetchesMissed = 5;

/** PubMed calls these records finished; only others can still change what a filter says of them. */
const finished = new Set(['MEDLINE', 'PubMed-not-MEDLINE', 'OLDMEDLINE']);

/** Whether a paper set aside must be judged again, as its record was unfinished then. */
export const isUnfinished = (entry: LedgerEntry): boolean =>
  entry.state === 'set-aside' && !finished.has(entry.record_status ?? '');

/** Whether a paper that stands in line is asked for: one over the limit always, one without a record a few times. */
export const isAskedFor = (entry: LedgerEntry): boolean =>
  entry.state === 'waiting' || entry.passed_over < mostFetchesMissed;

/**
 * Collects the records of all papers that this run may give: new ones, those in line, and those set aside whose record
 * was unfinished. Newest first, in batches; a first run stops when it has as many as it may send.
 *
 * @param input.enough of a first run: how many papers that pass are enough; null fetches all.
 */
export async function gather(input: {
  source: ArticleSource;
  ids: readonly number[];
  ledger: ReadonlyMap<number, LedgerEntry>;
  inLine: readonly LedgerEntry[];
  /** Looks up the journals of a batch, and says of each paper what the filters do with it. */
  judge: (
    articles: readonly Article[],
  ) => Promise<(article: Article) => { metrics: JournalMetrics; judgement: Judgement }>;
  enough: number | null;
  onRequest?: () => void;
}): Promise<Gathered> {
  const entries = new Map(input.inLine.map((entry) => [entry.pmid, entry]));
  const refresh = new Set<number>();
  for (const pmid of input.ids) {
    const entry = input.ledger.get(pmid);
    if (entry && isUnfinished(entry)) refresh.add(pmid);
    if (entry && !entries.has(pmid)) entries.set(pmid, entry);
  }
  const fresh = input.ids.filter((pmid) => !entries.has(pmid));
  const line = input.inLine.filter(isAskedFor);
  const overdue = line.filter((entry) => entry.state === 'waiting' && entry.passed_over >= mostDigestsWaited);
  const rest = line.filter((entry) => !overdue.includes(entry));
  const queue = [
    ...overdue.map((entry) => entry.pmid),
    ...refresh,
    ...[...fresh, ...rest.map((entry) => entry.pmid)].sort((a, b) => b - a),
  ];

  const gathered: Gathered = { candidates: [], missing: [], unfetched: [] };
  let passing = 0;
  let at = 0;
  while (at < queue.length && at < mostFetched && (input.enough === null || passing < input.enough)) {
    const batch = queue.slice(at, at + batchSize);
    at += batch.length;
    const got = await input.source.get({
      pmids: batch,
      refresh,
      ...(input.onRequest ? { onRequest: input.onRequest } : {}),
    });
    gathered.missing.push(...got.missing);
    const judge = await input.judge([...got.articles.values()]);
    for (const article of got.articles.values()) {
      const judged = judge(article);
      gathered.candidates.push({ article, entry: entries.get(article.pmid), ...judged });
      if (judged.judgement.verdict === 'pass') passing += 1;
    }
  }
  const isFresh = new Set(fresh);
  gathered.unfetched = queue.slice(at).filter((pmid) => isFresh.has(pmid));
  return gathered;
}
