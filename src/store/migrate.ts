import { type Kysely, sql } from 'kysely';
import { migrations } from '../../migrations/all.ts';
import { Refusal } from '../errors.ts';
import type { Store } from './open.ts';
import type { Tables } from './schema.ts';

/**
 * Brings the database to this program's version, or refuses one that is newer. Safe with several processes that start
 * together: the steps run in one transaction behind a lock, and whoever comes second finds nothing to do.
 *
 * @returns the versions before and after; 0 is an empty database.
 */
export async function migrate(store: Store): Promise<{ from: number; to: number }> {
  const known = migrations.length;
  return store.db.connection().execute(async (db) => {
    if (store.kind === 'postgres') return db.transaction().execute((trx) => climb(store, trx, known));
    // SQLite rebuilds tables to change them; with foreign keys on, dropping the old one would delete the child rows.
    await sql`PRAGMA foreign_keys = OFF`.execute(db);
    try {
      return await db.transaction().execute(async (trx) => {
        const climbed = await climb(store, trx, known);
        const broken = await sql`PRAGMA foreign_key_check`.execute(trx);
        if (broken.rows.length > 0)
          throw new Error(`a migration left ${broken.rows.length} rows without their parent`);
        return climbed;
      });
    } finally {
      await sql`PRAGMA foreign_keys = ON`.execute(db);
    }
  });
}

async function climb(store: Store, db: Kysely<Tables>, known: number): Promise<{ from: number; to: number }> {
  if (store.lockMigrations) await store.lockMigrations.execute(db);
  await sql`CREATE TABLE IF NOT EXISTS schema_version (version INTEGER NOT NULL)`.execute(db);
  const read = await sql<{
    version: number | null;
  }>`SELECT max(version) AS version FROM schema_version`.execute(db);
  const from = read.rows[0]?.version ?? 0;
  if (from > known) throw new Refusal('database-newer', { found: from, known });
  for (const step of migrations.slice(from)) {
    for (const statement of step(store.words)) await sql.raw(statement).execute(db);
  }
  if (from === known) return { from, to: known };
  await sql`DELETE FROM schema_version`.execute(db);
  await sql`INSERT INTO schema_version (version) VALUES (${known})`.execute(db);
  return { from, to: known };
}
