import { chmodSync, existsSync } from 'node:fs';
import { sql } from 'kysely';
import { Refusal } from '../errors.ts';
import type { Store } from './open.ts';

/**
 * Copies a SQLite database into one new file while others go on writing; the copy is complete and compact.
 *
 * @throws {Refusal} where the file is there already, or the database is PostgreSQL, which has tools of its own.
 */
export async function backup(store: Store, file: string): Promise<void> {
  if (store.kind === 'postgres') throw new Refusal('backup-postgres');
  if (existsSync(file)) throw new Refusal('backup-exists', { file });
  await sql`VACUUM INTO ${file}`.execute(store.db);
  chmodSync(file, 0o600);
}
