import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { chunks } from './chunks.ts';
import type { Store } from './open.ts';
import type { Subscription } from './subscriptions.ts';

/** Active, and with a first window that a complete search has closed. The condition of the index `subscription_reconcile`, word for word. */
const isReconcilable = sql<SqlBool>`status = 'active' AND first_window_start IS NOT NULL`;
/** A new subscription counts from its beginning. */
const lastTime = sql<number>`coalesce(reconciled_at, created_at)`;

export async function countReconcilable(store: Store): Promise<number> {
  const row = await store.db
    .selectFrom('subscription')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where(isReconcilable)
    .executeTakeFirstOrThrow();
  return row.count;
}

/** Subscriptions whose last reconciliation is so long ago and that have no job for it yet, the longest first. */
export async function dueForReconciliation(
  store: Store,
  input: { olderThanMs: number; limit: number },
): Promise<number[]> {
  const { limit } = input;
  const due = await withoutJob(store, {
    when: sql<SqlBool>`${lastTime} <= ${store.now()} - ${input.olderThanMs}`,
    limit,
  });
  if (due.length === limit) return due;
  // What a clock that ran ahead has left in the future counts as long ago.
  const future = { when: sql<SqlBool>`${lastTime} > ${store.now()}`, limit: limit - due.length };
  return [...due, ...(await withoutJob(store, future))];
}

async function withoutJob(
  store: Store,
  input: { when: RawBuilder<SqlBool>; limit: number },
): Promise<number[]> {
  const rows = await store.db
    .selectFrom('subscription')
    .select('id')
    .where(isReconcilable)
    .where(input.when)
    .where(
      sql<SqlBool>`NOT EXISTS (SELECT 1 FROM job WHERE job.kind = 'reconcile'
        AND job.key = CAST(subscription.id AS TEXT) AND job.finished_at IS NULL)`,
    )
    .orderBy(lastTime)
    .limit(input.limit)
    .execute();
  return rows.map((row) => row.id);
}

/** It was looked at: its turn comes again after the others'. */
export async function markReconciled(store: Store, id: number): Promise<void> {
  await store.db
    .updateTable('subscription')
    .set({ reconciled_at: store.now() })
    .where('id', '=', id)
    .execute();
}

/**
 * Puts papers in line that a complete search found and the ledger does not have, as if an earlier run had had no room for
 * them: the next run fetches and judges each, whatever its own window. What the ledger has by now stays as it is.
 *
 * @returns how many are new in line; null, and nothing is written, where the query is another one than was searched for.
 */
export function putInLine(
  store: Store,
  input: { subscription: Pick<Subscription, 'id' | 'query_revision'>; pmids: readonly number[] },
): Promise<number | null> {
  const { subscription, pmids } = input;
  return store.db.transaction().execute(async (trx) => {
    const marked = await trx
      .updateTable('subscription')
      .set({ reconciled_at: store.now() })
      .where('id', '=', subscription.id)
      .where('query_revision', '=', subscription.query_revision)
      .where('first_window_start', 'is not', null)
      .executeTakeFirst();
    if (marked.numUpdatedRows !== 1n) return null;
    // After the subscription its run, as everywhere: a run that freezes its digest at this moment goes first, so that the
    // two never wait for each other's ledger rows in a circle.
    await trx
      .updateTable('run')
      .set((eb) => ({ attempts: eb.ref('attempts') }))
      .where('subscription_id', '=', subscription.id)
      .where(sql<SqlBool>`state = 'open'`)
      .where(sql<SqlBool>`trigger <> 'test'`)
      .execute();
    let added = 0;
    for (const some of chunks(pmids)) {
      const { numInsertedOrUpdatedRows } = await trx
        .insertInto('ledger')
        .values(
          some.map((pmid) => ({
            subscription_id: subscription.id,
            pmid,
            state: 'waiting' as const,
            // No run has seen it yet.
            run_id: 0,
            passed_over: 0,
            changed_at: store.now(),
          })),
        )
        .onConflict((oc) => oc.doNothing())
        .executeTakeFirst();
      added += Number(numInsertedOrUpdatedRows ?? 0n);
    }
    return added;
  });
}
