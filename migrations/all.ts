import { first } from './0001-first.ts';
import { queue } from './0002-queue.ts';
import { ncbiRate } from './0003-ncbi-rate.ts';
import { accounts } from './0004-accounts.ts';
import { upkeep } from './0005-upkeep.ts';
import { journals } from './0006-journals.ts';
import type { Migration } from './migration.ts';

/** Step N brings the database from version N - 1 to N. */
export const migrations: readonly Migration[] = [first, queue, ncbiRate, accounts, upkeep, journals];
