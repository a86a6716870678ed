import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import {
  type Alert,
  claimTelling,
  endAlert,
  firingAlerts,
  listAlerts,
  markTold,
  raiseAlert,
  releaseTelling,
} from './alerts.ts';

const ttlMs = 60_000;
const about = { rule: 'queue-old', subject: 'low' };

describeEachDatabase('alerts', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  const raise = (since: number) => raiseAlert(database.store, { ...about, since, facts: `{"n":${since}}` });
  const claim = async (): Promise<Alert | undefined> => (await claimTelling(database.store, { ttlMs }))[0];
  const row = async () => (await listAlerts(database.store))[0];
  const end = async () => {
    const [alert] = await firingAlerts(database.store);
    return alert !== undefined && endAlert(database.store, alert);
  };
  const tell = async () => {
    const alert = await claim();
    if (alert) await markTold(database.store, alert);
    return alert?.state;
  };

  it('are raised once, while their figures follow', async () => {
    expect(await raise(1000)).toBe(true);
    expect(await raise(2000)).toBe(false);
    expect(await row()).toMatchObject({ ...about, state: 'firing', since: 1000, facts: '{"n":2000}' });
  });

  it('are told once as firing and once as over, then begin anew', async () => {
    await raise(1000);
    expect([await tell(), await tell()]).toEqual(['firing', undefined]);
    expect([await end(), await end()]).toEqual([true, false]);
    expect([await tell(), await tell()]).toEqual(['over', undefined]);
    expect(await raise(5000)).toBe(true);
    expect(await row()).toMatchObject({ since: 5000, told_at: null, over_at: null, over_told_at: null });
    expect(await tell()).toBe('firing');
  });

  it('go on where nobody had heard of their end', async () => {
    await raise(1000);
    await tell();
    await end();
    await raise(5000);
    expect(await row()).toMatchObject({ state: 'firing', since: 1000, over_at: null });
    expect(await tell()).toBeUndefined();
    await end();
    expect(await tell()).toBe('over');
  });

  it('are told by one process; by another one when that died over it, or gave it back', async () => {
    await raise(1000);
    const alert = await claim();
    expect(await claim()).toBeUndefined();
    database.advance(ttlMs + 1000);
    const again = await claim();
    expect(again).toMatchObject(about);
    // Late: the other one tells it now.
    if (alert) await markTold(database.store, alert);
    expect((await row())?.told_at).toBeNull();
    if (again) await releaseTelling(database.store, again);
    expect(await tell()).toBe('firing');
  });

  it('that end while they are told are told by their end', async () => {
    await raise(1000);
    const alert = await claim();
    await end();
    if (alert) await markTold(database.store, alert);
    expect([await tell(), await tell()]).toEqual(['over', undefined]);
  });

  it('that begin again while their end is told are new', async () => {
    await raise(1000);
    await tell();
    await end();
    const alert = await claim();
    await raise(5000);
    if (alert) await markTold(database.store, alert);
    const seen = await row();
    expect(seen).toMatchObject({ state: 'firing', told_at: null, over_told_at: null });
    // Another beginning: the message about it is another one too.
    expect(seen?.since).toBeGreaterThan(5000);
    expect([await tell(), await tell()]).toEqual(['firing', undefined]);
  });
});
