import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { insertMailbox, mailboxFailed, nextMailboxIn, takeMailbox } from './mailboxes.ts';
import type { MailboxRow } from './schema.ts';

describeEachDatabase('mailboxes', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  const day = '2026-11-24';
  const add = (name: string, limits: Partial<Pick<MailboxRow, 'daily_limit' | 'minute_limit'>> = {}) =>
    insertMailbox(database.store, {
      name,
      host: 'smtp.example.org',
      port: 587,
      security: 'auto',
      username: null,
      password: null,
      from_address: `${name}@example.org`,
      from_name: '',
      daily_limit: 1000,
      minute_limit: 1000,
      active: 1,
      ...limits,
    });
  const take = async (input: { day?: string; except?: number[] } = {}) => {
    const taken = await takeMailbox(database.store, { day, except: [], ...input });
    database.advance(5);
    return taken?.name;
  };

  it('take turns, the one used least recently first', async () => {
    for (const name of ['a', 'b', 'c']) await add(name);
    const order = [];
    for (let i = 0; i < 6; i += 1) order.push(await take());
    expect(order).toEqual(['a', 'b', 'c', 'a', 'b', 'c']);
  });

  it('are never over their daily limit, and free again the next day', async () => {
    await add('a', { daily_limit: 2 });
    await add('b', { daily_limit: 1 });
    const order = [];
    for (let i = 0; i < 5; i += 1) order.push(await take());
    expect(order.filter(Boolean).sort()).toEqual(['a', 'a', 'b']);
    expect(await take({ day: '2026-11-25' })).toBeDefined();
  });

  it('are never over a limit together, however many ask at once', async () => {
    await add('a', { minute_limit: 3 });
    await add('b', { minute_limit: 2 });
    const asked = await Promise.all(Array.from({ length: 12 }, () => take()));
    expect(asked.filter(Boolean)).toHaveLength(5);
    database.advance(60_000);
    expect(await take()).toBeDefined();
  });

  it('rest after a failure and do not stand in the way of the others', async () => {
    const broken = await add('broken');
    await add('sound');
    expect(await take()).toBe('broken');
    await mailboxFailed(database.store, { id: broken ?? 0, error: '535', restMs: 60_000 });
    expect([await take(), await take(), await take()]).toEqual(['sound', 'sound', 'sound']);
    database.advance(61_000);
    expect(await take()).toBe('broken');
  });

  it('say when one of them may send again', async () => {
    expect(await nextMailboxIn(database.store, { day })).toBeNull();
    const id = await add('a');
    await mailboxFailed(database.store, { id: id ?? 0, error: '421', restMs: 45_000 });
    const wait = await nextMailboxIn(database.store, { day });
    expect(wait).toBeGreaterThan(40_000);
    expect(wait).toBeLessThanOrEqual(45_000);
  });

  it('are not added twice under one name', async () => {
    expect(await add('a')).not.toBeNull();
    expect(await add('a')).toBeNull();
  });
});
