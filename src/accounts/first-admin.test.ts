import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAdmin, makeAccounts, password } from '../../test/accounts.ts';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { ensurePerson, findPersonByEmail, listAdmins } from '../store/people.ts';
import type { Accounts } from './accounts.ts';
import { ensureFirstAdmin, isSetupOpen, setUpFirstAdmin } from './first-admin.ts';
import { signIn } from './session.ts';

describeEachDatabase('the first admin', (kind) => {
  let database: TestDatabase;
  let accounts: Accounts;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    accounts = makeAccounts(database.store);
  });
  afterEach(() => database.close());

  const admin = { email: 'first@example.org', password, locale: 'zh' as const };
  const canLogIn = async (who: { email: string; password: string }) =>
    (await signIn(accounts, { ...who, client: '192.0.2.1', userAgent: null })).result === 'in';
  const start = async (): Promise<string> => {
    const first = await ensureFirstAdmin(accounts);
    if (first.kind !== 'link') throw new Error(`no link: ${first.kind}`);
    return first.path.replace('/setup/', '');
  };

  it('comes from what the operator set, once', async () => {
    const told = makeAccounts(database.store, { firstAdmin: admin });
    expect(await ensureFirstAdmin(told)).toEqual({ kind: 'made', email: admin.email });
    expect(await listAdmins(database.store)).toMatchObject([{ email: admin.email, locale: 'zh' }]);
    expect(await canLogIn(admin)).toBe(true);
    const later = makeAccounts(database.store, { firstAdmin: { ...admin, password: 'another long one' } });
    expect(await ensureFirstAdmin(later)).toEqual({ kind: 'there' });
    expect(await canLogIn(admin)).toBe(true);
  });

  it('is one, however many processes start together', async () => {
    const processes = Array.from({ length: 4 }, () => makeAccounts(database.reopen(), { firstAdmin: admin }));
    await Promise.all(processes.map(ensureFirstAdmin));
    expect(await listAdmins(database.store)).toHaveLength(1);
    expect(await canLogIn(admin)).toBe(true);
  });

  it('may be a reader who is there already', async () => {
    const reader = { email: admin.email, name: 'Reader', locale: 'en' as const, timeZone: 'Europe/London' };
    const id = await ensurePerson(database.store, reader);
    expect(await setUpFirstAdmin(accounts, { token: await start(), ...admin })).toBe(true);
    expect(await findPersonByEmail(database.store, admin.email)).toEqual({
      id,
      email: admin.email,
      name: 'Reader',
      locale: 'en',
      role: 'admin',
    });
    expect(await canLogIn(admin)).toBe(true);
  });

  it('comes from a link, of which only a hash is kept and which works once', async () => {
    const token = await start();
    const other = await start();
    const kept = await database.store.db.selectFrom('setting').selectAll().execute();
    expect(JSON.stringify(kept)).not.toContain(token);
    expect(await isSetupOpen(accounts, token)).toBe(true);
    expect(await isSetupOpen(accounts, `${token}x`)).toBe(false);
    expect(await setUpFirstAdmin(accounts, { token: 'made-up', ...admin })).toBe(false);
    expect(await setUpFirstAdmin(accounts, { token, ...admin })).toBe(true);
    for (const used of [token, other]) {
      expect(await isSetupOpen(accounts, used)).toBe(false);
      expect(await setUpFirstAdmin(accounts, { token: used, ...admin, email: 'late@example.org' })).toBe(
        false,
      );
    }
    expect(await listAdmins(database.store)).toHaveLength(1);
    expect(await ensureFirstAdmin(accounts)).toEqual({ kind: 'there' });
  });

  it('is for one of two who follow their links at the same time', async () => {
    const tokens = [await start(), await start()];
    const peer = makeAccounts(database.reopen());
    const done = await Promise.all(
      tokens.map((token, n) =>
        setUpFirstAdmin(n === 0 ? accounts : peer, { token, ...admin, email: `n${n}@example.org` }),
      ),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
    expect(await listAdmins(database.store)).toHaveLength(1);
  });

  it('refuses a bad address and a short password, and the link stays good', async () => {
    const token = await start();
    for (const [change, code] of [
      [{ email: 'nobody' }, 'address-wrong'],
      [{ email: 'root@localhost' }, 'address-wrong'],
      [{ password: 'short' }, 'password-length'],
      [{ password: 'x'.repeat(129) }, 'password-length'],
    ] as const) {
      await expect(setUpFirstAdmin(accounts, { token, ...admin, ...change })).rejects.toMatchObject({ code });
    }
    expect(await setUpFirstAdmin(accounts, { token, ...admin })).toBe(true);
  });

  it('ends the link as soon as an admin is made in another way, and after a week', async () => {
    const old = await start();
    database.advance(8 * 86_400_000);
    expect(await isSetupOpen(accounts, old)).toBe(false);
    expect(await setUpFirstAdmin(accounts, { token: old, ...admin })).toBe(false);
    const token = await start();
    await addAdmin(accounts);
    expect(await isSetupOpen(accounts, token)).toBe(false);
    expect(await setUpFirstAdmin(accounts, { token, ...admin })).toBe(false);
  });
});
