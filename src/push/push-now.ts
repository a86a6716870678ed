import { setTimeout as wait } from 'node:timers/promises';
import { type JobDeps, performJob } from '../queue/perform-job.ts';
import { hurryJob } from '../store/jobs.ts';
import type { Store } from '../store/open.ts';
import { findRun, type OpenedRun, openRun, type Run } from '../store/runs.ts';
import type { RunCounts } from './counts.ts';
import type { PushDeps, PushFacts, PushResult } from './push.ts';
import { pushJob } from './push-job.ts';

/** How often a run that another process does is looked at, in milliseconds. */
const lookEvery = 300;

export interface PushRequest {
  subscriptionId: number;
  trigger: 'manual' | 'test';
}

export interface PushNowDeps extends PushDeps {
  jobs: JobDeps;
}

/** A push that somebody asked for: opens a run or joins the open one, at the front of the fast queue. */
export async function requestPush(store: Store, input: PushRequest): Promise<OpenedRun> {
  const run = await openRun(store, { ...input, slot: null });
  if (run.joined && run.job !== null) await hurryJob(store, run.job);
  return run;
}

/** As `requestPush`, and does it here. Where another process has it in hand, its end is awaited. */
export async function pushNow(
  deps: PushNowDeps,
  input: PushRequest & { signal?: AbortSignal },
): Promise<PushResult> {
  const { id, job } = await requestPush(deps.store, input);
  let result: PushResult | undefined;
  if (job !== null) {
    const handler = pushJob(deps, (told) => {
      result = told;
    });
    await performJob(deps.jobs, { pick: { id: job }, handler: () => handler });
  }
  return result ?? endOfRun(deps.store, id, input.signal);
}

async function endOfRun(store: Store, id: number, signal?: AbortSignal): Promise<PushResult> {
  for (;;) {
    const run = await findRun(store, id);
    if (!run || run.state === 'done') return resultOf(run);
    // It was given back after a failure: whoever asked is told so now and does not wait for the next attempt.
    if (run.claim === null && run.error !== null) {
      return { ...factsOf(run), result: 'later', reason: run.error, afterMs: 0 };
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
