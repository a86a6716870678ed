import type { JobHandler, JobOutcome } from '../queue/perform-job.ts';
import { findRun } from '../store/runs.ts';
import { type PushDeps, type PushResult, push } from './push.ts';

/** Between two looks at a run that another process has in hand, in milliseconds. */
const lookAgainMs = 1000;

/** The handler of the job `push`. @param told hears how the push ended. */
export const pushJob =
  (deps: PushDeps, told: (result: PushResult) => void = () => undefined): JobHandler =>
  async ({ run_id: runId }) => {
    if (runId === null) return { kind: 'failed', reason: 'the job names no run' };
    const result = await push(deps, runId);
    if (result.result === 'taken') return afterTaken(deps, runId);
    told(result);
    return outcomeOf(result);
  };

function outcomeOf(result: Exclude<PushResult, { result: 'taken' }>): JobOutcome {
  if (result.result === 'later') return { kind: 'later', afterMs: result.afterMs, reason: result.reason };
  if (result.result === 'failed') return { kind: 'failed', reason: result.reason };
  const { result: ending, articles, requests } = result;
  return { kind: 'done', result: { result: ending, articles, requests } };
}

/** The run was done before (a process died between the run's end and the job's), or another process has it, or had to begin anew. */
async function afterTaken(deps: PushDeps, runId: number): Promise<JobOutcome> {
  const run = await findRun(deps.store, runId);
  if (run?.state === 'open')
    return { kind: 'later', afterMs: lookAgainMs, reason: 'the run is in other hands', countsAsTry: false };
  if (run?.outcome === 'failed') return { kind: 'failed', reason: run.error ?? '' };
  return { kind: 'done' };
}
