import type { Selectable } from 'kysely';
import { type LedgerEntry, writeLedger } from './ledger.ts';
import type { Store } from './open.ts';
import type { DigestRow, RunRow, SubscriptionRow } from './schema.ts';

export type Digest = Selectable<DigestRow>;

/** Everything that a run leaves behind, written at once or not at all. */
export interface FrozenRun {
  run: Pick<Selectable<RunRow>, 'id' | 'subscription_id'> & {
    claim: string;
    outcome: 'sending' | 'nothing-new';
  } & Pick<
      Selectable<RunRow>,
      'complete' | 'first' | 'term' | 'translation' | 'counts' | 'notices' | 'requests'
    >;
  ledger: Omit<LedgerEntry, 'changed_at' | 'subscription_id' | 'run_id' | 'digest_id'>[];
  /** Null where nothing is mailed. */
  digest:
    | (Pick<DigestRow, 'kind' | 'test' | 'token' | 'content' | 'articles'> & { messages: FrozenMessage[] })
    | null;
  /** What the next search starts from; null after a search that was not complete, and after a test. */
  subscription: Partial<Pick<SubscriptionRow, 'first_window_start' | 'searched_at' | 'translation'>> | null;
}

export interface FrozenMessage {
  address: string;
  messageId: string;
  bytes: Uint8Array;
}

/** Undoes the transaction: nothing of it may stay. */
class ClaimLost extends Error {}

/**
 * The transaction that freezes a digest: the run ends, its ledger rows and the messages appear, the search's mark moves.
 * Before it nothing has happened; after it the digest goes out, whoever sends it.
 *
 * @returns the new deliveries, or null where the claim was lost to another worker: then nothing was written.
 */
export async function freezeRun(store: Store, frozen: FrozenRun): Promise<{ deliveries: number[] } | null> {
  try {
    // Relaxed: a digest's first way out is the claim on its delivery, which is committed after it.
    return await store.relaxed(({ db }) =>
      db.transaction().execute((trx) => freeze({ ...store, db: trx }, frozen)),
    );
  } catch (error) {
    if (error instanceof ClaimLost) return null;
    throw error;
  }
}

async function freeze(store: Store, frozen: FrozenRun): Promise<{ deliveries: number[] }> {
  const { run, digest } = frozen;
  const { id, claim, subscription_id: subscriptionId, requests, ...facts } = run;
  // The subscription first and its run after it, as everywhere: the other way round two transactions could lock each other.
  if (frozen.subscription) {
    await store.db
      .updateTable('subscription')
      .set(frozen.subscription)
      .where('id', '=', subscriptionId)
      .execute();
  }
  const { numUpdatedRows } = await store.db
    .updateTable('run')
    .set((eb) => ({
      ...facts,
      requests: eb('requests', '+', requests),
      state: 'done',
      finished_at: store.now(),
      claim: null,
      claim_until: null,
      error: null,
    }))
    .where('id', '=', id)
    .where('claim', '=', claim)
    .where('state', '=', 'open')
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ClaimLost();

  let digestId: number | null = null;
  const deliveries: number[] = [];
  if (digest) {
    const { messages, ...row } = digest;
    const inserted = await store.db
      .insertInto('digest')
      .values({
        ...row,
        run_id: id,
        subscription_id: subscriptionId,
        state: 'open',
        created_at: store.now(),
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    digestId = inserted.id;
    for (const message of messages) {
      const delivery = await store.db
        .insertInto('delivery')
        .values({
          digest_id: inserted.id,
          subscription_id: subscriptionId,
          address: message.address,
          state: 'pending',
          message_id: message.messageId,
          message: message.bytes,
          attempts: 0,
          next_attempt: store.now(),
          created_at: store.now(),
        })
        .returning('id')
        .executeTakeFirstOrThrow();
      deliveries.push(delivery.id);
    }
  }
  const rows = frozen.ledger.map((row) => ({
    ...row,
    subscription_id: subscriptionId,
    run_id: id,
    digest_id: row.state === 'in-digest' ? digestId : null,
  }));
  const written = await writeLedger(store, rows);
  // Only one run of a subscription is ever claimed, so nobody else can have settled one of these papers.
  if (written !== rows.length) throw new Error(`the ledger took ${written} of ${rows.length} rows`);
  return { deliveries };
}

export const findDigest = (store: Store, id: number): Promise<Digest | undefined> =>
  store.db.selectFrom('digest').selectAll().where('id', '=', id).executeTakeFirst();

export const findDigestByToken = (store: Store, token: string): Promise<Digest | undefined> =>
  store.db.selectFrom('digest').selectAll().where('token', '=', token).executeTakeFirst();
