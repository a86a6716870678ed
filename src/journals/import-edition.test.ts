import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { madeUpIssn } from '../../test/editions.ts';
import { activateEdition } from './activate.ts';
import { editionNotes, findEdition, listEditions } from './editions.ts';
import { type FillProgress, failEdition, fillEdition, openEdition } from './import-edition.ts';
import { recognise } from './recognise.ts';
import { readTable, type Table } from './table.ts';

const head = 'Journal,ISSN,eISSN,Category,IF(2024),IF Quartile(2024),IF Rank(2024)';
const line = (n: number) =>
  `ANNALS OF THINGS ${n},${madeUpIssn(2 * n)},${madeUpIssn(2 * n + 1)},ONCOLOGY(SCIE),${n / 10},Q1,${n}/333`;
const lines = (count: number) => Array.from({ length: count }, (_, n) => line(n + 1));

const tableOf = (rows: string[]): Promise<Table> =>
  readTable(Buffer.from([head, ...rows].join('\n')), { name: 'jcr.csv' });

let database: TestDatabase;
afterEach(() => database.close());

async function open(table: Table, year = 2024): Promise<number> {
  const { mapping } = recognise(table);
  return openEdition(database.store, { source: 'jcr', year, fileName: 'jcr.csv', mapping, table });
}

/** How many rows of each table belong to an edition. */
async function stored(id: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['edition_journal', 'edition_key', 'edition_note'] as const) {
    const { count } = await database.store.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('edition_id', '=', id)
      .executeTakeFirstOrThrow();
    counts[table] = Number(count);
  }
  return counts;
}

describeEachDatabase('an import', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });

  it('accounts for every row, and keeps values as they are printed', async () => {
    const { store } = database;
    const table = await tableOf([
      line(1),
      `ANNALS OF SMALL THINGS,${madeUpIssn(900)},N/A,ONCOLOGY(SCIE),<0.1,Q4,333/333`,
      `WRONG NUMBER,1234-5678,${madeUpIssn(902)},ONCOLOGY(SCIE),N/A,N/A,N/A`,
      ',N/A,N/A,ONCOLOGY(SCIE),2,Q1,1/333',
      `ANNALS OF THINGS 1,${madeUpIssn(2)},${madeUpIssn(3)},CELL BIOLOGY(SCIE),0.1,Q2,9/99`,
    ]);
    const id = await open(table);
    expect(await findEdition(store, id)).toMatchObject({
      state: 'reading',
      progress: { done: 0, total: 5 },
      inForce: false,
    });
    const edition = await fillEdition(store, { id, table });
    const { counts } = edition;
    expect(counts).toEqual({ read: 5, journals: 3, joined: 1, changed: 1, refused: 1 });
    expect(edition).toMatchObject({
      state: 'ready',
      error: null,
      source: 'jcr',
      year: 2024,
      progress: { done: 5, total: 5 },
    });
    expect(edition.fields).toContain('measure');
    const { notes, next } = await editionNotes(store, { id, after: 0, limit: 10 });
    expect(notes.map(({ row, kind }) => [row, kind])).toEqual([
      [4, 'changed'],
      [5, 'refused'],
      [6, 'joined'],
    ]);
    expect(next).toBeNull();
    expect(await editionNotes(store, { id, kind: 'refused', after: 0, limit: 10 })).toMatchObject({
      notes: [{ row: 5 }],
      next: null,
    });
    const rows = await store.db.selectFrom('edition_journal').selectAll().orderBy('row_number').execute();
    expect(rows.map(({ row_number, title }) => [row_number, title])).toEqual([
      [2, 'ANNALS OF THINGS 1'],
      [3, 'ANNALS OF SMALL THINGS'],
      [4, 'WRONG NUMBER'],
    ]);
    expect(JSON.parse(rows[1]?.metrics ?? '')).toMatchObject({ measure: { text: '<0.1', from: 0, to: 0.1 } });
  });

  it('gives its report page by page', async () => {
    const { store } = database;
    const table = await tableOf([line(1), ...Array.from({ length: 5 }, () => ',,,X,1,Q1,1/2')]);
    const id = await open(table);
    await fillEdition(store, { id, table });
    const seen: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const { notes, next } = await editionNotes(store, { id, after, limit: 2 });
      expect(notes.length).toBeLessThanOrEqual(2);
      seen.push(...notes.map(({ row }) => row));
      after = next;
    }
    expect(seen).toEqual([3, 4, 5, 6, 7]);
  });

  it('that is cut short leaves nothing that looks whole, and begins anew when it is called again', async () => {
    const { store } = database;
    const table = await tableOf(lines(1800));
    const id = await open(table);
    const stop = new AbortController();
    const saved: number[] = [];
    const cut = fillEdition(store, {
      id,
      table,
      signal: stop.signal,
      onProgress: ({ phase, done }) => {
        if (phase !== 'saving') return;
        saved.push(done);
        if (saved.length === 2) stop.abort();
      },
    });
    await expect(cut).rejects.toThrow();
    expect(saved).toEqual([500, 1000]);
    expect(await stored(id)).toEqual({ edition_journal: 1000, edition_key: 3000, edition_note: 0 });
    expect(await findEdition(store, id)).toMatchObject({
      state: 'reading',
      progress: { done: 1000, total: 1800 },
      counts: { journals: 0 },
    });
    await expect(activateEdition(store, id)).rejects.toMatchObject({ code: 'edition-not-ready' });

    const edition = await fillEdition(store, { id, table });
    expect(edition).toMatchObject({ state: 'ready', counts: { read: 1800, journals: 1800 } });
    expect(await stored(id)).toEqual({ edition_journal: 1800, edition_key: 5400, edition_note: 0 });
  });

  it('that is done twice at once is done once', async () => {
    const { store } = database;
    const table = await tableOf([...lines(1200), ',,,X,1,Q1,1/2']);
    const id = await open(table);
    const other = kind === 'postgres' ? database.reopen() : store;
    await Promise.all([fillEdition(store, { id, table }), fillEdition(other, { id, table })]);
    expect(await findEdition(store, id)).toMatchObject({ state: 'ready', counts: { journals: 1200 } });
    expect(await stored(id)).toEqual({ edition_journal: 1200, edition_key: 3600, edition_note: 1 });
  });

  it('that is begun anew by another process ends for the first one without a trace', async () => {
    const { store } = database;
    const table = await tableOf(lines(1600));
    const id = await open(table);
    let second: Promise<unknown> | undefined;
    const first = await fillEdition(store, {
      id,
      table,
      onProgress: ({ phase }) => {
        if (phase === 'saving') second ??= fillEdition(store, { id, table });
      },
    });
    await second;
    expect(['reading', 'ready']).toContain(first.state);
    expect(await findEdition(store, id)).toMatchObject({ state: 'ready', counts: { journals: 1600 } });
    expect(await stored(id)).toEqual({ edition_journal: 1600, edition_key: 4800, edition_note: 0 });
  });

  it('of what is ready already changes nothing', async () => {
    const { store } = database;
    const table = await tableOf(lines(3));
    const id = await open(table);
    const edition = await fillEdition(store, { id, table });
    expect(await fillEdition(store, { id, table: await tableOf([]).catch(() => table) })).toEqual(edition);
    await failEdition(store, { id, reason: { en: 'no', zh: '否' } });
    expect(await findEdition(store, id)).toEqual(edition);
  });

  it('fails with its report where no row is about a journal, and is not tried again', async () => {
    const { store } = database;
    const table = await tableOf([',N/A,N/A,X,1,Q1,1/2', ',N/A,N/A,X,1,Q1,2/2']);
    const id = await open(table);
    const edition = await fillEdition(store, { id, table });
    expect(edition).toMatchObject({ state: 'failed', counts: { read: 2, journals: 0, refused: 2 } });
    expect(edition.error?.en).toContain('None of the 2 rows');
    expect(edition.error?.zh).toContain('共 2 行');
    expect((await editionNotes(store, { id, after: 0, limit: 9 })).notes).toHaveLength(2);
    expect(await fillEdition(store, { id, table })).toEqual(edition);
    await expect(activateEdition(store, id)).rejects.toMatchObject({ code: 'edition-not-ready' });
  });

  it('that is given up leaves no journals behind', async () => {
    const { store } = database;
    const table = await tableOf(lines(1100));
    const id = await open(table);
    const stop = new AbortController();
    const onProgress = ({ phase }: FillProgress) => phase === 'saving' && stop.abort();
    await fillEdition(store, { id, table, signal: stop.signal, onProgress }).catch(() => undefined);
    expect((await stored(id))['edition_journal']).toBe(500);
    await failEdition(store, { id, reason: { en: 'no more', zh: '已放弃' } });
    expect(await findEdition(store, id)).toMatchObject({
      state: 'failed',
      error: { en: 'no more', zh: '已放弃' },
    });
    expect(await stored(id)).toEqual({ edition_journal: 0, edition_key: 0, edition_note: 0 });
  });

  it('goes beside the older ones, the newest first', async () => {
    const { store } = database;
    const table = await tableOf(lines(2));
    const first = await open(table, 2023);
    const second = await open(table, 2024);
    await fillEdition(store, { id: first, table });
    await fillEdition(store, { id: second, table });
    expect((await listEditions(store)).map(({ id, year }) => [id, year])).toEqual([
      [second, 2024],
      [first, 2023],
    ]);
  });
});

describe('an edition', () => {
  beforeEach(async () => {
    database = await makeDatabase('sqlite');
  });

  it('is not made of a wrong year or mapping', async () => {
    const table = await tableOf(lines(1));
    await expect(open(table, 24)).rejects.toMatchObject({ code: 'edition-year' });
    await expect(
      openEdition(database.store, {
        source: 'jcr',
        year: 2024,
        fileName: 'x.csv',
        mapping: { title: [0], measure: [99] },
        table,
      }),
    ).rejects.toMatchObject({ code: 'mapping-column' });
    expect(await listEditions(database.store)).toEqual([]);
  });

  it('that is not there is refused', async () => {
    const table = await tableOf(lines(1));
    await expect(fillEdition(database.store, { id: 7, table })).rejects.toMatchObject({
      code: 'edition-unknown',
    });
    await expect(editionNotes(database.store, { id: 7, after: 0, limit: 1 })).rejects.toMatchObject({
      code: 'edition-unknown',
    });
  });
});
