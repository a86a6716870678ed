import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addEdition } from '../../test/editions.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import { activateEdition, rollBack } from './activate.ts';
import { listEditions } from './editions.ts';
import { removeEdition } from './remove.ts';

let database: TestDatabase;
let store: Store;
/** Another process on PostgreSQL; on SQLite two would need two event loops. */
let other: Store;
afterEach(() => database.close());

const add = (year: number, rows = 1) =>
  addEdition(store, {
    source: 'jcr',
    year,
    rows: Array.from({ length: rows }, (_, n) => ({ title: `Annals of ${n}` })),
    activate: false,
  });
const inForce = async () => (await editionsInForce(store)).jcr?.id ?? null;
const activations = () => store.db.selectFrom('edition_activation').selectAll().orderBy('id').execute();
const back = async (from?: number) => {
  const { was, now } = await rollBack(store, { source: 'jcr', from });
  return [was.id, now?.id ?? null];
};

describeEachDatabase('what is in force', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
    store = database.store;
    other = kind === 'postgres' ? database.reopen() : store;
  });

  it('is what was activated last, and a rollback brings back the one before, step by step', async () => {
    const [a, b] = [await add(2023), await add(2024)];
    expect(await inForce()).toBeNull();
    const first = await activateEdition(store, a);
    expect(first).toMatchObject({ edition: { id: a, inForce: true }, before: null });
    const second = await activateEdition(store, b);
    expect(second).toMatchObject({ edition: { id: b, inForce: true }, before: { id: a, inForce: false } });
    expect((await listEditions(store)).map(({ id, inForce }) => [id, inForce])).toEqual([
      [b, true],
      [a, false],
    ]);
    expect(await back()).toEqual([b, a]);
    expect(await inForce()).toBe(a);
    expect(await back()).toEqual([a, null]);
    expect(await inForce()).toBeNull();
    await expect(back()).rejects.toMatchObject({ code: 'edition-none-in-force' });
    await activateEdition(store, b);
    expect(await inForce()).toBe(b);
    expect(await back()).toEqual([b, null]);
  });

  it('stays as it is when it is activated again, and a rollback then still goes to the one before', async () => {
    const [a, b] = [await add(2023), await add(2024)];
    await activateEdition(store, a);
    await activateEdition(store, b);
    const again = await activateEdition(store, b);
    expect(again.before?.id).toBe(b);
    expect(await activations()).toHaveLength(2);
    expect(await back()).toEqual([b, a]);
  });

  it('is activated once, and rolled back once, by many who do it at once', async () => {
    const processes = [store, other, store, other, store, other];
    // Connections that are open already, so that all come at the same moment.
    await Promise.all(processes.map((one) => editionsInForce(one)));
    let before = await add(2000);
    await activateEdition(store, before);
    for (let round = 1; round <= 8; round += 1) {
      const id = await add(2000 + round);
      const all = await Promise.all(processes.map((one) => activateEdition(one, id)));
      expect(all.filter((one) => one.before?.id === before)).toHaveLength(1);
      expect(await activations()).toHaveLength(round + 1);
      if (round === 8) {
        const undone = await Promise.all(processes.map((one) => rollBack(one, { source: 'jcr', from: id })));
        expect(undone.map(({ now }) => now?.id)).toEqual(processes.map(() => before));
        expect(await inForce()).toBe(before);
      }
      before = id;
    }
  });

  it('is one of two that are activated at once, and the other one is under it', async () => {
    const [a, b] = [await add(2023), await add(2024)];
    await Promise.all([activateEdition(store, a), activateEdition(other, b)]);
    const top = await inForce();
    const under = top === a ? b : a;
    expect(await back()).toEqual([top, under]);
  });

  it('is rolled back once by a double click', async () => {
    const [a, b, c] = [await add(2022), await add(2023), await add(2024)];
    for (const id of [a, b, c]) await activateEdition(store, id);
    const both = await Promise.all([
      rollBack(store, { source: 'jcr' }),
      rollBack(other, { source: 'jcr', from: c }),
    ]);
    expect(both.map(({ was, now }) => [was.id, now?.id])).toEqual([
      [c, b],
      [c, b],
    ]);
    expect(await back(c)).toEqual([c, b]);
    expect(await inForce()).toBe(b);
    expect(await back(b)).toEqual([b, a]);
  });

  it('is of each source on its own', async () => {
    const jcr = await add(2024);
    const cas = await addEdition(store, { source: 'cas', rows: [{ title: 'Annals' }], activate: false });
    await activateEdition(store, jcr);
    await activateEdition(store, cas);
    expect(await back()).toEqual([jcr, null]);
    expect(Object.keys(await editionsInForce(store))).toEqual(['cas']);
  });

  it('cannot be removed; what a rollback would go back to can, and the one before that is next', async () => {
    const [a, b, c] = [await add(2022), await add(2023, 2500), await add(2024)];
    for (const id of [a, b, c]) await activateEdition(store, id);
    await expect(removeEdition(store, c)).rejects.toMatchObject({ code: 'edition-in-force' });
    await removeEdition(store, b);
    expect(await inForce()).toBe(c);
    for (const table of ['edition_journal', 'edition_key', 'edition_activation'] as const) {
      expect(await store.db.selectFrom(table).selectAll().where('edition_id', '=', b).execute()).toEqual([]);
    }
    expect((await listEditions(store)).map(({ id }) => id)).toEqual([c, a]);
    expect(await back()).toEqual([c, a]);
    await expect(removeEdition(store, b)).rejects.toMatchObject({ code: 'edition-unknown' });
    await expect(activateEdition(store, b)).rejects.toMatchObject({ code: 'edition-unknown' });
  });

  it('goes out of force by one rollback, though the edition between its two activations is gone', async () => {
    const [a, b] = [await add(2023), await add(2024)];
    for (const id of [a, b, a]) await activateEdition(store, id);
    await removeEdition(store, b);
    expect(await inForce()).toBe(a);
    expect(await back()).toEqual([a, null]);
    expect(await inForce()).toBeNull();
  });

  it('is never an edition that is being removed at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await add(2024, 600);
      const [activated, removed] = await Promise.allSettled([
        activateEdition(store, id),
        removeEdition(other, id),
      ]);
      const there = (await listEditions(store)).some((one) => one.id === id && one.state === 'ready');
      expect(there).toBe(removed.status === 'rejected');
      if (there) expect([activated.status, await inForce()]).toEqual(['fulfilled', id]);
      else expect(await inForce()).not.toBe(id);
    }
  });

  it('is not what is still being read, or failed', async () => {
    for (const state of ['reading', 'failed'] as const) {
      const id = await addEdition(store, { source: 'jcr', state, rows: [{ title: 'A' }], activate: false });
      await expect(activateEdition(store, id)).rejects.toMatchObject({ code: 'edition-not-ready' });
    }
    expect(await activations()).toEqual([]);
  });
});
