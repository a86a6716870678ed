import { NeverAgain } from '../errors.ts';
import type { JobHandler, JobOutcome } from '../queue/perform-job.ts';
import { ledgerOf } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';
import { markReconciled, putInLine } from '../store/reconciliation.ts';
import { type Subscription, subscriptionForRun } from '../store/subscriptions.ts';

export interface ReconcileDeps {
  store: Store;
  /** The search of a run, except that it lets everybody else go first. */
  searchBack: (input: {
    subscription: Subscription;
    window: { from: string; to: string; createdSince: string; first: boolean };
    onRequest: () => void;
  }) => Promise<{ count: number; ids: number[]; complete: boolean }>;
}

/** Far beyond a run's own window: what was corrected, indexed late or back-filled shows up within it. */
const daysBack = 90;
/** After a search with a gap, in milliseconds, and how often before the next night's turn. */
const againAfterMs = 60 * 60_000;
const mostTries = 3;

/**
 * The handler of the job `reconcile`: holds 90 days of PubMed against one subscription's ledger and puts in line what is not
 * there. It gives nothing itself; the next run does, by the same rules as everything else.
 */
export const reconcileJob =
  (deps: ReconcileDeps): JobHandler =>
  async ({ subscription_id: id, tries }) => {
    const found = id === null ? undefined : await subscriptionForRun(deps.store, id);
    if (!found || found.recipients.length === 0) return done({ result: 'skipped' });
    const { subscription, now } = found;
    const window = windowOf(subscription, now);
    if (subscription.status !== 'active' || !window) return done({ result: 'skipped' });
    const search = await searchOrGiveUp(deps, { subscription, window });
    if (!search.complete) {
      const result = { result: 'incomplete', found: search.ids.length, count: search.count };
      if (tries >= mostTries) return done(result);
      return { kind: 'later', afterMs: againAfterMs, reason: 'PubMed gave fewer papers than it counted' };
    }
    const ledger = await ledgerOf(deps.store, subscription.id, search.ids);
    const pmids = search.ids.filter((pmid) => !ledger.has(pmid));
    const added = await putInLine(deps.store, { subscription, pmids });
    if (added === null) return done({ result: 'query-changed' });
    return done({ result: 'reconciled', found: search.ids.length, known: ledger.size, added });
  };

const done = (result: Record<string, string | number>): JobOutcome => ({ kind: 'done', result });

/** A query that PubMed refuses is shown as a failed job, and looked at again when its turn comes, not every night. */
async function searchOrGiveUp(
  { store, searchBack }: ReconcileDeps,
  search: Pick<Parameters<ReconcileDeps['searchBack']>[0], 'subscription' | 'window'>,
) {
  try {
    return await searchBack({ ...search, onRequest: () => undefined });
  } catch (error) {
    if (error instanceof NeverAgain) await markReconciled(store, search.subscription.id);
    throw error;
  }
}

/** Ends tomorrow, as a run's window does, and never begins before the first one: null where that is still to come. */
function windowOf({ first_window_start: start }: Pick<Subscription, 'first_window_start'>, now: number) {
  if (start === null) return null;
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO('UTC').toPlainDate();
  const ago = Temporal.PlainDate.from(start).until(today).days;
  if (ago < 0) return null;
  const from = ago < daysBack ? start : today.subtract({ days: daysBack }).toString();
  return { from, to: today.add({ days: 1 }).toString(), createdSince: start, first: false };
}
