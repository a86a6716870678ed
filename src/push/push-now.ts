import { setTimeout as wait } from 'node:timers/promises';
import type { Store } from '../store/open.ts';
import { findRun, openRun, type Run } from '../store/runs.ts';
import type { RunCounts } from './counts.ts';
import { type PushDeps, type PushFacts, type PushResult, push } from './push.ts';

/** How often a run that another process does is looked at, in milliseconds. */
const lookEvery = 300;

/**
 * A push that somebody asked for: opens a run, or joins the one that is open, and does it here. Where another process
 * has it in hand, its end is awaited.
 */
export async function pushNow(
  deps: PushDeps,
  input: { subscriptionId: number; trigger: 'manual' | 'test'; signal?: AbortSignal },
): Promise<PushResult> {
  const { subscriptionId, trigger } = input;
  const { id } = await openRun(deps.store, { subscriptionId, trigger, slot: null });
  const result = await push(deps, id);
  return result.result === 'taken' ? endOfRun(deps.store, id, input.signal) : result;
}

async function endOfRun(store: Store, id: number, signal?: AbortSignal): Promise<PushResult> {
  for (;;) {
    const run = await findRun(store, id);
    if (!run || run.state === 'done') return resultOf(run);
    // It was given back after a failure: whoever asked is told so now and does not wait for the next attempt.
    if (run.claim === null && run.error !== null) {
      return { ...factsOf(run), result: 'later', reason: run.error };
    }
    await wait(lookEvery, undefined, signal ? { signal } : {});
  }
}

function resultOf(run: Run | undefined): PushResult {
  if (!run?.outcome) return { result: 'taken' };
  const { outcome } = run;
  if (outcome === 'failed') return { ...factsOf(run), result: 'failed', reason: run.error ?? '' };
  const counts = run.counts === null ? null : (JSON.parse(run.counts) as RunCounts);
  const articles = counts ? counts.new + counts.fromLine : 0;
  const result = outcome === 'sending' || outcome === 'undelivered' ? 'queued' : outcome;
  return { ...factsOf(run), result, articles };
}

const factsOf = ({ id, subscription_id, requests }: Run): PushFacts => ({
  subscription: subscription_id,
  run: id,
  requests,
});
