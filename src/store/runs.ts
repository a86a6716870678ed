import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';
import type { RunRow, Trigger } from './schema.ts';

export type Run = Selectable<RunRow>;

/** Written out, as SQLite uses an index `WHERE state = 'open'` only for a statement that says just that. */
const isOpen = sql<SqlBool>`state = 'open'`;

/**
 * Opens a run, or joins the one that is open. A test never joins and is never joined, as it leaves no trace in the
 * ledger. A slot that was run already opens nothing: `id` is then that run.
 */
export async function openRun(
  store: Store,
  input: { subscriptionId: number; trigger: Trigger; slot: number | null },
): Promise<{ id: number; joined: boolean }> {
  const inserted = await store.db
    .insertInto('run')
    .values({
      subscription_id: input.subscriptionId,
      trigger: input.trigger,
      slot: input.slot,
      state: 'open',
      created_at: store.now(),
      attempts: 0,
      next_attempt: store.now(),
      notices: '[]',
      requests: 0,
    })
    .onConflict((oc) => oc.doNothing())
    .returning('id')
    .executeTakeFirst();
  if (inserted) return { id: inserted.id, joined: false };
  const open = await store.db
    .selectFrom('run')
    .select(['id', 'slot'])
    .where('subscription_id', '=', input.subscriptionId)
    .where(isOpen)
    .where(sql<SqlBool>`trigger <> 'test'`)
    .executeTakeFirst();
  if (open) {
    // A manual run that is under way when the slot comes due is that slot's run.
    if (input.slot !== null && open.slot === null) {
      await store.db.updateTable('run').set({ slot: input.slot }).where('id', '=', open.id).execute();
    }
    return { id: open.id, joined: true };
  }
  const ran = await store.db
    .selectFrom('run')
    .select('id')
    .where('subscription_id', '=', input.subscriptionId)
    .where('slot', '=', input.slot)
    .executeTakeFirst();
  // The open run that stood in the way ended in between: there is room now.
  return ran ? { id: ran.id, joined: true } : openRun(store, input);
}

/**
 * Takes an open run whose time has come; one statement, so that of many workers one gets it. Until the claim runs out
 * or is given back, `next_attempt` is its end, and nobody else looks at the row.
 *
 * @param input.id a certain run; without it the one that has waited longest.
 */
export async function claimRun(
  store: Store,
  input: { claim: string; ttlMs: number; id?: number },
): Promise<Run | undefined> {
  const until = sql<number>`${store.now()} + ${input.ttlMs}`;
  return store.relaxed(({ db }) =>
    db
      .updateTable('run')
      .set((eb) => ({
        claim: input.claim,
        claim_until: until,
        next_attempt: until,
        attempts: eb('attempts', '+', 1),
      }))
      .where(isOpen)
      .$if(input.id !== undefined, (qb) => qb.where('id', '=', input.id ?? 0).where(free(store)))
      .$if(input.id === undefined, (qb) =>
        qb
          .where('id', '=', (eb) =>
            eb
              .selectFrom('run')
              .select('id')
              .where(isOpen)
              .where('next_attempt', '<=', store.now())
              .orderBy('next_attempt')
              .limit(1)
              .modifyEnd(store.skipLocked),
          )
          .where('next_attempt', '<=', store.now()),
      )
      .returningAll()
      .executeTakeFirst(),
  );
}

const free = (store: Store) => sql<SqlBool>`(claim IS NULL OR claim_until <= ${store.now()})`;

/** Keeps claims alive; returns those that are still ours. */
export async function extendRunClaims(
  store: Store,
  input: { claims: string[]; ttlMs: number },
): Promise<Set<string>> {
  if (input.claims.length === 0) return new Set();
  const until = sql<number>`${store.now()} + ${input.ttlMs}`;
  const rows = await store.db
    .updateTable('run')
    .set({ claim_until: until, next_attempt: until })
    .where(isOpen)
    .where('claim', 'in', input.claims)
    .returning('claim')
    .execute();
  return new Set(rows.flatMap((row) => row.claim ?? []));
}

/** Gives a run back after a failure that may pass. Nothing happens if the claim was lost meanwhile. */
export async function retryRunLater(
  store: Store,
  input: { id: number; claim: string; afterMs: number; error: string; requests: number },
): Promise<void> {
  await store.db
    .updateTable('run')
    .set((eb) => ({
      claim: null,
      claim_until: null,
      next_attempt: sql<number>`${store.now()} + ${input.afterMs}`,
      error: input.error,
      requests: eb('requests', '+', input.requests),
    }))
    .where('id', '=', input.id)
    .where('claim', '=', input.claim)
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
