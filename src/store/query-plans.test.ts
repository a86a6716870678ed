import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, inject, it, vi } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addEdition, madeUpIssn } from '../../test/editions.ts';
import { addSubscription, frozenDigest, noFacts } from '../../test/store-fixtures.ts';
import { claimDelivery, extendDeliveryClaims, markSent } from './deliveries.ts';
import { openDeliveryJobs } from './delivery-jobs.ts';
import { freezeRun } from './digests.ts';
import { openDueRuns, wakingSubscriptions } from './due-subscriptions.ts';
import { findByKeys, keyedRows } from './edition-keys.ts';
import { editionsInForce } from './editions-in-force.ts';
import { forgetOffers, jobsToOffer, markOffered } from './job-offers.ts';
import {
  addJob,
  claimJob,
  extendJobClaims,
  failJob,
  findJob,
  finishJob,
  handBackJobs,
  hurryJob,
  retryJobLater,
} from './jobs.ts';
import { ledgerInLine, ledgerOf } from './ledger.ts';
import { sweepLostJobs } from './lost-jobs.ts';
import { type Store, sqliteFile } from './open.ts';
import { claimRun, extendRunClaims, handBackRuns, openRun, pastCounts, releaseRun } from './runs.ts';
import { subscriptionForRun } from './subscriptions.ts';
import { reopenFailedDeliveries, sweepLostDeliveries } from './unsettled-deliveries.ts';

/** Rows given in the statement, the indexes of jobs that are new or in hand, and three queues at most do not grow with the years. */
const mark = (detail: string): string =>
  detail.replace(/VALUES CLAUSE|USING INDEX job_(unoffered|active)|paused_queue/, 'bounded');

/** A job's life, each way. */
async function everythingOfAJob(store: Store): Promise<void> {
  const ttlMs = 1000;
  const { id } = await addJob(store, { kind: 'test', key: '1', queue: 'high' });
  await addJob(store, { kind: 'test', key: '1', queue: 'high' });
  const offers = await jobsToOffer(store, 10);
  await markOffered(
    store,
    offers.map((offer) => offer.id),
  );
  await forgetOffers(store, 0);
  const taken = { claim: 'c', ttlMs, processId: 'p' };
  await claimJob(store, { ...taken, pick: { id, attempt: 5 } });
  const job = await claimJob(store, { ...taken, pick: { queue: 'high' } });
  if (!job) throw new Error('the job was not taken');
  await extendJobClaims(store, { claims: ['c'], ttlMs });
  await retryJobLater(store, job, { afterMs: 0, error: '', countsAsTry: true, worker: null });
  await hurryJob(store, id);
  await failJob(store, job, { error: '', worker: null });
  await finishJob(store, job, null);
  await handBackJobs(store, ['c']);
  await sweepLostJobs(store);
  await findJob(store, id);
}

/** What costs grow with years of use if a statement reads a table from end to end. */
describe('every statement of a push and of the tick', () => {
  let database: TestDatabase;
  const statements = new Set<string>();

  beforeEach(async () => {
    database = await makeDatabase('sqlite');
    const prepare = DatabaseSync.prototype.prepare;
    vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(function (
      this: DatabaseSync,
      sql: string,
    ) {
      statements.add(sql);
      return prepare.call(this, sql);
    });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await database.close();
  });

  it('walks an index', async () => {
    const { store } = database;
    const subscriptionId = await addSubscription(store);
    statements.clear();
    const ttlMs = 1000;
    await wakingSubscriptions(store, 10);
    await openDueRuns(store, { limit: 10, plan: () => ({ trigger: 'schedule', nextSlot: 1e15 }) });
    const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
    await claimRun(store, { claim: 'a', ttlMs, id });
    await releaseRun(store, { id, claim: 'a', error: '', requests: 0 });
    await handBackRuns(store, ['a']);
    await claimRun(store, { claim: 'a', ttlMs, id });
    await everythingOfAJob(store);
    await extendRunClaims(store, { claims: ['a'], ttlMs });
    await subscriptionForRun(store, subscriptionId);
    await pastCounts(store, subscriptionId);
    await ledgerOf(store, subscriptionId, [1, 2]);
    await ledgerInLine(store, subscriptionId);
    await reopenFailedDeliveries(store, subscriptionId);
    await editionsInForce(store);
    await findByKeys(store, { editions: [1, 2], keys: ['i:12345679', 't:heart'] });
    const frozen = await freezeRun(store, {
      run: { id, subscription_id: subscriptionId, claim: 'a', outcome: 'sending', ...noFacts },
      ...frozenDigest([1, 2], ['x@example.org']),
      subscription: null,
    });
    const [deliveryId = 0] = frozen?.deliveries ?? [];
    await claimDelivery(store, { claim: 'b', ttlMs });
    await claimDelivery(store, { claim: 'b', ttlMs, id: deliveryId });
    await extendDeliveryClaims(store, { claims: ['b'], ttlMs });
    await sweepLostDeliveries(store, { afterMs: 0 });
    await openDeliveryJobs(store, 10);
    await markSent(store, { id: deliveryId, response: '' });

    const explained = [...statements].filter((sql) => /^(select|insert|update|delete)/i.test(sql));
    expect(explained.length).toBeGreaterThan(20);
    vi.restoreAllMocks();
    const db = new DatabaseSync(sqliteFile(database.options.dataDir));
    const scans = explained.flatMap((sql) => {
      const values = Array.from({ length: sql.split('?').length - 1 }, () => 1);
      const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      return steps
        .map(({ detail }) => String(detail))
        .filter((detail) => /^SCAN (?!.*bounded)/.test(mark(detail)));
    });
    db.close();
    expect(scans).toEqual([]);
  });

  it.each([100, 20_000])('reads no more than is due, with %i subscriptions', async (size) => {
    const { store } = database;
    const first = await addSubscription(store, { next_slot: Date.now() + 86_400_000 });
    const row = await store.db
      .selectFrom('subscription')
      .selectAll()
      .where('id', '=', first)
      .executeTakeFirstOrThrow();
    const { id: _, ...copy } = row;
    for (let added = 1; added < size; added += 500) {
      await store.db
        .insertInto('subscription')
        .values(Array.from({ length: Math.min(500, size - added) }, () => copy))
        .execute();
    }
    for (let due = 0; due < 7; due += 1) await addSubscription(store, { next_slot: 1000 + due });

    let rows = 0;
    const opened = await openDueRuns(store, {
      limit: 200,
      plan: () => {
        rows += 1;
        return { trigger: 'schedule', nextSlot: 1e15 };
      },
    });
    expect(opened.opened).toBe(7);
    expect(rows).toBe(7);
    expect(await wakingSubscriptions(store, 200)).toEqual([]);
  });
});

describe.skipIf(!inject('postgres'))('the look at the clock on postgres', () => {
  it('searches the index by the present', async () => {
    const database = await makeDatabase('postgres');
    const { store } = database;
    const { db } = store;
    await addSubscription(store, { next_slot: null });
    await sql`INSERT INTO subscription SELECT (jsonb_populate_record(s, jsonb_build_object('id', 1000 + i,
      'next_slot', 99999999999999))).* FROM subscription s, generate_series(1, 5000) AS i`.execute(db);
    await sql`ANALYZE`.execute(db);
    const plan = await db
      .selectFrom('subscription')
      .selectAll()
      .where('next_slot', 'is not', null)
      .where('next_slot', '<=', store.now())
      .explain('text');
    await database.close();
    expect(JSON.stringify(plan)).toContain('subscription_due');
  });
});

describe.skipIf(!inject('postgres'))('the search for journals on postgres', () => {
  it('searches by edition and key as soon as an edition is saved', async () => {
    const database = await makeDatabase('postgres');
    const { store } = database;
    const rows = Array.from({ length: 5000 }, (_, n) => ({ title: `Journal ${n}`, issn: madeUpIssn(n + 1) }));
    for (const source of ['jcr', 'cas'] as const) await addEdition(store, { source, rows });
    const keys = rows.slice(0, 100).map(({ issn }) => `i:${issn.replace('-', '')}`);
    const plan = JSON.stringify(await keyedRows(store, { edition: 1, keys }).explain('text'));
    await database.close();
    expect(plan).toMatch(/Index Cond: \(\(edition_id = '1'::bigint\) AND \(key = ANY/);
    expect(plan).not.toContain('Seq Scan on edition_key');
  });
});
