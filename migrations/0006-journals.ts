import type { Migration } from './migration.ts';

/** Journal tables in editions, and why papers were set aside. `src/store/schema.ts` tells what each column means. */
export const journals: Migration = ({ id, blob, keyed, textInJson }) => [
  `CREATE TABLE edition (
    id ${id},
    source TEXT NOT NULL CHECK (source IN ('jcr', 'cas', 'scimago', 'openalex', 'warning')),
    year INTEGER NOT NULL,
    file_name TEXT NOT NULL,
    mapping TEXT NOT NULL,
    fields TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('reading', 'ready', 'failed')),
    rows_total INTEGER,
    rows_read INTEGER NOT NULL,
    rows_joined INTEGER NOT NULL,
    rows_changed INTEGER NOT NULL,
    rows_refused INTEGER NOT NULL,
    journals INTEGER NOT NULL,
    error TEXT,
    created_at BIGINT NOT NULL,
    touched_at BIGINT NOT NULL,
    finished_at BIGINT,
    claim TEXT
  )`,
  'CREATE INDEX edition_source ON edition (source, id)',
  `CREATE TABLE edition_journal (
    edition_id BIGINT NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    row_number INTEGER NOT NULL,
    title TEXT NOT NULL,
    identity TEXT NOT NULL,
    metrics TEXT NOT NULL,
    PRIMARY KEY (edition_id, row_number)
  )${keyed}`,
  `CREATE TABLE edition_key (
    edition_id BIGINT NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    row_number INTEGER NOT NULL,
    PRIMARY KEY (edition_id, key, row_number)
  )${keyed}`,
  `CREATE TABLE edition_note (
    edition_id BIGINT NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    row_number INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('refused', 'joined', 'changed')),
    code TEXT NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (edition_id, n)
  )${keyed}`,
  // What is in force is the newest of a source that was not undone; undoing it brings back the one before.
  `CREATE TABLE edition_activation (
    id ${id},
    source TEXT NOT NULL,
    edition_id BIGINT NOT NULL REFERENCES edition (id) ON DELETE CASCADE,
    activated_at BIGINT NOT NULL,
    undone_at BIGINT
  )`,
  'CREATE INDEX edition_in_force ON edition_activation (source, id) WHERE undone_at IS NULL',
  'CREATE INDEX edition_activated ON edition_activation (edition_id)',
  `CREATE TABLE journal_file (
    id ${id},
    name TEXT NOT NULL,
    sheet TEXT,
    edition_id BIGINT UNIQUE REFERENCES edition (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    bytes ${blob} NOT NULL
  )`,
  'ALTER TABLE ledger ADD COLUMN causes TEXT',
  'ALTER TABLE article ADD COLUMN nlm_id TEXT',
  `UPDATE article SET nlm_id = ${textInJson('record', ['journal', 'nlmId'])}`,
  'CREATE INDEX article_journal ON article (nlm_id, pmid) WHERE nlm_id IS NOT NULL',
  // The words that DESIGN and the pages use for what happens to the unknown.
  `UPDATE subscription SET filters = replace(replace(filters, '"unknown":"pass"', '"unknown":"keep"'),
    '"unknown":"set-aside"', '"unknown":"drop"')`,
];
