import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { countsOfAll, forgetSilentProcesses, noteCounts } from './process-counts.ts';
import { aliveMs, leave, livingProcesses, notePresence } from './processes.ts';

const hour = 3_600_000;
const add = async (counts: readonly string[]) => String(counts.reduce((sum, one) => sum + Number(one), 0));

describeEachDatabase('what processes have counted', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());
  const arrive = (id: string, metrics: string | null) =>
    notePresence(database.store, {
      id,
      name: id,
      host: 'h',
      pid: 1,
      role: 'worker',
      queues: '[]',
      concurrency: 1,
      metrics,
    });
  const total = async () =>
    Number(await add((await countsOfAll(database.store)).map(({ metrics }) => metrics)));
  const forget = () => forgetSilentProcesses(database.store, { silentMs: hour, add });

  it('is theirs while they live, and stays when they are gone', async () => {
    const { store } = database;
    await arrive('a', '5');
    await arrive('b', '7');
    await arrive('c', null);
    expect(await total()).toBe(12);
    expect(await noteCounts(store, { id: 'a', metrics: '6' })).toBe(true);
    expect(await noteCounts(store, { id: 'x', metrics: '6' })).toBe(false);
    await leave(store, { id: 'a', metrics: '8' });
    expect((await livingProcesses(store, aliveMs)).map(({ id }) => id)).toEqual(['b', 'c']);
    expect(await total()).toBe(15);
    expect(await forget()).toBe(1);
    expect(await total()).toBe(15);
    database.advance(hour + 1000);
    await arrive('b', '9');
    expect(await forget()).toBe(1);
    expect(await countsOfAll(store)).toEqual([
      { process: 'b', metrics: '9' },
      { process: null, metrics: '8' },
    ]);
    await leave(store, { id: 'b', metrics: '10' });
    await forget();
    expect(await countsOfAll(store)).toEqual([{ process: null, metrics: '18' }]);
    expect(await forget()).toBe(0);
  });

  it('is added up once, however many do it at once', async () => {
    for (let n = 0; n < 6; n += 1) {
      await arrive(`p${n}`, '1');
      await leave(database.store, { id: `p${n}`, metrics: '10' });
    }
    await Promise.all([1, 2, 3, 4].map(forget));
    await forget();
    expect(await countsOfAll(database.store)).toEqual([{ process: null, metrics: '60' }]);
  });

  it('is left alone where one of them came back between look and write', async () => {
    await arrive('a', '5');
    await leave(database.store, { id: 'a', metrics: '5' });
    const came = await forgetSilentProcesses(database.store, {
      silentMs: hour,
      add: async (counts) => {
        await arrive('a', '5');
        return add(counts);
      },
    });
    expect(came).toBe(0);
    expect(await total()).toBe(5);
  });
});
