import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { migrate } from './migrate.ts';

const run = promisify(execFile);

describeEachDatabase('migrations', (kind) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await makeDatabase(kind, { empty: true });
  });
  afterEach(() => database.close());

  it('bring an empty database up to date, once', async () => {
    expect(await migrate(database.store)).toMatchObject({ from: 0 });
    const { to } = await migrate(database.store);
    expect(await migrate(database.store)).toEqual({ from: to, to });
    expect(await database.store.db.selectFrom('subscription').selectAll().execute()).toEqual([]);
  });

  it('run once when several processes start together', async () => {
    const { databaseUrl, dataDir } = database.options;
    const env = { ...process.env, DATABASE_URL: databaseUrl ?? '', DATA_DIR: dataDir };
    const starts = Array.from({ length: 4 }, () => run(process.execPath, ['test/migrate-once.ts'], { env }));
    const from = (await Promise.all(starts)).map(({ stdout }) => stdout.trim());
    expect(from.filter((version) => version === '0')).toHaveLength(1);
  });

  it('refuse a database that is newer than the program, and leave it alone', async () => {
    await migrate(database.store);
    await sql`UPDATE schema_version SET version = 999`.execute(database.store.db);
    await expect(migrate(database.store)).rejects.toMatchObject({
      code: 'database-newer',
      params: { found: 999 },
    });
    const { rows } = await sql<{ version: number }>`SELECT version FROM schema_version`.execute(
      database.store.db,
    );
    expect(rows).toEqual([{ version: 999 }]);
  });
});
