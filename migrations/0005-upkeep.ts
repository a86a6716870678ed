import type { Migration } from './migration.ts';

/** Housekeeping: figures of each day, what may go, whose ledger is due for a look back; and alerts. */
export const upkeep: Migration = () => [
  `CREATE TABLE statistic_day (
    day TEXT NOT NULL,
    subject TEXT NOT NULL CHECK (subject IN ('subscription', 'mailbox')),
    subject_id BIGINT NOT NULL,
    runs_sent INTEGER NOT NULL,
    runs_sending INTEGER NOT NULL,
    runs_undelivered INTEGER NOT NULL,
    runs_nothing_new INTEGER NOT NULL,
    runs_failed INTEGER NOT NULL,
    runs_skipped INTEGER NOT NULL,
    runs_incomplete INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    articles_given INTEGER NOT NULL,
    articles_found INTEGER NOT NULL,
    articles_set_aside INTEGER NOT NULL,
    articles_waiting INTEGER NOT NULL,
    mails_accepted INTEGER NOT NULL,
    mails_uncertain INTEGER NOT NULL,
    mails_failed INTEGER NOT NULL,
    PRIMARY KEY (day, subject, subject_id)
  )`,
  'CREATE INDEX statistic_subject ON statistic_day (subject, subject_id, day)',
  'CREATE INDEX run_finished ON run (finished_at, outcome) WHERE finished_at IS NOT NULL',
  'CREATE INDEX delivery_accepted ON delivery (accepted_at) WHERE accepted_at IS NOT NULL',
  'CREATE INDEX delivery_uncertain ON delivery (uncertain_at) WHERE uncertain_at IS NOT NULL',
  'CREATE INDEX article_fetched ON article (fetched_at, pmid)',
  "CREATE INDEX ledger_referred ON ledger (pmid) WHERE state IN ('given', 'in-digest', 'waiting', 'missing')",
  'ALTER TABLE subscription ADD COLUMN reconciled_at BIGINT',
  `CREATE INDEX subscription_reconcile ON subscription ((coalesce(reconciled_at, created_at)))
    WHERE status = 'active' AND first_window_start IS NOT NULL`,
  `CREATE TABLE alert (
    rule TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('firing', 'over')),
    since BIGINT NOT NULL,
    over_at BIGINT,
    told_at BIGINT,
    over_told_at BIGINT,
    telling_until BIGINT,
    facts TEXT NOT NULL,
    PRIMARY KEY (rule, subject)
  )`,
];
