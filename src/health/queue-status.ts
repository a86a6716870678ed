import { type QueueName, type QueueStatus, queueNames, type WorkerState } from '../contract/queue.ts';
import type { Carrier } from '../queue/carrier.ts';
import { dueCounts } from '../store/due-counts.ts';
import { countJobs, type JobCounts, jobsInHand, newestFailedJobs } from '../store/job-list.ts';
import { readLease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { pausedQueues } from '../store/paused-queues.ts';
import { aliveMs, livingProcesses } from '../store/processes.ts';
import { redisState } from './redis-state.ts';

export interface QueueStatusDeps {
  store: Store;
  /** Null: this installation has no Redis. */
  redisUrl: string | null;
  /** This process's way through Redis; null where it has none, and then nothing is told of Redis but its address. */
  carrier: Carrier | null;
}

const dayMs = 86_400_000;
const failuresShown = 20;

/** Everything about how jobs travel, at one moment. The database tells all but the state of Redis itself. */
export async function queueStatus(deps: QueueStatusDeps): Promise<QueueStatus> {
  const { store } = deps;
  const redis = await redisState({ url: deps.redisUrl, carrier: deps.carrier });
  const lease = await readLease(store);
  const counts = await countJobs(store, { completedWithinMs: dayMs });
  const paused = await pausedQueues(store);
  const due = await dueCounts(store);
  // A service that never ran has no mode; what it begins with is the answer.
  const mode = lease?.mode ?? 'local';
  return {
    status: 'success',
    mode,
    since: instant(lease?.mode_since ?? due.now),
    reason: mode === 'rq' ? null : (lease?.reason ?? 'no process has run yet'),
    redis,
    queues: Object.fromEntries(
      queueNames.map((queue) => [queue, countsOf(counts[queue], paused.has(queue))]),
    ) as Record<QueueName, ReturnType<typeof countsOf>>,
    workers: await workersOf(store),
    scheduler: {
      holder: lease?.held ? lease.holder : null,
      lastTick: instantOrNull(lease?.last_tick),
      nextDue: instantOrNull(due.nextDue),
      overdue: due.overdue,
    },
    failed: await newestFailedJobs(store, failuresShown),
    now: instant(due.now),
  };
}

/** Queues whose jobs nobody takes. In local mode a server that stands by takes over, whatever it is for. */
export const unservedQueues = ({ mode, workers }: Pick<QueueStatus, 'mode' | 'workers'>): QueueName[] =>
  mode === 'local' && workers.length > 0
    ? []
    : queueNames.filter((queue) => !workers.some(({ queues }) => queues.includes(queue)));

function countsOf({ oldestWaitingMs, ...counts }: JobCounts, paused: boolean) {
  return {
    ...counts,
    oldestWaitingSeconds: oldestWaitingMs === null ? null : oldestWaitingMs / 1000,
    paused,
  };
}

/** Every living process: a server that leaves the jobs to others shows with no queue. */
async function workersOf(store: Store): Promise<WorkerState[]> {
  const processes = await livingProcesses(store, aliveMs);
  const inHand = Map.groupBy(await jobsInHand(store), ({ process_id }) => process_id);
  return processes.map((process) => ({
    id: process.id,
    name: process.name,
    host: process.host,
    pid: process.pid,
    role: process.role,
    queues: JSON.parse(process.queues) as QueueName[],
    concurrency: process.concurrency,
    current: (inHand.get(process.id) ?? []).map(({ id, kind, started_at }) => ({
      job: id,
      kind,
      since: instant(started_at ?? 0),
    })),
    startedAt: instant(process.started_at),
    lastSeen: instant(process.last_seen),
  }));
}

const instant = (ms: number): string => new Date(ms).toISOString();
const instantOrNull = (ms: number | null | undefined): string | null =>
  ms === null || ms === undefined ? null : instant(ms);
