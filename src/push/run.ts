import type { Judgement } from '../contract/filters.ts';
import { type Facts, factsOf } from '../filters/facts.ts';
import type { MetricsOf } from '../journals/metrics-of.ts';
import type { ClaimKeeper } from '../store/claim-keeper.ts';
import { type FrozenRun, freezeRun } from '../store/digests.ts';
import { ledgerInLine, ledgerOf } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';
import { endRun, type Run } from '../store/runs.ts';
import { type Recipient, type Subscription, subscriptionForRun } from '../store/subscriptions.ts';
import { reopenFailedDeliveries } from '../store/unsettled-deliveries.ts';
import type { ArticleSource } from './article-source.ts';
import { choose } from './choose.ts';
import type { ComposeDigest } from './compose.ts';
import { gather } from './gather.ts';
import { accountFor } from './outcome.ts';
import type { Search } from './search.ts';
import { searchWindow } from './search-window.ts';

export interface RunDeps {
  store: Store;
  claims: ClaimKeeper;
  search: Search;
  articles: ArticleSource;
  /** What the editions in force say of the journals of papers. */
  metricsOf: MetricsOf;
  /** The subscription's filters as one function. */
  judgeOf(subscription: Subscription): (facts: Facts) => Judgement;
  compose: ComposeDigest;
}

export interface RunResult {
  /** `frozen`: a digest is on its way; `lost`: another worker took the run over, and nothing was written. */
  result: 'frozen' | 'nothing-new' | 'skipped' | 'lost';
  articles: number;
  requests: number;
  /** To be sent now, oldest first: refused messages of earlier runs get one more chance before this run's own. */
  deliveries: number[];
  older: ReadonlySet<number>;
}

const nothing = { articles: 0, requests: 0, deliveries: [], older: new Set<number>() };

/**
 * The push, in order: search → unseen → fetch → enrich → filter → limit → compose → record. Delivery follows, as `freezeRun`
 * has made it independent of this run. Until then nothing is written that another attempt would have to undo.
 *
 * @param input.spent counts requests also when this throws.
 * @throws {TryAgainLater | NeverAgain} where PubMed cannot answer; never an empty result instead.
 */
export async function performRun(
  deps: RunDeps,
  input: { run: Run; claim: string; spent: { requests: number } },
): Promise<RunResult> {
  const { store } = deps;
  const { run, claim, spent } = input;
  const test = run.trigger === 'test';
  const found = await subscriptionForRun(store, run.subscription_id);
  const skip = skipReason(run, found);
  if (!found || skip) {
    await endRun(store, { id: run.id, claim, outcome: 'skipped', error: skip, requests: 0 });
    return { ...nothing, result: 'skipped' };
  }
  const { subscription, recipients } = found;
  const judge = deps.judgeOf(subscription);

  const window = searchWindow(subscription, found.now);
  const onRequest = () => {
    spent.requests += 1;
  };
  const search = await deps.search({ subscription, window, onRequest });

  const ledger = await ledgerOf(store, subscription.id, search.ids);
  const inLine = await ledgerInLine(store, subscription.id);
  const gathered = await gather({
    source: deps.articles,
    ids: search.ids,
    ledger,
    inLine,
    judge: async (articles) => {
      const metrics = await deps.metricsOf(articles);
      return (article) => {
        const facts = factsOf(article, metrics(article));
        return { metrics: facts.metrics, judgement: judge(facts) };
      };
    },
    enough: window.first ? subscription.max_articles : null,
    onRequest,
  });

  const choice = choose({
    candidates: gathered.candidates,
    max: subscription.max_articles,
    first: window.first,
  });
  const missing = gathered.missing.length;
  const notices = [...search.notices, ...(missing > 0 ? [{ code: 'missing' as const, count: missing }] : [])];
  const composed = deps.compose({ subscription, recipients, choice, notices, test });
  const account = accountFor({
    search,
    ledger,
    inLine,
    gathered,
    choice,
    composed,
    first: window.first,
    now: found.now,
  });

  const frozen: FrozenRun = {
    run: {
      id: run.id,
      subscription_id: subscription.id,
      claim,
      outcome: composed ? 'sending' : 'nothing-new',
      complete: account.complete ? 1 : 0,
      first: window.first ? 1 : 0,
      term: search.term,
      translation: search.translation,
      counts: JSON.stringify(account.counts),
      notices: JSON.stringify(notices),
      requests: spent.requests,
    },
    ledger: test ? [] : account.ledger,
    digest: composed?.digest ?? null,
    // A search with a gap does not move the mark: the next one reaches back as far as this one did.
    subscription:
      test || !search.complete
        ? null
        : {
            first_window_start: window.createdSince,
            searched_at: found.now,
            translation: search.translation,
          },
  };
  const older = test ? [] : await reopenFailedDeliveries(store, subscription.id);
  const written = await freezeRun(store, frozen);
  if (!written) return { ...nothing, result: 'lost' };
  return {
    result: composed ? 'frozen' : 'nothing-new',
    articles: composed?.given.size ?? 0,
    requests: spent.requests,
    deliveries: [...older, ...written.deliveries],
    older: new Set(older),
  };
}

/** Why a run has nothing to do, in words for the run's row; null where it has. */
function skipReason(
  run: Run,
  found: { subscription: Subscription; recipients: Recipient[] } | undefined,
): string | null {
  if (!found) return 'the subscription is gone';
  if (found.recipients.length === 0) return 'nobody receives it';
  const { status } = found.subscription;
  if (run.trigger !== 'manual' && run.trigger !== 'test' && status !== 'active')
    return `the subscription is ${status}`;
  return null;
}
