import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addEdition } from '../../test/editions.ts';
import {
  assignJournalFile,
  dropForgottenFiles,
  dropJournalFile,
  insertJournalFile,
  readJournalFile,
} from './journal-files.ts';

let database: TestDatabase;
afterEach(() => database.close());

describeEachDatabase('sent files', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  const edition = (state: 'reading' | 'failed') =>
    addEdition(database.store, { source: 'jcr', rows: [], state, activate: false });

  it.each([0, 1, 3_000_000])('come back as they were sent: %i bytes', async (size) => {
    const { store } = database;
    const bytes = randomBytes(size);
    const id = await insertJournalFile(store, { name: '表.csv', bytes });
    const kept = await readJournalFile(store, { id });
    expect(kept).toMatchObject({ id, name: '表.csv', sheet: null, edition: null });
    expect(bytes.equals(kept?.bytes ?? Buffer.of(1, 2))).toBe(true);
    await dropJournalFile(store, id);
    expect(await readJournalFile(store, { id })).toBeUndefined();
  });

  it('are made into one edition each, and go with it', async () => {
    const { store } = database;
    const id = await insertJournalFile(store, { name: 'a.xlsx', bytes: Buffer.of(1) });
    const [one, two] = [await edition('reading'), await edition('reading')];
    expect(await assignJournalFile(store, { id, edition: one, sheet: 'JCR' })).toBe(true);
    expect(await assignJournalFile(store, { id, edition: two, sheet: null })).toBe(false);
    expect(await assignJournalFile(store, { id: 999, edition: two, sheet: null })).toBe(false);
    expect(await readJournalFile(store, { edition: one })).toMatchObject({ id, sheet: 'JCR', edition: one });
    expect(await readJournalFile(store, { edition: two })).toBeUndefined();
    await store.db.deleteFrom('edition').where('id', '=', one).execute();
    expect(await readJournalFile(store, { id })).toBeUndefined();
  });

  it('go when they are old and nobody reads them', async () => {
    const { store } = database;
    const add = () => insertJournalFile(store, { name: 'a.csv', bytes: Buffer.of(1) });
    const ids = { forgotten: await add(), reading: await add(), failed: await add(), young: 0 };
    await assignJournalFile(store, { id: ids.reading, edition: await edition('reading'), sheet: null });
    await assignJournalFile(store, { id: ids.failed, edition: await edition('failed'), sheet: null });
    database.advance(1000);
    ids.young = await add();
    expect(await dropForgottenFiles(store, 60_000)).toBe(0);
    expect(await dropForgottenFiles(store, 500)).toBe(2);
    const left = await store.db.selectFrom('journal_file').select('id').orderBy('id').execute();
    expect(left.map(({ id }) => id)).toEqual([ids.reading, ids.young]);
  });
});
