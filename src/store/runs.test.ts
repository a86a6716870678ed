import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription, frozenDigest, noFacts, noVerdict } from '../../test/store-fixtures.ts';
import { freezeRun } from './digests.ts';
import { openDueRuns } from './due-subscriptions.ts';
import { ledgerOf } from './ledger.ts';
import { claimRun, endRun, extendRunClaims, findRun, openRun, releaseRun } from './runs.ts';
import { findSubscription } from './subscriptions.ts';

const ttlMs = 30_000;
const hour = 3_600_000;

describeEachDatabase('runs', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  const plan = (_: unknown, now: number) => ({ trigger: 'schedule' as const, nextSlot: now + hour });

  it('open once for a slot, however many look', async () => {
    const { store } = database;
    const id = await addSubscription(store, { next_slot: 5000 });
    const looks = await Promise.all(Array.from({ length: 5 }, () => openDueRuns(store, { limit: 10, plan })));
    expect(looks.reduce((sum, { opened }) => sum + opened, 0)).toBe(1);
    const again = await openRun(store, { subscriptionId: id, trigger: 'schedule', slot: 5000 });
    expect(again.joined).toBe(true);
    expect((await findSubscription(store, id))?.next_slot).toBeGreaterThan(Date.now());
  });

  it('are not opened before their time', async () => {
    const { store } = database;
    await addSubscription(store, { next_slot: Date.now() + hour });
    expect((await openDueRuns(store, { limit: 10, plan })).opened).toBe(0);
    database.advance(hour + 60_000);
    expect((await openDueRuns(store, { limit: 10, plan })).opened).toBe(1);
  });

  it('join the one that is open, and lend it their slot', async () => {
    const { store } = database;
    const id = await addSubscription(store, { next_slot: null });
    const first = await openRun(store, { subscriptionId: id, trigger: 'manual', slot: null });
    const second = await openRun(store, { subscriptionId: id, trigger: 'schedule', slot: 7000 });
    expect(second).toEqual({ ...first, joined: true });
    expect((await findRun(store, first.id))?.slot).toBe(7000);
    const test = await openRun(store, { subscriptionId: id, trigger: 'test', slot: null });
    expect(test.joined).toBe(false);
  });

  it('are claimed by one worker, and by another once the claim has run out', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    const claims = await Promise.all(['a', 'b', 'c'].map((claim) => claimRun(store, { id, claim, ttlMs })));
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await claimRun(store, { id, claim: 'd', ttlMs })).toBeUndefined();
    database.advance(ttlMs + 1000);
    expect(await claimRun(store, { id, claim: 'e', ttlMs })).toMatchObject({ id, attempts: 2 });
  });

  it('keep a claim alive, and tell the one who lost it', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await claimRun(store, { id, claim: 'a', ttlMs });
    database.advance(20_000);
    expect(await extendRunClaims(store, { claims: ['a'], ttlMs })).toEqual(new Set(['a']));
    database.advance(20_000);
    expect(await claimRun(store, { id, claim: 'b', ttlMs })).toBeUndefined();
    database.advance(20_000);
    expect(await claimRun(store, { id, claim: 'b', ttlMs })).toBeDefined();
    expect(await extendRunClaims(store, { claims: ['a'], ttlMs })).toEqual(new Set());
    expect(await endRun(store, { id, claim: 'a', outcome: 'failed', error: null, requests: 0 })).toBe(false);
  });

  it('come back after a failure that may pass', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await claimRun(store, { id, claim: 'a', ttlMs });
    await releaseRun(store, { id, claim: 'lost', error: 'late', requests: 1 });
    expect(await claimRun(store, { id, claim: 'b', ttlMs })).toBeUndefined();
    await releaseRun(store, { id, claim: 'a', error: 'outage', requests: 2 });
    expect(await claimRun(store, { id, claim: 'b', ttlMs })).toMatchObject({
      id,
      error: 'outage',
      requests: 2,
    });
  });

  it('freeze everything or nothing', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await claimRun(store, { id, claim: 'a', ttlMs });
    const frozen = {
      run: { id, subscription_id: subscriptionId, claim: 'a', outcome: 'sending' as const, ...noFacts },
      ...frozenDigest([1, 2], ['x@example.org']),
      subscription: { searched_at: 42 },
    };
    expect(await freezeRun(store, { ...frozen, run: { ...frozen.run, claim: 'lost' } })).toBeNull();
    expect(await ledgerOf(store, subscriptionId, [1, 2])).toEqual(new Map());

    const clash = [...frozen.ledger, { pmid: 1, state: 'waiting' as const, ...noVerdict }];
    await expect(freezeRun(store, { ...frozen, ledger: clash })).rejects.toThrow();
    expect((await findRun(store, id))?.state).toBe('open');
    expect(await store.db.selectFrom('delivery').selectAll().execute()).toEqual([]);

    expect((await freezeRun(store, frozen))?.deliveries).toHaveLength(1);
    expect((await ledgerOf(store, subscriptionId, [1, 2])).get(1)).toMatchObject({ state: 'in-digest' });
    expect(await freezeRun(store, frozen)).toBeNull();
  });

  it('never touch what an earlier run gave', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    for (const round of [1, 2]) {
      const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
      await claimRun(store, { claim: `c${round}`, ttlMs, id });
      const frozen = {
        run: {
          id,
          subscription_id: subscriptionId,
          claim: `c${round}`,
          outcome: 'sending' as const,
          ...noFacts,
        },
        ...frozenDigest([1], ['x@example.org'], `round${round}`),
        subscription: null,
      };
      if (round === 1) expect(await freezeRun(store, frozen)).not.toBeNull();
      else await expect(freezeRun(store, frozen)).rejects.toThrow('the ledger took 0 of 1 rows');
    }
    const { rows } = await store.db
      .selectFrom('digest')
      .selectAll()
      .execute()
      .then((all) => ({ rows: all }));
    expect(rows).toHaveLength(1);
  });
});
