import type { Migration } from './migration.ts';

/** The right to ask NCBI, shared by all processes. `src/store/ncbi-rate.ts` tells how it is handed out, and makes the slots. */
export const ncbiRate: Migration = () => [
  `CREATE TABLE ncbi_slot (
    n INTEGER PRIMARY KEY,
    free_at BIGINT NOT NULL,
    uses BIGINT NOT NULL
  )`,
  `CREATE TABLE ncbi_notice (
    bit INTEGER PRIMARY KEY,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
  )`,
  'INSERT INTO ncbi_notice (bit, since, until) VALUES (1, 0, 0), (2, 0, 0), (4, 0, 0), (8, 0, 0)',
];
