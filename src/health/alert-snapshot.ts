import { queueNames } from '../contract/queue.ts';
import { dueCounts } from '../store/due-counts.ts';
import { countJobs } from '../store/job-list.ts';
import { readLease } from '../store/lease.ts';
import { listMailboxes } from '../store/mailboxes.ts';
import type { Store } from '../store/open.ts';
import { pausedQueues } from '../store/paused-queues.ts';
import { aliveMs, livingProcesses } from '../store/processes.ts';
import { recentPushes, slowRuns, unmendedPushes } from '../store/run-health.ts';
import type { Snapshot } from './alert-rules.ts';

const hour = 3_600_000;
/** More of them change nothing about what is to be done. */
const mostUnmended = 1000;

/** @param input.overdueMinutes a run that is open for so long counts as overdue. */
export async function takeSnapshot(store: Store, input: { overdueMinutes: number }): Promise<Snapshot> {
  const lease = await readLease(store);
  const due = await dueCounts(store);
  const counts = await countJobs(store, { completedWithinMs: 0 });
  const paused = await pausedQueues(store);
  const alive = await livingProcesses(store, aliveMs);
  const slow = await slowRuns(store, input.overdueMinutes * 60_000);
  const failed = await unmendedPushes(store, mostUnmended);
  const [newest] = failed;
  return {
    now: due.now,
    mode: lease?.mode ?? 'local',
    modeSince: lease?.mode_since ?? due.now,
    modeReason: lease?.reason ?? null,
    queues: queueNames.map((name) => {
      const { oldestWaitingMs, waiting } = counts[name];
      return { name, oldestWaitingMs, waiting, paused: paused.has(name) };
    }),
    workers: alive.filter(({ queues }) => queues.includes('"default"')).length,
    pushes: await recentPushes(store, hour),
    mailboxes: (await listMailboxes(store))
      .filter(({ active }) => active === 1)
      .map(({ id, name, failures, last_error: error }) => ({ id, name, failures, error })),
    overdue: {
      count: slow.count + due.overdue,
      longestMs: Math.max(slow.longestMs, due.longestMs),
    },
    unmended: newest
      ? {
          count: failed.length,
          name: newest.name,
          error: newest.error ?? '',
          since: failed.at(-1)?.finished_at ?? due.now,
        }
      : null,
  };
}
