import { afterEach, beforeEach, expect, it } from 'vitest';
import { addAdmin, makeAccounts } from '../../test/accounts.ts';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { listAccessTokens } from '../store/access-tokens.ts';
import { createAccessToken, personOfToken, revokeAccessToken } from './access-tokens.ts';
import type { Accounts } from './accounts.ts';

describeEachDatabase('access tokens', (kind) => {
  let database: TestDatabase;
  let accounts: Accounts;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    accounts = makeAccounts(database.store);
    await addAdmin(accounts);
  });
  afterEach(() => database.close());

  const make = (days: number | null = null) =>
    createAccessToken(accounts, { email: 'Admin@example.org', name: 'cron', days });

  it('stand for a person until they are revoked, and are kept nowhere', async () => {
    const { id, token } = await make();
    expect(token).toMatch(/^lp_[\w-]{43}$/);
    expect(await personOfToken(accounts, token)).toMatchObject({ email: 'admin@example.org', role: 'admin' });
    const rows = await database.store.db.selectFrom('access_token').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token.slice(3));
    await revokeAccessToken(accounts, id);
    expect(await personOfToken(accounts, token)).toBeUndefined();
    await expect(revokeAccessToken(accounts, id)).rejects.toMatchObject({ code: 'token-unknown' });
  });

  it('end on their day', async () => {
    const { token } = await make(1);
    database.advance(86_400_000 - 60_000);
    expect(await personOfToken(accounts, token)).toBeDefined();
    database.advance(120_000);
    expect(await personOfToken(accounts, token)).toBeUndefined();
  });

  it('note their last use, to the minute', async () => {
    const { token } = await make();
    const used = async () => (await listAccessTokens(database.store))[0]?.last_used_at;
    expect(await used()).toBeNull();
    await personOfToken(accounts, token);
    const first = await used();
    expect(first).toBeGreaterThan(0);
    database.advance(30_000);
    await personOfToken(accounts, token);
    expect(await used()).toBe(first);
    database.advance(60_000);
    await personOfToken(accounts, token);
    expect(await used()).toBeGreaterThan(first ?? 0);
  });

  it('are refused where they are none', async () => {
    for (const text of ['', 'lp_', `lp_${'x'.repeat(43)}`, "lp_' OR 1=1 --", 'x'.repeat(10_000)]) {
      expect(await personOfToken(accounts, text)).toBeUndefined();
    }
    await expect(
      createAccessToken(accounts, { email: 'nobody@example.org', name: 'x', days: null }),
    ).rejects.toMatchObject({ code: 'person-unknown' });
  });

  it('go with their person', async () => {
    const { token } = await make();
    await database.store.db.deleteFrom('person').execute();
    expect(await personOfToken(accounts, token)).toBeUndefined();
    expect(await listAccessTokens(database.store)).toEqual([]);
  });
});
