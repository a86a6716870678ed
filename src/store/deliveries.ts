import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';
import type { DeliveryRow } from './schema.ts';

export type Delivery = Selectable<DeliveryRow>;
/** A delivery in hand: its bytes are there as long as it is not sent. `now` is the database's time at the claim. */
export type ClaimedDelivery = Delivery & { claim: string; message: Uint8Array; now: number };

/**
 * Takes a delivery whose time has come and marks it as being sent. One statement, so that of many workers one gets it;
 * never before an older digest of the same subscription that is still to be offered to the same address.
 * Whoever sends it makes the claim `durable` first.
 *
 * @param input.id a certain delivery; without it the one that has waited longest.
 */
export async function claimDelivery(
  store: Store,
  input: { claim: string; ttlMs: number; id?: number },
): Promise<ClaimedDelivery | undefined> {
  const row = await store.relaxed(({ db }) =>
    db
      .updateTable('delivery')
      .set((eb) => ({
        state: 'sending',
        claim: input.claim,
        attempts: eb('attempts', '+', 1),
        next_attempt: sql<number>`${store.now()} + ${input.ttlMs}`,
      }))
      .where('state', 'in', ['pending', 'uncertain'])
      .where('next_attempt', '<=', store.now())
      .$if(input.id !== undefined, (qb) => qb.where('id', '=', input.id ?? 0).where(notBehind))
      .$if(input.id === undefined, (qb) =>
        qb.where('id', '=', (eb) =>
          eb
            .selectFrom('delivery')
            .select('id')
            .where('state', 'in', ['pending', 'uncertain'])
            .where('next_attempt', '<=', store.now())
            .where(notBehind)
            .orderBy('next_attempt')
            .orderBy('id')
            .limit(1)
            .modifyEnd(store.skipLocked),
        ),
      )
      .returningAll()
      .returning(store.now().as('now'))
      .executeTakeFirst(),
  );
  return row as ClaimedDelivery | undefined;
}

/** Written out where an index has it as its condition: SQLite proves nothing about a parameter. */
export const isUnsettled = sql<SqlBool>`state <> 'sent'`;

/** No older digest of the subscription is still to be offered to the same address. */
export const notBehind = sql<SqlBool>`NOT EXISTS (
  SELECT 1 FROM delivery AS older
  WHERE older.subscription_id = delivery.subscription_id AND older.address = delivery.address
    AND older.id < delivery.id AND older.state <> 'sent' AND older.next_attempt IS NOT NULL)`;

/** Keeps deliveries in hand alive. */
export async function extendDeliveryClaims(
  store: Store,
  input: { claims: string[]; ttlMs: number },
): Promise<void> {
  if (input.claims.length === 0) return;
  await store.db
    .updateTable('delivery')
    .set({ next_attempt: sql<number>`${store.now()} + ${input.ttlMs}` })
    .where('state', '=', 'sending')
    .where('next_attempt', 'is not', null)
    .where('claim', 'in', input.claims)
    .execute();
}

/**
 * The server has accepted the message. True whoever holds the claim now, as it is a fact of the world: the delivery is
 * sent, and with the first recipient the articles are given.
 */
export async function markSent(
  store: Store,
  input: { id: number; response: string; mailboxId?: number },
): Promise<void> {
  await store.relaxed(({ db }) =>
    db.transaction().execute(async (trx) => {
      const sent = await trx
        .updateTable('delivery')
        .set({
          state: 'sent',
          response: input.response,
          mailbox_id: input.mailboxId ?? null,
          accepted_at: store.now(),
          message: null,
          next_attempt: null,
          claim: null,
        })
        .where('id', '=', input.id)
        .where('state', '<>', 'sent')
        .returning('digest_id')
        .executeTakeFirst();
      if (!sent) return;
      const opened = await trx
        .updateTable('digest')
        .set({ state: 'given' })
        .where('id', '=', sent.digest_id)
        .where('state', '=', 'open')
        .returning('run_id')
        .executeTakeFirst();
      if (!opened) return;
      await trx
        .updateTable('ledger')
        .set({ state: 'given', changed_at: store.now() })
        .where('digest_id', '=', sent.digest_id)
        .where(sql<SqlBool>`state = 'in-digest'`)
        .execute();
      await trx.updateTable('run').set({ outcome: 'sent' }).where('id', '=', opened.run_id).execute();
    }),
  );
  await store.durable();
}

/** Nothing was accepted, and it is offered again after this time. */
export async function returnDelivery(
  store: Store,
  input: { delivery: ClaimedDelivery; afterMs: number; response: string; countsAsAttempt: boolean },
): Promise<void> {
  const { delivery } = input;
  await store.db
    .updateTable('delivery')
    .set((eb) => ({
      // One that was uncertain stays so: this refusal tells nothing about the earlier offer.
      state: delivery.uncertain_at === null ? 'pending' : 'uncertain',
      next_attempt: sql<number>`${store.now()} + ${input.afterMs}`,
      response: input.response,
      claim: null,
      attempts: eb('attempts', '-', input.countsAsAttempt ? 0 : 1),
    }))
    .where('id', '=', delivery.id)
    .where('claim', '=', delivery.claim)
    .where('state', '=', 'sending')
    .execute();
}

/**
 * Refused for good: it waits for the next run or a person. With `wholeAddress` the address itself was refused, so the
 * newer messages that wait behind this one are not even offered. A run without a living message shows as undelivered.
 */
export async function failDelivery(
  store: Store,
  input: { delivery: ClaimedDelivery; response: string; wholeAddress: boolean },
): Promise<void> {
  const { delivery } = input;
  const failed = { state: 'failed', next_attempt: null, claim: null, response: input.response } as const;
  await store.db.transaction().execute(async (trx) => {
    const rows = await trx
      .updateTable('delivery')
      .set(failed)
      .where('id', '=', delivery.id)
      .where('claim', '=', delivery.claim)
      .where('state', '=', 'sending')
      .returning('digest_id')
      .execute();
    if (rows.length > 0 && input.wholeAddress) {
      const behind = await trx
        .updateTable('delivery')
        .set(failed)
        .where('subscription_id', '=', delivery.subscription_id)
        .where('address', '=', delivery.address)
        .where(isUnsettled)
        .where('state', '=', 'pending')
        .returning('digest_id')
        .execute();
      rows.push(...behind);
    }
    for (const { digest_id } of rows) await markUndelivered({ ...store, db: trx }, digest_id);
  });
}

async function markUndelivered(store: Store, digestId: number): Promise<void> {
  // One after the other: two that fail in the same moment must not each take the other for alive.
  await store.db
    .updateTable('digest')
    .set((eb) => ({ state: eb.ref('state') }))
    .where('id', '=', digestId)
    .execute();
  const alive = await store.db
    .selectFrom('delivery')
    .select('id')
    .where('digest_id', '=', digestId)
    .where('state', '<>', 'failed')
    .executeTakeFirst();
  if (alive) return;
  await store.db
    .updateTable('run')
    .set({ outcome: 'undelivered' })
    .where('id', '=', (eb) => eb.selectFrom('digest').select('run_id').where('id', '=', digestId))
    .execute();
}

/** @param afterMs when to offer it again under the same Message-ID; null leaves it to a person. */
export async function markUncertain(
  store: Store,
  input: { delivery: ClaimedDelivery; afterMs: number | null; response: string },
): Promise<void> {
  await store.db
    .updateTable('delivery')
    .set((eb) => ({
      state: 'uncertain',
      uncertain_at: eb.fn.coalesce('uncertain_at', store.now()),
      next_attempt: input.afterMs === null ? null : sql<number>`${store.now()} + ${input.afterMs}`,
      response: input.response,
      claim: null,
    }))
    .where('id', '=', input.delivery.id)
    .where('claim', '=', input.delivery.claim)
    .where('state', '=', 'sending')
    .execute();
}
