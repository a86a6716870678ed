import type { JobKind } from '../contract/queue.ts';
import { NeverAgain, TryAgainLater } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { ClaimKeeper } from '../store/claim-keeper.ts';
import { type ClaimedJob, claimJob, failJob, finishJob, type JobPick, retryJobLater } from '../store/jobs.ts';
import type { Store } from '../store/open.ts';
import { abandonRun } from '../store/runs.ts';

/** How a job ended. What is `later` waits for another attempt; what has `failed` waits for a person. */
export type JobOutcome =
  | { kind: 'done'; result?: unknown }
  /** `countsAsTry` is false where nothing was tried: another process is at it. */
  | { kind: 'later'; afterMs: number; reason: string; countsAsTry?: boolean }
  | { kind: 'failed'; reason: string };

/**
 * What is done for one kind of job. May be called again for a job that it has done already, after a crash: it then
 * finds that out and is done. Throwing means `later`, by the back-off below; `NeverAgain` means `failed`.
 */
export type JobHandler = (job: ClaimedJob) => Promise<JobOutcome>;
export type JobHandlers = Record<JobKind, JobHandler>;

export interface JobDeps {
  store: Store;
  claims: ClaimKeeper;
  /** Who takes it in hand: the id of this process, and its name for people. */
  processId: string;
  workerName: string;
  log: Logger;
  /** Told of every attempt. */
  onAttempt?: (attempt: { job: ClaimedJob; outcome: JobOutcome; ms: number }) => void;
}

const minute = 60_000;
/** An outage is borne for some three hours; then a person, or the next slot, makes it good. */
export const mostTries = 10;

/** Milliseconds before the next try: 1, 2, 4 … 30 minutes, each up to a quarter longer. */
export const jobBackOff = (tries: number, random: () => number): number =>
  Math.round(Math.min(minute * 2 ** (tries - 1), 30 * minute) * (1 + random() / 4));

/**
 * Takes a job, has it done and writes down how it ended. The same for every kind, and however the job came here.
 *
 * @returns the outcome, or null where there was no such job to take.
 */
export function performJob(
  deps: JobDeps,
  input: { pick: JobPick; handler: (job: ClaimedJob) => JobHandler },
) {
  const { store, claims } = deps;
  return claims.hold('job', async (claim): Promise<{ job: ClaimedJob; outcome: JobOutcome } | null> => {
    const job = await claimJob(store, {
      pick: input.pick,
      claim,
      ttlMs: claims.ttlMs,
      processId: deps.processId,
    });
    if (!job) return null;
    const started = performance.now();
    const outcome = await outcomeOf(deps, job, input.handler(job));
    await settle(deps, job, outcome);
    deps.onAttempt?.({ job, outcome, ms: performance.now() - started });
    return { job, outcome };
  });
}

async function outcomeOf(deps: JobDeps, job: ClaimedJob, handler: JobHandler): Promise<JobOutcome> {
  try {
    return await handler(job);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const facts = { job: job.id, kind: job.kind, key: job.key };
    // Of a failure that the world explains the words are enough; one of our own needs its stack.
    if (error instanceof TryAgainLater || error instanceof NeverAgain)
      deps.log.warn({ ...facts, reason }, 'job failed');
    else deps.log.error({ ...facts, err: error }, 'job failed');
    if (error instanceof NeverAgain || job.tries >= mostTries) return { kind: 'failed', reason };
    const asked = error instanceof TryAgainLater ? (error.afterMs ?? 0) : 0;
    return { kind: 'later', afterMs: Math.max(asked, jobBackOff(job.tries, Math.random)), reason };
  }
}

async function settle(deps: JobDeps, job: ClaimedJob, outcome: JobOutcome): Promise<void> {
  const { store, workerName: worker } = deps;
  if (outcome.kind === 'done') return finishJob(store, job, outcome.result);
  if (outcome.kind === 'failed') {
    if (job.run_id !== null) await abandonRun(store, { id: job.run_id, error: outcome.reason });
    return failJob(store, job, { error: outcome.reason, worker });
  }
  const { afterMs, reason: error, countsAsTry = true } = outcome;
  return retryJobLater(store, job, { afterMs, error, countsAsTry, worker });
}
