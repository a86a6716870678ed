import { getMigrations } from 'better-auth/db/migration';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAdmin, makeAccounts, password } from '../../test/accounts.ts';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { silentLog } from '../log.ts';
import { authOptions } from './auth.ts';
import { setPassword } from './passwords.ts';
import { sessionOf, signIn } from './session.ts';

describeEachDatabase('better-auth', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });
  afterEach(() => database.close());

  const plan = () =>
    getMigrations(authOptions({ store: database.store, appSecret: 'x', baseUrl: null, log: silentLog() }), {
      throwOnUnsafe: false,
    });

  it('finds every table, column and index that it would make', async () => {
    const { toBeCreated, toBeAdded, toBeAddedIndexes, schemaProblems, compileMigrations } = await plan();
    expect({ toBeCreated, toBeAdded, toBeAddedIndexes, schemaProblems }).toEqual({
      toBeCreated: [],
      toBeAdded: [],
      toBeAddedIndexes: [],
      schemaProblems: [],
    });
    expect((await compileMigrations()).replace(/[;\s]/g, '')).toBe('');
  });

  it('would miss a column that is not there', async () => {
    await sql`ALTER TABLE auth_session DROP COLUMN user_agent`.execute(database.store.db);
    expect((await plan()).toBeAdded).toMatchObject([{ table: 'auth_session' }]);
  });

  it('keeps a session until it ends, and no password anywhere', async () => {
    const accounts = makeAccounts(database.store);
    await addAdmin(accounts, 'Admin@Example.org');
    const who = { email: ' ADMIN@example.org ', password, client: '192.0.2.1', userAgent: 'test' };
    const tried = await signIn(accounts, who);
    expect(tried).toMatchObject({ result: 'in', role: 'admin' });
    const cookies = tried.result === 'in' ? tried.cookies : [];
    const headers = new Headers({ cookie: cookies.map((one) => one.split(';')[0]).join('; ') });
    const session = await sessionOf(accounts, headers);
    expect(session?.person).toMatchObject({ email: 'admin@example.org', role: 'admin', locale: 'en' });
    const rows = await sql`SELECT * FROM auth_account`.execute(database.store.db);
    expect(JSON.stringify(rows.rows)).not.toContain(password);
    // A new password ends what was begun with the old one.
    await setPassword(accounts, { personId: session?.person.id ?? '', password: 'another long one' });
    expect(await sessionOf(accounts, headers)).toBeNull();
    expect(await signIn(accounts, who)).toEqual({ result: 'wrong' });
    expect(await signIn(accounts, { ...who, password: 'another long one' })).toMatchObject({ result: 'in' });
  });

  it('does not tell whether an address exists', async () => {
    const accounts = makeAccounts(database.store);
    await addAdmin(accounts);
    const from = { client: '192.0.2.1', userAgent: null };
    for (const email of ['admin@example.org', 'nobody@example.org', 'no address', '']) {
      expect(await signIn(accounts, { ...from, email, password: 'wrong' })).toEqual({ result: 'wrong' });
    }
    const long = { ...from, email: 'admin@example.org', password: 'x'.repeat(5000) };
    expect(await signIn(accounts, long)).toEqual({ result: 'wrong' });
  });

  it('counts tries by where they come from, in all processes together', async () => {
    const accounts = makeAccounts(database.store);
    const peer = makeAccounts(database.reopen());
    await addAdmin(accounts);
    const guess = (client: string, by = accounts) =>
      signIn(by, { email: 'admin@example.org', password: 'wrong', client, userAgent: null });
    const results: string[] = [];
    for (let n = 0; n < 12; n += 1) {
      results.push((await guess('192.0.2.1', n % 2 ? peer : accounts)).result);
    }
    expect(results).toEqual([...Array(10).fill('wrong'), 'throttled', 'throttled']);
    expect(await guess('192.0.2.1', peer)).toMatchObject({ afterSeconds: expect.any(Number) });
    // The right password is not let through either, and somebody elsewhere is not kept out.
    const right = { email: 'admin@example.org', password, userAgent: null };
    expect(await signIn(accounts, { ...right, client: '192.0.2.1' })).toMatchObject({ result: 'throttled' });
    expect(await signIn(accounts, { ...right, client: '198.51.100.7' })).toMatchObject({ result: 'in' });
  });
});
