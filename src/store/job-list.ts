import { type SqlBool, sql } from 'kysely';
import type { FailedAttempt, FailedJob, QueueName } from '../contract/queue.ts';
import type { Store } from './open.ts';

/** Written out where an index has it as its condition: SQLite proves nothing about a parameter. */
const isWaiting = sql<SqlBool>`state = 'waiting'`;
const isActive = sql<SqlBool>`state = 'active'`;
const isFailed = sql<SqlBool>`state = 'failed'`;
const isFinished = sql<SqlBool>`finished_at IS NOT NULL`;

/** How many jobs of one queue are in which state. */
export interface JobCounts {
  /** Due, and not in hand. */
  waiting: number;
  /** Waiting for a later attempt. */
  delayed: number;
  active: number;
  failed: number;
  /** Done within the time asked for. */
  completed: number;
  /** For how long the job that has waited longest is due, in milliseconds; null where none waits. */
  oldestWaitingMs: number | null;
}

const none: JobCounts = {
  waiting: 0,
  delayed: 0,
  active: 0,
  failed: 0,
  completed: 0,
  oldestWaitingMs: null,
};

/** @param input.completedWithinMs how far back done jobs count. */
export async function countJobs(
  store: Store,
  input: { completedWithinMs: number },
): Promise<Record<QueueName, JobCounts>> {
  const counts = { high: { ...none }, default: { ...none }, low: { ...none } };
  const waiting = await store.db
    .selectFrom('job')
    .select(['queue', sql<number>`count(*)`.as('count')])
    .select([
      sql<number>`CASE WHEN next_attempt <= ${store.now()} THEN 1 ELSE 0 END`.as('due'),
      sql<number>`max(${store.now()} - next_attempt)`.as('age'),
    ])
    .where(isWaiting)
    .groupBy(['queue', 'due'])
    .execute();
  for (const { queue, due, count, age } of waiting) {
    if (due === 0) counts[queue].delayed = count;
    else Object.assign(counts[queue], { waiting: count, oldestWaitingMs: Math.max(0, age) });
  }
  const one = store.db
    .selectFrom('job')
    .select(['queue', sql<number>`count(*)`.as('count')])
    .groupBy('queue');
  const since = sql<number>`${store.now()} - ${input.completedWithinMs}`;
  const states = {
    active: one.where(isActive),
    failed: one.where(isFailed),
    completed: one.where(isFinished).where('finished_at', '>', since).where('state', '=', 'done'),
  };
  for (const state of ['active', 'failed', 'completed'] as const) {
    for (const { queue, count } of await states[state].execute()) counts[queue][state] = count;
  }
  return counts;
}

/** Jobs in hand, those that were begun first before. */
export const jobsInHand = (store: Store) =>
  store.db
    .selectFrom('job')
    .select(['id', 'kind', 'process_id', 'started_at'])
    .where(isActive)
    .orderBy('started_at')
    .orderBy('id')
    .execute();

/** What failed for good and waits for a person, the newest failure first. */
export async function newestFailedJobs(store: Store, limit: number): Promise<FailedJob[]> {
  const rows = await store.db
    .selectFrom('job')
    .select(['id', 'kind', 'queue', 'subscription_id', 'attempts', 'error', 'finished_at', 'history'])
    .where(isFailed)
    .orderBy('finished_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const last = (JSON.parse(row.history) as FailedAttempt[]).at(-1);
    return {
      job: row.id,
      kind: row.kind,
      queue: row.queue,
      subscription: row.subscription_id,
      attempts: row.attempts,
      error: row.error ?? '',
      failedAt: new Date(row.finished_at ?? 0).toISOString(),
      tookMs: last ? Math.max(0, last.ms) : null,
    };
  });
}

/** Which of these jobs have a row. */
export async function jobsThere(store: Store, ids: readonly number[]): Promise<Set<number>> {
  const rows = await store.db.selectFrom('job').select('id').where('id', 'in', ids).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Takes a job that nobody has begun out of line. Nothing happens to any other. */
export async function withdrawJob(store: Store, id: number): Promise<void> {
  await store.db.deleteFrom('job').where('id', '=', id).where(isWaiting).execute();
}
