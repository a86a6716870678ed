import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addSubscription } from '../../test/store-fixtures.ts';
import { dayMs } from '../../test/world.ts';
import { silentLog } from '../log.ts';
import type { Store } from '../store/open.ts';
import { markReconciled } from '../store/reconciliation.ts';
import { deleteSubscription } from '../store/subscriptions.ts';
import { nightOf } from './days.ts';
import { createHousekeeping } from './housekeeping.ts';

const timeZone = 'Asia/Shanghai';
let database: TestDatabase;
let skew = 0;
afterEach(() => database.close());

/** Moves the clock of the database and of all processes. */
const advance = (ms: number) => {
  skew += ms;
  database.advance(ms);
};
/** A process; of `ahead` milliseconds is its own clock wrong. */
const open = (store: Store = database.store, ahead = 0) =>
  createHousekeeping({ store, timeZone, now: () => Date.now() + skew + ahead, log: silentLog() });
const jobs = async () => {
  const rows = await database.store.db.selectFrom('job').select(['kind', 'key']).orderBy('id').execute();
  return rows.map(({ kind, key }) => `${kind} ${key}`);
};
const finishAll = () =>
  database.store.db.updateTable('job').set({ state: 'done', finished_at: database.store.now() }).execute();
const yesterday = () => nightOf(Date.now() + skew, timeZone).yesterday;

describeEachDatabase('the jobs of the night', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
    skew = 0;
  });

  it('are opened once a night, whoever asks, and none before the first', async () => {
    // Two connections of one process to SQLite would wait for each other in one event loop.
    const [one, other] = [open(), open(kind === 'postgres' ? database.reopen() : database.store)];
    await one();
    expect(await jobs()).toEqual([]);
    const all: string[] = [];
    for (let night = 0; night < 3; night += 1) {
      advance(dayMs);
      all.push(`statistics ${yesterday()}`, 'retention all');
      await Promise.all([one(), other(), one(), other()]);
      expect(await jobs()).toEqual(all);
      await finishAll();
      // Also not by a process that was started since.
      await open()();
    }
    expect(await jobs()).toEqual(all);
  });

  it('are made good once after nights without service, and join what is still to be done', async () => {
    await open()();
    advance(dayMs);
    await open()();
    advance(5 * dayMs);
    const [first, retention] = await jobs();
    await open()();
    expect(await jobs()).toEqual([first, retention, `statistics ${yesterday()}`]);
  });

  it('come again though the clock once ran ahead', async () => {
    const look = open();
    await look();
    advance(900 * dayMs);
    await look();
    advance(-899 * dayMs);
    await finishAll();
    await look();
    expect((await jobs()).slice(2)).toEqual([`statistics ${yesterday()}`, 'retention all']);
  });

  it('follow the clock of the database where that of the process is wrong', async () => {
    await open()();
    const hasty = open(database.store, 3 * dayMs);
    const late = open(database.store, -3 * dayMs);
    for (let look = 0; look < 3; look += 1) await hasty();
    await late();
    expect(await jobs()).toEqual([]);
    advance(dayMs);
    await hasty();
    expect(await jobs()).toEqual([`statistics ${yesterday()}`, 'retention all']);
    await finishAll();
    await late();
    expect(await jobs()).toHaveLength(2);
  });

  it('hold the ledgers against PubMed whose turn has come, a share of all in a night', async () => {
    const { store } = database;
    const week = { created_at: Date.now() - 8 * dayMs };
    const begun = { first_window_start: '2020-01-01' };
    await addSubscription(store, { status: 'paused', next_slot: null, ...begun });
    await addSubscription(store);
    const due: number[] = [];
    for (let n = 0; n < 30; n += 1) due.push(await addSubscription(store, begun));
    await store.db.updateTable('subscription').set(week).execute();
    const young = await addSubscription(store, begun);
    const ahead = await addSubscription(store, begun);
    await store.db
      .updateTable('subscription')
      .set({ reconciled_at: Date.now() + 400 * dayMs })
      .where('id', '=', ahead)
      .execute();
    const reconciliations = async () => {
      const rows = await store.db
        .selectFrom('job')
        .select(['subscription_id', 'queue'])
        .where('kind', '=', 'reconcile')
        .orderBy('id')
        .execute();
      expect(rows.every(({ queue }) => queue === 'low')).toBe(true);
      return rows.map((row) => row.subscription_id);
    };
    const look = open();
    await look();
    advance(dayMs);
    await look();
    // A seventh of 32, and 20.
    expect(await reconciliations()).toEqual(due.slice(0, 25));
    await look();
    expect(await reconciliations()).toHaveLength(25);
    for (const id of due.slice(0, 25)) await markReconciled(store, id);
    await finishAll();
    await deleteSubscription(store, due[25] ?? 0);
    advance(dayMs);
    await look();
    const later = [...due.slice(26), ahead];
    expect(await reconciliations()).toEqual([...due.slice(0, 25), ...later]);
    advance(dayMs);
    // What is still in line does not stand there twice.
    await look();
    expect(await reconciliations()).toHaveLength(25 + later.length);
    expect(await reconciliations()).not.toContain(young);
  });
});

describe('the jobs of the night', () => {
  beforeEach(async () => {
    database = await makeDatabase('sqlite');
    skew = 0;
  });

  it('are opened in several looks where they are many, by whoever looks', async () => {
    const { store } = database;
    const first = await addSubscription(store, { first_window_start: '2020-01-01' });
    const row = store.db.selectFrom('subscription').selectAll().where('id', '=', first);
    const { id: _, ...copy } = { ...(await row.executeTakeFirstOrThrow()), created_at: 0 };
    for (let added = 0; added < 4000; added += 500) {
      const copies = Array.from({ length: 500 }, () => copy);
      await store.db.insertInto('subscription').values(copies).execute();
    }
    await open()();
    advance(dayMs);
    const counts: number[] = [];
    for (let look = 0; look < 3; look += 1) {
      await open()();
      counts.push((await jobs()).length);
    }
    // Statistics, retention, and a seventh of 4,001 and 20 more.
    expect(counts).toEqual([502, 2 + 572 + 20, 2 + 572 + 20]);
  });

  it('are opened once also where they are done before the next process gets to it', async () => {
    await sql`CREATE TRIGGER at_once AFTER INSERT ON job BEGIN
      UPDATE job SET state = 'done', finished_at = 1 WHERE id = NEW.id; END`.execute(database.store.db);
    const [one, other] = [open(), open()];
    await one();
    advance(dayMs);
    await Promise.all([one(), other(), one(), other()]);
    expect(await jobs()).toEqual([`statistics ${yesterday()}`, 'retention all']);
  });

  it('do not stop the clock where they cannot be opened', async () => {
    const look = open();
    await database.store.db.schema.dropTable('setting').execute();
    await expect(look()).resolves.toBeUndefined();
  });
});
