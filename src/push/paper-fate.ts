import type { Article } from '../contract/article.ts';
import type { FrozenContent } from '../contract/digest.ts';
import type { Cause } from '../contract/filters.ts';
import { Refusal } from '../errors.ts';
import { findArticles } from '../store/articles.ts';
import { findDigest } from '../store/digests.ts';
import { type LedgerEntry, ledgerOf } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';
import { findSubscription, type Subscription } from '../store/subscriptions.ts';
import { isAskedFor, isUnfinished } from './gather.ts';

/** What became of one paper in one subscription, and when, in epoch milliseconds. */
export type PaperFate =
  | {
      /** `in-digest`: frozen and not accepted by a mail server yet. */
      state: 'given' | 'in-digest';
      at: number;
      /** Opens `/d/…`; null where the digest was cleared away. */
      token: string | null;
      /** What the filters did not know of it. */
      marks: Cause[];
    }
  | { state: 'set-aside'; at: number; causes: Cause[]; judgedAgain: boolean }
  | { state: 'waiting'; at: number; passedOver: number; max: number }
  | { state: 'missing'; at: number; asked: number; askedAgain: boolean }
  | { state: 'baseline'; at: number }
  /** The ledger does not have it: no run yet, or none of the present query; older than the first window; or never found. */
  | { state: 'unmet'; why: 'not-run' | 'not-found' }
  | { state: 'unmet'; why: 'older'; created: string; since: string };

/**
 * Why a subscription did, or did not, give a paper.
 *
 * @throws {Refusal} `subscription-unknown`.
 */
export async function paperFate(
  store: Store,
  { subscriptionId, pmid }: { subscriptionId: number; pmid: number },
): Promise<{ fate: PaperFate; article: Article | null }> {
  const subscription = await findSubscription(store, subscriptionId);
  if (!subscription) throw new Refusal('subscription-unknown', { id: subscriptionId });
  const entry = (await ledgerOf(store, subscriptionId, [pmid])).get(pmid);
  const article = (await findArticles(store, [pmid])).get(pmid)?.article ?? null;
  const fate = entry ? await fateOf(store, { entry, subscription }) : unmet(subscription, article);
  return { fate, article };
}

async function fateOf(
  store: Store,
  { entry, subscription }: { entry: LedgerEntry; subscription: Subscription },
): Promise<PaperFate> {
  const at = entry.changed_at;
  switch (entry.state) {
    case 'given':
    case 'in-digest': {
      const digest = entry.digest_id === null ? undefined : await findDigest(store, entry.digest_id);
      const marks = digest ? (JSON.parse(digest.content) as FrozenContent).marks : undefined;
      return { state: entry.state, at, token: digest?.token ?? null, marks: marks?.[entry.pmid] ?? [] };
    }
    case 'set-aside':
      return { state: 'set-aside', at, causes: causesOf(entry), judgedAgain: isUnfinished(entry) };
    case 'waiting':
      return { state: 'waiting', at, passedOver: entry.passed_over, max: subscription.max_articles };
    case 'missing':
      return { state: 'missing', at, asked: entry.passed_over, askedAgain: isAskedFor(entry) };
    case 'baseline':
      return { state: 'baseline', at };
  }
}

/** Rows of before there were several causes have one rule and its value. */
function causesOf({ causes, rule, value }: LedgerEntry): Cause[] {
  if (causes !== null) return JSON.parse(causes) as Cause[];
  return rule === null ? [] : [{ rule, value }];
}

function unmet(subscription: Subscription, article: Article | null): PaperFate {
  const { first_window_start: since } = subscription;
  if (since === null) return { state: 'unmet', why: 'not-run' };
  const created = article?.dates.entrez ?? null;
  // Days as text compare as days.
  if (created !== null && created.localeCompare(since) < 0)
    return { state: 'unmet', why: 'older', created, since };
  return { state: 'unmet', why: 'not-found' };
}
