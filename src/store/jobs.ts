import { type Selectable, type SqlBool, sql } from 'kysely';
import type { FailedAttempt, JobKind, QueueName } from '../contract/queue.ts';
import type { Store } from './open.ts';
import type { JobRow } from './schema.ts';

export type Job = Selectable<JobRow>;
/** A job in hand. */
export type ClaimedJob = Job & { claim: string; started_at: number };

export interface NewJob {
  kind: JobKind;
  /** What it is about. Of one kind and key one job is open at most; a second request joins it. */
  key: string;
  queue: QueueName;
  subscriptionId?: number;
  runId?: number;
  deliveryId?: number;
}

export async function addJob(store: Store, job: NewJob): Promise<{ id: number; joined: boolean }> {
  const inserted = await store.db
    .insertInto('job')
    .values({
      kind: job.kind,
      key: job.key,
      queue: job.queue,
      subscription_id: job.subscriptionId ?? null,
      run_id: job.runId ?? null,
      delivery_id: job.deliveryId ?? null,
      state: 'waiting',
      attempts: 0,
      tries: 0,
      next_attempt: store.now(),
      history: '[]',
      created_at: store.now(),
    })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, joined: false };
  const open = await store.db
    .selectFrom('job')
    .select('id')
    .where('kind', '=', job.kind)
    .where('key', '=', job.key)
    .where(isUnfinished)
    .executeTakeFirst();
  // The one that stood in the way ended in between: there is room now.
  return open ? { id: open.id, joined: true } : addJob(store, job);
}

/** Written out, as SQLite uses a partial index only for a statement that says just its condition. */
const isUnfinished = sql<SqlBool>`finished_at IS NULL`;
const isWaiting = sql<SqlBool>`state = 'waiting'`;
const isNotPaused = sql<SqlBool>`queue NOT IN (SELECT queue FROM paused_queue)`;
const isActive = sql<SqlBool>`state = 'active'`;

/**
 * Which job to take: a certain one, whatever its queue; the one that Redis brought, for that attempt; or the one of a
 * queue that is due longest. The latter two leave paused queues alone.
 */
export type JobPick = { id: number; attempt?: number } | { queue: QueueName };

/**
 * Takes a job whose time has come; one statement, so that of many workers one gets it. Until the claim runs out or is
 * given back nobody else can.
 */
export async function claimJob(
  store: Store,
  input: { pick: JobPick; claim: string; ttlMs: number; processId: string },
): Promise<ClaimedJob | undefined> {
  const { pick } = input;
  const row = await store.relaxed(({ db }) =>
    db
      .updateTable('job')
      .set((eb) => ({
        state: 'active',
        claim: input.claim,
        claim_until: sql<number>`${store.now()} + ${input.ttlMs}`,
        process_id: input.processId,
        attempts: eb('attempts', '+', 1),
        tries: eb('tries', '+', 1),
        started_at: store.now(),
        offered_at: null,
      }))
      .where(isWaiting)
      .where('next_attempt', '<=', store.now())
      .$if('id' in pick, (qb) => qb.where('id', '=', 'id' in pick ? pick.id : 0))
      .$if('id' in pick && pick.attempt !== undefined, (qb) =>
        qb.where('attempts', '=', 'id' in pick ? (pick.attempt ?? 0) : 0).where(isNotPaused),
      )
      .$if('queue' in pick, (qb) =>
        qb.where(isNotPaused).where('id', '=', (eb) =>
          eb
            .selectFrom('job')
            .select('id')
            .where(isWaiting)
            .where('queue', '=', 'queue' in pick ? pick.queue : 'low')
            .where('next_attempt', '<=', store.now())
            .orderBy('next_attempt')
            .limit(1)
            .modifyEnd(store.skipLocked),
        ),
      )
      .returningAll()
      .executeTakeFirst(),
  );
  return row as ClaimedJob | undefined;
}

/** Keeps jobs in hand alive. */
export async function extendJobClaims(
  store: Store,
  input: { claims: string[]; ttlMs: number },
): Promise<void> {
  if (input.claims.length === 0) return;
  await store.db
    .updateTable('job')
    .set({ claim_until: sql<number>`${store.now()} + ${input.ttlMs}` })
    .where(isActive)
    .where('claim', 'in', input.claims)
    .execute();
}

/** It is done. Nothing happens if the claim was lost meanwhile. Not worth a wait for the disk: doing it again finds it done. */
export async function finishJob(store: Store, job: ClaimedJob, result: unknown): Promise<void> {
  await store.relaxed(({ db }) =>
    held({ ...store, db }, job)
      .set({
        state: 'done',
        result: result === undefined ? null : JSON.stringify(result),
        error: null,
        finished_at: store.now(),
        claim: null,
        claim_until: null,
      })
      .execute(),
  );
}

/** It failed, and what failed may pass. */
export async function retryJobLater(
  store: Store,
  job: ClaimedJob,
  input: { afterMs: number; error: string; countsAsTry: boolean; worker: string | null },
): Promise<void> {
  await held(store, job)
    .set((eb) => ({
      state: 'waiting',
      next_attempt: sql<number>`${store.now()} + ${Math.round(input.afterMs)}`,
      error: input.error,
      history: withFailure(store, job, input),
      tries: eb('tries', '-', input.countsAsTry ? 0 : 1),
      claim: null,
      claim_until: null,
    }))
    .execute();
}

/** It failed for good: it stays visible until somebody retries or clears it. */
export async function failJob(
  store: Store,
  job: ClaimedJob,
  input: { error: string; worker: string | null },
): Promise<void> {
  await held(store, job)
    .set({
      state: 'failed',
      error: input.error,
      history: withFailure(store, job, input),
      finished_at: store.now(),
      claim: null,
      claim_until: null,
    })
    .execute();
}

const held = (store: Store, job: ClaimedJob) =>
  store.db.updateTable('job').where('id', '=', job.id).where('claim', '=', job.claim).where(isActive);

/** Failed attempts that a job remembers. */
const remembered = 20;

/** The list with one failure more; the database's clock measures how long the attempt took. */
function withFailure(store: Store, job: Job, input: { error: string; worker: string | null }) {
  const earlier = (JSON.parse(job.history) as FailedAttempt[]).slice(1 - remembered);
  const text = JSON.stringify({ error: input.error, worker: input.worker } satisfies Partial<FailedAttempt>);
  const list = JSON.stringify(earlier).slice(0, -1);
  const head = `${list}${earlier.length > 0 ? ',' : ''}{"at":`;
  const now = sql`CAST(${store.now()} AS TEXT)`;
  const ms = sql`CAST(${store.now()} - started_at AS TEXT)`;
  return sql<string>`CAST(${head} AS TEXT) || ${now} || ',"ms":' || ${ms} || CAST(${`,${text.slice(1)}]`} AS TEXT)`;
}

/** Jobs that this process cannot finish go back in line at once, for another one. */
export async function handBackJobs(store: Store, claims: string[]): Promise<void> {
  if (claims.length === 0) return;
  await store.db
    .updateTable('job')
    .set((eb) => ({
      state: 'waiting',
      next_attempt: store.now(),
      tries: eb('tries', '-', 1),
      claim: null,
      claim_until: null,
    }))
    .where(isActive)
    .where('claim', 'in', claims)
    .execute();
}

/**
 * Somebody waits for it now: it goes to the front of the fast queue, also where it waited for a later attempt. Nothing
 * happens to one that is in hand.
 */
export async function hurryJob(store: Store, id: number): Promise<void> {
  await store.db
    .updateTable('job')
    .set({
      queue: 'high',
      next_attempt: sql<number>`CASE WHEN next_attempt > ${store.now()} THEN ${store.now()} ELSE next_attempt END`,
      offered_at: null,
    })
    .where('id', '=', id)
    .where(isWaiting)
    .execute();
}

export const findJob = (store: Store, id: number): Promise<Job | undefined> =>
  store.db.selectFrom('job').selectAll().where('id', '=', id).executeTakeFirst();
