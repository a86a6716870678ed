import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription, frozenDigest, noFacts } from '../../test/store-fixtures.ts';
import { claimDelivery, failDelivery, markSent, markUncertain, returnDelivery } from './deliveries.ts';
import { freezeRun } from './digests.ts';
import { ledgerOf } from './ledger.ts';
import { claimRun, findRun, openRun } from './runs.ts';
import {
  endDeliveriesTo,
  listUnsettledDeliveries,
  offerAgain,
  reopenFailedDeliveries,
  sweepLostDeliveries,
} from './unsettled-deliveries.ts';

const ttlMs = 30_000;

describeEachDatabase('deliveries', (kind) => {
  let database: TestDatabase;
  let subscriptionId: number;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    subscriptionId = await addSubscription(database.store, {
      addresses: ['x@example.org', 'y@example.org'],
    });
  });
  afterEach(() => database.close());

  async function freeze(pmids: number[], addresses = ['x@example.org']) {
    const { store } = database;
    const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await claimRun(store, { claim: `claim${id}`, ttlMs, id });
    const frozen = await freezeRun(store, {
      run: { id, subscription_id: subscriptionId, claim: `claim${id}`, outcome: 'sending', ...noFacts },
      ...frozenDigest(pmids, addresses, `run${id}`),
      subscription: null,
    });
    return { runId: id, deliveries: frozen?.deliveries ?? [] };
  }
  const state = async (id: number) =>
    (
      await database.store.db
        .selectFrom('delivery')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
    ).state;
  const mustClaim = async (claim: string, id?: number) => {
    const delivery = await claimDelivery(database.store, {
      claim,
      ttlMs,
      ...(id === undefined ? {} : { id }),
    });
    if (!delivery) throw new Error('nothing to claim');
    return delivery;
  };

  it('are taken by one sender', async () => {
    await freeze([1]);
    const taken = await Promise.all(
      ['a', 'b', 'c'].map((claim) => claimDelivery(database.store, { claim, ttlMs })),
    );
    expect(taken.filter(Boolean)).toHaveLength(1);
    expect(Buffer.from(taken.find(Boolean)?.message ?? '').toString()).toBe('message for x@example.org');
  });

  it('give the articles when the first recipient is served, not before', async () => {
    const { store } = database;
    const { runId, deliveries } = await freeze([1, 2], ['x@example.org', 'y@example.org']);
    const entry = async () => (await ledgerOf(store, subscriptionId, [1])).get(1)?.state;
    await mustClaim('a', deliveries[0]);
    expect(await entry()).toBe('in-digest');
    await markSent(store, { id: deliveries[0] ?? 0, response: '250' });
    expect(await entry()).toBe('given');
    expect((await findRun(store, runId))?.outcome).toBe('sent');
    expect(await state(deliveries[1] ?? 0)).toBe('pending');
  });

  it('go out in order: the older digest before the newer one', async () => {
    const { store } = database;
    const [older] = (await freeze([1])).deliveries;
    const [newer] = (await freeze([2])).deliveries;
    expect(await claimDelivery(store, { claim: 'a', ttlMs, id: newer ?? 0 })).toBeUndefined();
    const first = await mustClaim('b');
    expect(first.id).toBe(older);
    await returnDelivery(store, { delivery: first, afterMs: 60_000, response: '451', countsAsAttempt: true });
    expect(await claimDelivery(store, { claim: 'c', ttlMs })).toBeUndefined();
    database.advance(61_000);
    expect((await mustClaim('d')).id).toBe(older);
    await markSent(store, { id: older ?? 0, response: '250' });
    expect((await mustClaim('e')).id).toBe(newer);
  });

  it('whose sender died are uncertain, and are offered again later under the same Message-ID', async () => {
    const { store } = database;
    await freeze([1]);
    const first = await mustClaim('a');
    expect(await sweepLostDeliveries(store, { afterMs: 600_000 })).toBe(0);
    database.advance(ttlMs + 1000);
    expect(await sweepLostDeliveries(store, { afterMs: 600_000 })).toBe(1);
    expect(await state(first.id)).toBe('uncertain');
    expect(await claimDelivery(store, { claim: 'b', ttlMs })).toBeUndefined();
    database.advance(601_000);
    const second = await mustClaim('c');
    expect(second.message_id).toBe(first.message_id);
    expect(Buffer.from(second.message)).toEqual(Buffer.from(first.message));
  });

  it('that are uncertain under the policy "ask" wait for a person and hold nobody up', async () => {
    const { store } = database;
    const [older] = (await freeze([1])).deliveries;
    const [newer] = (await freeze([2])).deliveries;
    await markUncertain(store, { delivery: await mustClaim('a'), afterMs: null, response: 'lost' });
    database.advance(86_400_000);
    expect((await mustClaim('b')).id).toBe(newer);
    expect(await state(older ?? 0)).toBe('uncertain');
  });

  it('stay uncertain when a second offer is refused: the first may have arrived', async () => {
    const { store } = database;
    const [id] = (await freeze([1])).deliveries;
    await markUncertain(store, { delivery: await mustClaim('a'), afterMs: 0, response: 'lost' });
    database.advance(10);
    const again = await mustClaim('b');
    await returnDelivery(store, { delivery: again, afterMs: 1000, response: '451', countsAsAttempt: true });
    expect(await state(id ?? 0)).toBe('uncertain');
  });

  it('refused for good show the run as undelivered; the address gets nothing more until the next run', async () => {
    const { store } = database;
    const older = await freeze([1]);
    const newer = await freeze([2]);
    await failDelivery(store, { delivery: await mustClaim('a'), response: '550 5.1.1', wholeAddress: true });
    expect(await claimDelivery(store, { claim: 'b', ttlMs })).toBeUndefined();
    expect((await findRun(store, older.runId))?.outcome).toBe('undelivered');
    expect((await findRun(store, newer.runId))?.outcome).toBe('undelivered');
    expect(await reopenFailedDeliveries(store, subscriptionId)).toEqual([
      ...older.deliveries,
      ...newer.deliveries,
    ]);
    expect((await mustClaim('c')).id).toBe(older.deliveries[0]);
  });

  it('are sent once the server has said so, even if another sender holds the claim by then', async () => {
    const { store } = database;
    await freeze([1]);
    const slow = await mustClaim('slow');
    database.advance(ttlMs + 1000);
    await sweepLostDeliveries(store, { afterMs: 0 });
    database.advance(10);
    const fast = await mustClaim('fast');
    await markSent(store, { id: slow.id, response: '250 slow' });
    await returnDelivery(store, { delivery: fast, afterMs: 1000, response: 'x', countsAsAttempt: true });
    expect(await state(slow.id)).toBe('sent');
    await markSent(store, { id: fast.id, response: '250 fast' });
    const row = await store.db.selectFrom('delivery').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ state: 'sent', response: '250 slow', message: null });
  });

  it('that are uncertain are listed, and a person decides', async () => {
    const { store } = database;
    const { deliveries } = await freeze([1]);
    const [id = 0] = deliveries;
    const delivery = await mustClaim('a');
    expect(await offerAgain(store, id)).toBe(false);
    await markUncertain(store, { delivery, afterMs: null, response: 'cut' });
    expect(await listUnsettledDeliveries(store)).toMatchObject([
      { id, state: 'uncertain', next_attempt: null, response: 'cut', address: 'x@example.org' },
    ]);
    expect(await claimDelivery(store, { claim: 'b', ttlMs })).toBeUndefined();
    expect(await offerAgain(store, id)).toBe(true);
    const again = await mustClaim('c', id);
    expect(again.message_id).toBe(delivery.message_id);
    await markSent(store, { id, response: '250' });
    expect(await listUnsettledDeliveries(store)).toEqual([]);
    expect(await offerAgain(store, id)).toBe(false);
  });

  it('to somebody who stops them are not offered, and those to others are', async () => {
    const { store } = database;
    const { deliveries } = await freeze([1], ['x@example.org', 'y@example.org']);
    await endDeliveriesTo(store, { subscriptionId, address: 'x@example.org' });
    expect(await state(deliveries[0] ?? 0)).toBe('failed');
    expect((await mustClaim('a')).address).toBe('y@example.org');
  });
});
