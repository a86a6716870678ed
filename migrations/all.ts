import { first } from './0001-first.ts';
import type { Migration } from './migration.ts';

/** Step N brings the database from version N - 1 to N. */
export const migrations: readonly Migration[] = [first];
