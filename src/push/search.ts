import { NeverAgain, TryAgainLater } from '../errors.ts';
import type { Eutils } from '../pubmed/eutils.ts';
import type { EutilsFailure } from '../pubmed/eutils-outcome.ts';
import { type SearchOutcome, searchAll, translationOfQuery } from '../pubmed/search.ts';
import type { Store } from '../store/open.ts';
import { pastCounts } from '../store/runs.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { usualCount } from './habit.ts';
import type { Notice } from './notices.ts';
import type { SearchWindow } from './search-window.ts';

/** What a run's search found: all ids, and whatever a person should know of it. */
export interface Found {
  /** PubMed's own count. */
  count: number;
  ids: number[];
  /** False where fewer ids came than PubMed counted: the run has a gap, which the next one makes good. */
  complete: boolean;
  term: string;
  /** PubMed's reading of the query, without our date clause. */
  translation: string | null;
  notices: Notice[];
}

export type Search = (input: {
  subscription: Subscription;
  window: SearchWindow;
  onRequest: () => void;
}) => Promise<Found>;

type FoundByPubmed = Extract<SearchOutcome, { kind: 'found' }>;

/**
 * The search step of a push.
 *
 * @throws {TryAgainLater} where PubMed cannot answer now.
 * @throws {NeverAgain} where it would answer another question: without our dates, or without a term of the query that
 *   nobody agreed to lose. An empty result is returned only where PubMed really said so.
 */
export function createSearch({ eutils, store }: { eutils: Eutils; store: Store }): Search {
  return async ({ subscription, window, onRequest }) => {
    const found = await searchAll(eutils, {
      query: subscription.query,
      from: window.from,
      to: window.to,
      createdSince: window.createdSince,
      onRequest,
    });
    if (found.kind !== 'found') throw failureOf(found);
    if (!found.dateClauseKept) throw new NeverAgain('PubMed left the dates of this search out of account');
    const lost = droppedTerms(found).filter((term) => !acceptedBy(subscription).has(term));
    if (lost.length > 0)
      throw new NeverAgain(`PubMed does not know, and would leave out: ${lost.join(', ')}`);
    const translation = found.translation === null ? null : translationOfQuery(found.translation);
    const alarming = !window.first && found.count > neverAlarming;
    const habit = alarming ? usualCount(await pastCounts(store, subscription.id)) : null;
    return {
      count: found.count,
      ids: found.ids,
      complete: found.complete,
      term: found.term,
      translation,
      notices: [...noticesOf(found, { subscription, translation, habit })],
    };
  };
}

/** Words, tags and phrases that PubMed left out of the search; what a person accepts when saving a query. */
export const droppedTerms = ({ dropped }: Pick<FoundByPubmed, 'dropped'>): string[] => [
  ...new Set([...dropped.phrases, ...dropped.fields, ...dropped.quoted]),
];

const acceptedBy = (subscription: Subscription): Set<string> =>
  new Set(JSON.parse(subscription.accepted) as string[]);

function* noticesOf(
  found: FoundByPubmed,
  known: { subscription: Subscription; translation: string | null; habit: number | null },
): Generator<Notice> {
  const { subscription, translation, habit } = known;
  const dropped = droppedTerms(found);
  if (dropped.length > 0) yield { code: 'dropped', terms: dropped };
  const before = subscription.translation;
  if (before !== null && translation !== null && before !== translation) {
    yield { code: 'translation-changed', before, now: translation };
  }
  if (habit !== null && isFarAbove(found.count, habit))
    yield { code: 'far-above', count: found.count, usual: habit };
  if (!found.complete) yield { code: 'incomplete', found: found.ids.length, count: found.count };
}

/** So few papers are never far above a habit. */
const neverAlarming = 200;
/** A busy week doubles a count; a query that lost its meaning multiplies it. */
const isFarAbove = (count: number, usual: number): boolean => count > usual * 5;

const ofTheQuery: ReadonlySet<EutilsFailure['reason']> = new Set<EutilsFailure['reason']>([
  'empty-term',
  'malformed',
  'request-too-large',
]);

/**
 * What a failed call means for the run. Only what the query itself brings about fails for ever; a complaint about ids or
 * pages that we never sent is PubMed's trouble, and a refused key is the operator's to mend: the run can wait for both.
 */
export function failureOf(failure: EutilsFailure): TryAgainLater | NeverAgain {
  const reason = `PubMed: ${failure.kind} (${failure.reason})`;
  if (ofTheQuery.has(failure.reason)) return new NeverAgain(reason);
  return new TryAgainLater(reason, { afterMs: failure.kind === 'outage' ? failure.retryAfterMs : null });
}
