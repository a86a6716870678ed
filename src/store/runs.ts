import { type Selectable, type SqlBool, sql } from 'kysely';
import type { QueueName } from '../contract/queue.ts';
import { addJob } from './jobs.ts';
import type { Store } from './open.ts';
import type { RunRow, Trigger } from './schema.ts';

export type Run = Selectable<RunRow>;

/** Written out, as SQLite uses an index `WHERE state = 'open'` only for a statement that says just that. */
const isOpen = sql<SqlBool>`state = 'open'`;

const isFree = (store: Store) => sql<SqlBool>`(claim IS NULL OR claim_until <= ${store.now()})`;

/** A run that is there now, and the job that carries it; `job` is null where the slot was run before. */
export interface OpenedRun {
  id: number;
  job: number | null;
  joined: boolean;
}

export interface NewRun {
  subscriptionId: number;
  trigger: Trigger;
  slot: number | null;
  /** Where its job goes; by the trigger unless told. */
  queue?: QueueName;
}

/**
 * Opens a run with its job, or joins the one that is open. A test never joins and is never joined, as it leaves no
 * trace in the ledger. A slot that was run already opens nothing: `id` is then that run.
 */
export function openRun(store: Store, input: NewRun): Promise<OpenedRun> {
  if (store.db.isTransaction) return open(store, input);
  // A run whose job is missing would never be done, and would stand in the way of the next one.
  return store.db.transaction().execute((trx) => open({ ...store, db: trx }, input));
}

async function open(store: Store, input: NewRun): Promise<OpenedRun> {
  const { subscriptionId, trigger } = input;
  const inserted = await store.db
    .insertInto('run')
    .values({
      subscription_id: subscriptionId,
      trigger,
      slot: input.slot,
      state: 'open',
      created_at: store.now(),
      attempts: 0,
      notices: '[]',
      requests: 0,
    })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) {
    const { id } = inserted;
    // Somebody waits for what was asked for by hand; a slot has its minute.
    const queue = input.queue ?? (trigger === 'manual' || trigger === 'test' ? 'high' : 'default');
    const job = await addJob(store, { kind: 'push', key: String(id), queue, subscriptionId, runId: id });
    return { id, job: job.id, joined: false };
  }
  const found = await store.db
    .selectFrom('run')
    .select(['id', 'slot'])
    .where('subscription_id', '=', subscriptionId)
    .where(isOpen)
    .where(sql<SqlBool>`trigger <> 'test'`)
    .executeTakeFirst();
  if (found) {
    // A manual run that is under way when the slot comes due is that slot's run.
    if (input.slot !== null && found.slot === null) {
      await store.db.updateTable('run').set({ slot: input.slot }).where('id', '=', found.id).execute();
    }
    return { id: found.id, job: await jobOfRun(store, found.id), joined: true };
  }
  const ran = await store.db
    .selectFrom('run')
    .select('id')
    .where('subscription_id', '=', subscriptionId)
    .where('slot', '=', input.slot)
    .executeTakeFirst();
  // The open run that stood in the way ended in between: there is room now.
  return ran ? { id: ran.id, job: null, joined: true } : open(store, input);
}

async function jobOfRun(store: Store, runId: number): Promise<number | null> {
  const row = await store.db
    .selectFrom('job')
    .select('id')
    .where(sql<SqlBool>`run_id IS NOT NULL`)
    .where('run_id', '=', runId)
    .executeTakeFirst();
  return row?.id ?? null;
}

/**
 * Takes an open run that nobody has in hand; one statement, so that of many workers one gets it. The claim outlives its
 * process by `ttlMs`.
 */
export async function claimRun(
  store: Store,
  input: { id: number; claim: string; ttlMs: number },
): Promise<Run | undefined> {
  return store.relaxed(({ db }) =>
    db
      .updateTable('run')
      .set((eb) => ({
        claim: input.claim,
        claim_until: sql<number>`${store.now()} + ${input.ttlMs}`,
        attempts: eb('attempts', '+', 1),
      }))
      .where('id', '=', input.id)
      .where(isOpen)
      .where(isFree(store))
      .returningAll()
      .executeTakeFirst(),
  );
}

/** Keeps claims alive; returns those that are still ours. */
export async function extendRunClaims(
  store: Store,
  input: { claims: string[]; ttlMs: number },
): Promise<Set<string>> {
  if (input.claims.length === 0) return new Set();
  const rows = await store.db
    .updateTable('run')
    .set({ claim_until: sql<number>`${store.now()} + ${input.ttlMs}` })
    .where(isOpen)
    .where(sql<SqlBool>`claim IS NOT NULL`)
    .where('claim', 'in', input.claims)
    .returning('claim')
    .execute();
  return new Set(rows.flatMap((row) => row.claim ?? []));
}

/** Gives a run back after a failure that may pass. Nothing happens if the claim was lost meanwhile. */
export async function releaseRun(
  store: Store,
  input: { id: number; claim: string; error: string; requests: number },
): Promise<void> {
  await store.db
    .updateTable('run')
    .set((eb) => ({
      claim: null,
      claim_until: null,
      error: input.error,
      requests: eb('requests', '+', input.requests),
    }))
    .where('id', '=', input.id)
    .where('claim', '=', input.claim)
    .execute();
}

/** Runs that this process cannot finish: another one may take them at once. */
export async function handBackRuns(store: Store, claims: string[]): Promise<void> {
  if (claims.length === 0) return;
  await store.db
    .updateTable('run')
    .set((eb) => ({ claim: null, claim_until: null, attempts: eb('attempts', '-', 1) }))
    .where(isOpen)
    .where(sql<SqlBool>`claim IS NOT NULL`)
    .where('claim', 'in', claims)
    .execute();
}

/** Ends a run that sends nothing and learned nothing. @returns false if the claim was lost meanwhile. */
export async function endRun(
  store: Store,
  input: { id: number; claim: string; outcome: 'failed' | 'skipped'; error: string | null; requests: number },
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('run')
    .set((eb) => ({
      state: 'done',
      outcome: input.outcome,
      error: input.error,
      claim: null,
      claim_until: null,
      finished_at: store.now(),
      requests: eb('requests', '+', input.requests),
    }))
    .where('id', '=', input.id)
    .where('claim', '=', input.claim)
    .where(isOpen)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a run whose job is given up, so that the next one is not joined to it for ever. One that is in hand is left alone. */
export async function abandonRun(store: Store, input: { id: number; error: string }): Promise<void> {
  await store.db
    .updateTable('run')
    .set({
      state: 'done',
      outcome: 'failed',
      error: input.error,
      claim: null,
      claim_until: null,
      finished_at: store.now(),
    })
    .where('id', '=', input.id)
    .where(isOpen)
    .where(isFree(store))
    .execute();
}

export const findRun = (store: Store, id: number): Promise<Run | undefined> =>
  store.db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst();

/** The newest run of each subscription, tests aside. */
export async function latestRuns(store: Store): Promise<Map<number, Run>> {
  const rows = await store.db
    .selectFrom('run')
    .selectAll()
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('run')
        .select((max) => max.fn.max('id').as('id'))
        .where('trigger', '<>', 'test')
        .groupBy('subscription_id'),
    )
    .execute();
  return new Map(rows.map((run) => [run.subscription_id, run]));
}

/** PubMed's counts of the last complete runs, newest first: the habit that a new count is held against. */
export async function pastCounts(store: Store, subscriptionId: number, limit = 10): Promise<string[]> {
  const rows = await store.db
    .selectFrom('run')
    .select('counts')
    .where('subscription_id', '=', subscriptionId)
    .where('complete', '=', 1)
    .where('first', '=', 0)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => row.counts ?? []);
}
