import { type Selectable, type SqlBool, sql } from 'kysely';
import { chunks } from './chunks.ts';
import type { Store } from './open.ts';
import type { LedgerRow, LedgerState } from './schema.ts';

export type LedgerEntry = Selectable<LedgerRow>;

/** States after which an article is never offered to the subscription again, and the one that is on its way. */
export const settled: readonly LedgerState[] = ['given', 'baseline', 'in-digest'];

/** Of an article: whether somebody has it or is to get it. The list is the condition of the index `ledger_referred`, word for word. */
export const isReferredTo = sql<SqlBool>`EXISTS (SELECT 1 FROM ledger
  WHERE ledger.pmid = article.pmid AND ledger.state IN ('given', 'in-digest', 'waiting', 'missing'))`;

/** What the ledger says of these papers, by PMID. */
export async function ledgerOf(
  store: Store,
  subscriptionId: number,
  pmids: readonly number[],
): Promise<Map<number, LedgerEntry>> {
  const found = new Map<number, LedgerEntry>();
  for (const some of chunks(pmids)) {
    const rows = await store.db
      .selectFrom('ledger')
      .selectAll()
      .where('subscription_id', '=', subscriptionId)
      .where('pmid', 'in', some)
      .execute();
    for (const row of rows) found.set(row.pmid, row);
  }
  return found;
}

/** Papers that stand in line whatever the search window is now: over the limit, or not delivered by EFetch. */
export const ledgerInLine = (store: Store, subscriptionId: number): Promise<LedgerEntry[]> =>
  store.db
    .selectFrom('ledger')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    // The condition written out and the order make SQLite walk the small index of these rows, not a whole ledger.
    .where(sql<SqlBool>`state IN ('waiting', 'missing')`)
    .orderBy('state')
    .execute();

/** Writes rows over what was open. A settled row is never touched: it is left out of the returned count. */
export async function writeLedger(store: Store, rows: Omit<LedgerEntry, 'changed_at'>[]): Promise<number> {
  let written = 0;
  for (const some of chunks(rows)) {
    const { numInsertedOrUpdatedRows } = await store.db
      .insertInto('ledger')
      .values(some.map((row) => ({ ...row, changed_at: store.now() })))
      .onConflict((oc) =>
        oc
          .columns(['subscription_id', 'pmid'])
          .doUpdateSet((eb) => ({
            state: eb.ref('excluded.state'),
            run_id: eb.ref('excluded.run_id'),
            digest_id: eb.ref('excluded.digest_id'),
            rule: eb.ref('excluded.rule'),
            value: eb.ref('excluded.value'),
            causes: eb.ref('excluded.causes'),
            record_status: eb.ref('excluded.record_status'),
            record_revised: eb.ref('excluded.record_revised'),
            passed_over: eb.ref('excluded.passed_over'),
            changed_at: eb.ref('excluded.changed_at'),
          }))
          .where('ledger.state', 'not in', settled),
      )
      .executeTakeFirst();
    written += Number(numInsertedOrUpdatedRows ?? 0n);
  }
  return written;
}
