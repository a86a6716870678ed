import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { first } from '../../migrations/0001-first.ts';
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

  it('give each run that was open before there were jobs its job', async () => {
    const { store } = database;
    const { db } = store;
    for (const statement of first(store.words)) await sql.raw(statement).execute(db);
    await sql`CREATE TABLE schema_version (version INTEGER NOT NULL)`.execute(db);
    await sql`INSERT INTO schema_version (version) VALUES (1)`.execute(db);
    await sql`INSERT INTO person (id, name, email, email_verified, created_at, updated_at, locale, time_zone)
      VALUES ('p', 'P', 'p@example.org', TRUE, '2026-01-01', '2026-01-01', 'en', 'UTC')`.execute(db);
    await sql`INSERT INTO subscription (id, person_id, name, query, query_revision, accepted, filters, schedule,
      max_articles, first_window_days, send_nothing_new, status, created_at, updated_at)
      VALUES (7, 'p', 'S', 'sepsis', 1, '[]', '{}', '{}', 10, 30, 0, 'active', 1, 1)`.execute(db);
    const columns = sql`(id, subscription_id, trigger, state, created_at, attempts, next_attempt, notices, requests)`;
    await sql`INSERT INTO run ${columns} VALUES (1, 7, 'manual', 'done', 1, 1, 5, '[]', 0)`.execute(db);
    await sql`INSERT INTO run ${columns} VALUES (2, 7, 'schedule', 'open', 2, 3, 6000, '[]', 0)`.execute(db);
    await migrate(store);
    const jobs = await db.selectFrom('job').selectAll().execute();
    expect(jobs).toMatchObject([
      {
        kind: 'push',
        key: '2',
        queue: 'default',
        run_id: 2,
        state: 'waiting',
        attempts: 3,
        next_attempt: 6000,
      },
    ]);
    expect(await db.selectFrom('run').select(['id', 'attempts']).orderBy('id').execute()).toEqual([
      { id: 1, attempts: 1 },
      { id: 2, attempts: 3 },
    ]);
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
