import type { Migration } from './migration.ts';

/** Jobs, who is in charge of the clock, and the processes at work. `src/store/schema.ts` tells what each column means. */
export const queue: Migration = ({ id }) => [
  `CREATE TABLE job (
    id ${id},
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    queue TEXT NOT NULL CHECK (queue IN ('high', 'default', 'low')),
    subscription_id BIGINT REFERENCES subscription (id) ON DELETE CASCADE,
    run_id BIGINT REFERENCES run (id) ON DELETE CASCADE,
    delivery_id BIGINT REFERENCES delivery (id) ON DELETE CASCADE,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'active', 'done', 'failed')),
    attempts INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    next_attempt BIGINT NOT NULL,
    offered_at BIGINT,
    claim TEXT,
    claim_until BIGINT,
    process_id TEXT,
    started_at BIGINT,
    finished_at BIGINT,
    error TEXT,
    history TEXT NOT NULL,
    result TEXT,
    created_at BIGINT NOT NULL
  )`,
  'CREATE UNIQUE INDEX job_open ON job (kind, key) WHERE finished_at IS NULL',
  "CREATE INDEX job_waiting ON job (queue, next_attempt) WHERE state = 'waiting'",
  "CREATE INDEX job_unoffered ON job (next_attempt) WHERE state = 'waiting' AND offered_at IS NULL",
  "CREATE INDEX job_offered ON job (offered_at) WHERE state = 'waiting' AND offered_at IS NOT NULL",
  "CREATE INDEX job_active ON job (claim_until) WHERE state = 'active'",
  "CREATE INDEX job_failed ON job (id) WHERE state = 'failed'",
  // With what is counted by it, so that the rows themselves are not read.
  'CREATE INDEX job_finished ON job (finished_at, queue, state) WHERE finished_at IS NOT NULL',
  'CREATE INDEX job_run ON job (run_id) WHERE run_id IS NOT NULL',
  'CREATE INDEX job_delivery ON job (delivery_id) WHERE delivery_id IS NOT NULL',
  'CREATE INDEX job_subscription ON job (subscription_id) WHERE subscription_id IS NOT NULL',
  // A run is carried by its job from here on: when it is tried again is the job's business.
  `INSERT INTO job (kind, key, queue, subscription_id, run_id, state, attempts, tries, next_attempt, history, created_at)
    SELECT 'push', CAST(id AS TEXT), CASE WHEN trigger IN ('manual', 'test') THEN 'high' ELSE 'default' END,
      subscription_id, id, 'waiting', attempts, attempts, next_attempt, '[]', created_at
    FROM run WHERE state = 'open'`,
  'DROP INDEX run_due',
  'ALTER TABLE run DROP COLUMN next_attempt',
  "CREATE INDEX run_claimed ON run (claim) WHERE state = 'open' AND claim IS NOT NULL",
  `CREATE TABLE process (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    host TEXT NOT NULL,
    pid INTEGER NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('serve', 'worker', 'command')),
    queues TEXT NOT NULL,
    concurrency INTEGER NOT NULL,
    started_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    metrics TEXT
  )`,
  `CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    holder_until BIGINT NOT NULL,
    mode TEXT NOT NULL CHECK (mode IN ('rq', 'local')),
    mode_since BIGINT NOT NULL,
    reason TEXT,
    last_tick BIGINT
  )`,
  `CREATE TABLE paused_queue (
    queue TEXT PRIMARY KEY CHECK (queue IN ('high', 'default', 'low')),
    since BIGINT NOT NULL
  )`,
];
