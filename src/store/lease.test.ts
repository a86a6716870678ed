import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { endLease, holdLease, noteTick, readLease } from './lease.ts';

describeEachDatabase('the lease', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  const hold = (holder: string, mode: 'rq' | 'local' = 'rq') =>
    holdLease(database.store, { holder, ttlMs: 3000, mode, reason: mode === 'rq' ? null : 'gone' });

  it('is held by one of many, and by another once it has run out or was given up', async () => {
    const { store } = database;
    const first = await Promise.all(['a', 'b', 'c'].map((holder) => hold(holder)));
    expect(first.filter(Boolean)).toHaveLength(1);
    const holder = (await readLease(store))?.holder ?? '';
    expect(await hold(holder)).toBe(true);
    expect(await hold('d')).toBe(false);
    database.advance(3001);
    expect((await readLease(store))?.held).toBe(0);
    expect(await hold('d')).toBe(true);
    expect(await hold(holder)).toBe(false);
    await endLease(store, holder);
    expect(await hold(holder)).toBe(false);
    await endLease(store, 'd');
    expect(await hold(holder)).toBe(true);
  });

  it('keeps since when the mode is what it is, also over a change of hands', async () => {
    const { store } = database;
    await hold('a', 'rq');
    const since = (await readLease(store))?.mode_since;
    database.advance(5000);
    await hold('b', 'rq');
    expect(await readLease(store)).toMatchObject({
      holder: 'b',
      mode: 'rq',
      mode_since: since,
      reason: null,
    });
    database.advance(1000);
    await hold('b', 'local');
    const lease = await readLease(store);
    expect(lease).toMatchObject({ mode: 'local', reason: 'gone' });
    expect(lease?.mode_since).toBeGreaterThan((since ?? 0) + 5900);
  });

  it('does not last for as long as the clock was set back', async () => {
    database.advance(600_000);
    await hold('a');
    database.advance(-600_000);
    expect((await readLease(database.store))?.held).toBe(0);
    expect(await hold('b')).toBe(true);
  });

  it('notes the tick of the holder only', async () => {
    const { store } = database;
    await hold('a');
    await noteTick(store, 'b');
    expect((await readLease(store))?.last_tick).toBeNull();
    await noteTick(store, 'a');
    expect((await readLease(store))?.last_tick).not.toBeNull();
  });
});
