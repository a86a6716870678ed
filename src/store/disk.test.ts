import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { createDisk } from './disk.ts';
import { sqliteFile } from './open.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await makeDatabase('sqlite');
});
afterEach(async () => {
  await database.close();
});

it('is reached for who asks first, and then at once for all who came meanwhile', async () => {
  const disk = createDisk(`${sqliteFile(database.options.dataDir)}-wal`);
  const order: string[] = [];
  const first = disk.reached().then(() => order.push('first'));
  const waits = [1, 2, 3].map(() => disk.reached());
  // One fsync for the three of them.
  expect(new Set(waits).size).toBe(1);
  const later = waits.map((wait, n) => wait.then(() => order.push(`later ${n + 1}`)));
  await Promise.all([first, ...later]);
  expect(order).toEqual(['first', 'later 1', 'later 2', 'later 3']);
  await disk.reached();
  disk.close();
});

it('says so where the log cannot be synced, and tries anew', async () => {
  const disk = createDisk('/nowhere/at/all-wal');
  await expect(disk.reached()).rejects.toThrow(/ENOENT/);
  await expect(disk.reached()).rejects.toThrow(/ENOENT/);
});

it('holds what was committed without waiting', async () => {
  const { store } = database;
  await store.relaxed(({ db }) => db.insertInto('setting').values({ key: 'a', value: 'b' }).execute());
  await store.durable();
  const read = await database.reopen().db.selectFrom('setting').selectAll().execute();
  expect(read).toEqual([{ key: 'a', value: 'b' }]);
});
