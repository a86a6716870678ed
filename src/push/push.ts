import { NeverAgain, TryAgainLater } from '../errors.ts';
import type { Logger } from '../log.ts';
import { type DeliverDeps, deliver } from '../mail/deliver.ts';
import { jobBackOff, mostTries } from '../queue/perform-job.ts';
import { claimRun, endRun, type Run, releaseRun } from '../store/runs.ts';
import { performRun, type RunDeps, type RunResult } from './run.ts';

export interface PushDeps extends RunDeps {
  delivery: DeliverDeps;
  log: Logger;
}

/** How one push ended. `later` and `failed` carry the reason; `taken` means that another worker has the run. */
export type PushResult =
  | (PushFacts & { result: 'sent' | 'queued' | 'nothing-new' | 'skipped'; articles: number })
  | (PushFacts & { result: 'failed'; reason: string })
  | (PushFacts & { result: 'later'; reason: string; afterMs: number })
  | { result: 'taken' };

export interface PushFacts {
  subscription: number;
  run: number;
  /** Sent to PubMed for this run, failed attempts of it included. */
  requests: number;
}

/** Does one open run from its search to its mail. The tick, the button, the API and the command line all end here. */
export async function push(deps: PushDeps, id: number): Promise<PushResult> {
  return deps.claims.hold('run', async (claim) => {
    const run = await claimRun(deps.store, { id, claim, ttlMs: deps.claims.ttlMs });
    if (!run) return { result: 'taken' };
    const spent = { requests: 0 };
    try {
      const done = await performRun(deps, { run, claim, spent });
      return await sendOut(deps, run, done);
    } catch (error) {
      return await failOrRetry(deps, { run, claim, error, requests: spent.requests });
    }
  });
}

/** The digest is frozen: from here on it goes out, now or whenever a mail server takes it, whoever sends it. */
async function sendOut(deps: PushDeps, run: Run, done: RunResult): Promise<PushResult> {
  if (done.result === 'lost') return { result: 'taken' };
  const facts = {
    subscription: run.subscription_id,
    run: run.id,
    articles: done.articles,
    requests: run.requests + done.requests,
  };
  let sent = 0;
  for (const delivery of done.deliveries) {
    if ((await deliver(deps.delivery, delivery)) === 'sent' && !done.older.has(delivery)) sent += 1;
  }
  if (done.result !== 'frozen') return { ...facts, result: done.result };
  return { ...facts, result: sent > 0 ? 'sent' : 'queued' };
}

async function failOrRetry(
  deps: PushDeps,
  input: { run: Run; claim: string; error: unknown; requests: number },
): Promise<PushResult> {
  const { run, claim, error, requests } = input;
  const facts = { subscription: run.subscription_id, run: run.id, requests: run.requests + requests };
  const reason = error instanceof Error ? error.message : String(error);
  const { log } = deps;
  // Of a failure that the world explains the words are enough; one of our own needs its stack.
  if (error instanceof TryAgainLater || error instanceof NeverAgain)
    log.warn({ ...facts, reason }, 'run failed');
  else log.error({ ...facts, err: error }, 'run failed');
  if (error instanceof NeverAgain || run.attempts >= mostTries) {
    await endRun(deps.store, { id: run.id, claim, outcome: 'failed', error: reason, requests });
    return { ...facts, result: 'failed', reason };
  }
  const asked = error instanceof TryAgainLater ? (error.afterMs ?? 0) : 0;
  const afterMs = Math.max(asked, jobBackOff(run.attempts, Math.random));
  await releaseRun(deps.store, { id: run.id, claim, error: reason, requests });
  return { ...facts, result: 'later', reason, afterMs };
}
