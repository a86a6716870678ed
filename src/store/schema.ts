import type { Generated } from 'kysely';
import type { MetricSource } from '../contract/journals.ts';
import type { JobKind, JobState, QueueMode, QueueName } from '../contract/queue.ts';

/**
 * The tables, as `migrations/` makes them. One form for both databases: an instant is a whole number of milliseconds
 * since 1970 UTC, a boolean is 0 or 1, JSON is text, a day is `YYYY-MM-DD`. (`person` follows better-auth instead.)
 */
export interface Tables {
  person: PersonRow;
  subscription: SubscriptionRow;
  recipient: RecipientRow;
  run: RunRow;
  ledger: LedgerRow;
  article: ArticleRow;
  digest: DigestRow;
  delivery: DeliveryRow;
  mailbox: MailboxRow;
  setting: SettingRow;
  job: JobRow;
  process: ProcessRow;
  lease: LeaseRow;
  paused_queue: PausedQueueRow;
  ncbi_slot: NcbiSlotRow;
  ncbi_notice: NcbiNoticeRow;
  access_token: AccessTokenRow;
  statistic_day: StatisticDayRow;
  alert: AlertRow;
  edition: EditionRow;
  edition_journal: EditionJournalRow;
  edition_key: EditionKeyRow;
  edition_note: EditionNoteRow;
  edition_activation: EditionActivationRow;
  journal_file: JournalFileRow;
}

export interface PersonRow {
  id: string;
  name: string;
  email: string;
  /** A boolean of the database's own kind, which better-auth writes. */
  email_verified: unknown;
  image: string | null;
  created_at: string;
  updated_at: string;
  locale: 'en' | 'zh';
  time_zone: string;
  /** Everyone is a `user` unless somebody made them an `admin`. */
  role: Generated<Role>;
}

export type Role = 'user' | 'admin';

export interface SubscriptionRow {
  id: Generated<number>;
  person_id: string;
  name: string;
  query: string;
  /** Raised by each change of the query; a run of an older revision is not a first run of the newer one. */
  query_revision: number;
  /** JSON list: the terms that PubMed drops and that the person accepted when saving. */
  accepted: string;
  /** JSON, `contract/filters.ts`. */
  filters: string;
  /** JSON, `contract/schedule.ts`. */
  schedule: string;
  max_articles: number;
  first_window_days: number;
  send_nothing_new: number;
  status: 'active' | 'paused' | 'stopped';
  /** While paused: the instant of waking; null waits for the person. */
  paused_until: number | null;
  /** The instant for which it is due next; null while it is not active. */
  next_slot: number | null;
  /** First day of the first window: nothing created before it is ever new. Null until the first complete run. */
  first_window_start: string | null;
  /** When the last complete search began. */
  searched_at: number | null;
  /** PubMed's reading of the query at that time. */
  translation: string | null;
  /** When 90 days of PubMed were last held against its ledger; null: never. */
  reconciled_at: number | null;
  created_at: number;
  updated_at: number;
}

export interface RecipientRow {
  id: Generated<number>;
  subscription_id: number;
  address: string;
  status: 'active' | 'stopped';
  /** Opens `/u/{token}`. */
  token: string;
}

export type Trigger = 'schedule' | 'manual' | 'test' | 'catch-up';
export type RunOutcome = 'sending' | 'sent' | 'undelivered' | 'nothing-new' | 'failed' | 'skipped';

export interface RunRow {
  id: Generated<number>;
  subscription_id: number;
  trigger: Trigger;
  slot: number | null;
  state: 'open' | 'done';
  outcome: RunOutcome | null;
  /** 0 where the accounts do not add up: a gap that the next run makes good. Null until known. */
  complete: number | null;
  created_at: number;
  finished_at: number | null;
  attempts: number;
  claim: string | null;
  claim_until: number | null;
  first: number | null;
  term: string | null;
  translation: string | null;
  /** JSON, `RunCounts`. */
  counts: string | null;
  /** JSON list of notices. */
  notices: string;
  requests: number;
  error: string | null;
}

export type LedgerState = 'given' | 'baseline' | 'in-digest' | 'set-aside' | 'waiting' | 'missing';

export interface LedgerRow {
  subscription_id: number;
  pmid: number;
  state: LedgerState;
  run_id: number;
  digest_id: number | null;
  /** Of a `set-aside` row: the first of its causes, for counting. */
  rule: string | null;
  value: string | null;
  /** Of a `set-aside` row: JSON list of `Cause`. Null in rows of before there were causes. */
  causes: string | null;
  /** The record's state when it was judged: it is judged again while unfinished. */
  record_status: string | null;
  record_revised: string | null;
  /** Of a `waiting` row: digests that went out without it. Of a `missing` one: fetches that did not bring it. */
  passed_over: number;
  changed_at: number;
}

export interface ArticleRow {
  pmid: number;
  version: number;
  status: string | null;
  revised: string | null;
  /** Create Date. */
  entrez: string | null;
  /** Of its journal; null of a book. */
  nlm_id: string | null;
  /** JSON, `contract/article.ts`. */
  record: string;
  fetched_at: number;
}

export interface DigestRow {
  id: Generated<number>;
  run_id: number;
  subscription_id: number;
  kind: 'digest' | 'nothing-new';
  test: number;
  state: 'open' | 'given';
  /** Opens `/d/{token}`. */
  token: string;
  /** JSON, the frozen `DigestContent` without the articles themselves. */
  content: string;
  /** JSON list of PMIDs in the reader's order. */
  articles: string;
  created_at: number;
}

export type DeliveryState = 'pending' | 'sending' | 'sent' | 'uncertain' | 'failed';

export interface DeliveryRow {
  id: Generated<number>;
  digest_id: number;
  subscription_id: number;
  address: string;
  state: DeliveryState;
  message_id: string;
  /** The frozen bytes; dropped once the server has accepted them. */
  message: Uint8Array | null;
  /** Whose server accepted it. */
  mailbox_id: number | null;
  /** Times that it was given to a mail server to the end or to an unknown end. */
  attempts: number;
  /** When to look at it again; null when nobody will. While `sending` it is the end of the claim. */
  next_attempt: number | null;
  claim: string | null;
  /** Set at the first unknown end and kept. */
  uncertain_at: number | null;
  accepted_at: number | null;
  response: string | null;
  created_at: number;
}

export interface MailboxRow {
  id: Generated<number>;
  name: string;
  host: string;
  port: number;
  security: 'auto' | 'tls' | 'starttls' | 'none';
  username: string | null;
  /** Sealed by `secret-box.ts`. */
  password: string | null;
  from_address: string;
  from_name: string;
  daily_limit: number;
  minute_limit: number;
  active: number;
  last_used: number | null;
  /** The day that `day_count` counts, and likewise the minute since 1970. */
  day: string;
  day_count: number;
  minute: number;
  minute_count: number;
  failures: number;
  cool_until: number;
  last_error: string | null;
  created_at: number;
}

export interface SettingRow {
  key: string;
  value: string;
}

/** One thing to do, wherever it is carried out. Redis knows its id at most. */
export interface JobRow {
  id: Generated<number>;
  kind: JobKind;
  /** What it is about; of one kind and key at most one job is open. */
  key: string;
  queue: QueueName;
  /** What it goes with: a job of something that is deleted is deleted too. */
  subscription_id: number | null;
  run_id: number | null;
  delivery_id: number | null;
  state: JobState;
  /** Times that it was taken in hand. With the id it makes the id in Redis, so it never goes back. */
  attempts: number;
  /** Times since it was last asked for: what the back-off counts. */
  tries: number;
  next_attempt: number;
  /** When it was put into Redis for its next attempt; null while it has to be (again). */
  offered_at: number | null;
  claim: string | null;
  claim_until: number | null;
  /** The process that has it, or had it last. */
  process_id: string | null;
  /** Of the latest attempt. */
  started_at: number | null;
  finished_at: number | null;
  error: string | null;
  /** JSON list of `FailedAttempt`, oldest first. */
  history: string;
  /** JSON, as the handler returned it. */
  result: string | null;
  created_at: number;
}

/** A running program. Its row goes soon after its last sign of life. */
export interface ProcessRow {
  id: string;
  name: string;
  host: string;
  pid: number;
  role: 'serve' | 'worker' | 'command';
  /** JSON list of the queues that it takes jobs from; empty where it takes none. */
  queues: string;
  concurrency: number;
  started_at: number;
  last_seen: number;
  /** JSON, what this process has counted so far. */
  metrics: string | null;
}

/** The one row `scheduler`: which process looks at the clock, and how jobs travel. */
export interface LeaseRow {
  name: string;
  holder: string;
  holder_until: number;
  mode: QueueMode;
  mode_since: number;
  reason: string | null;
  last_tick: number | null;
}

export interface PausedQueueRow {
  queue: QueueName;
  since: number;
}

/** The right to make one request to NCBI, or a block of them at a high rate. */
export interface NcbiSlotRow {
  n: number;
  free_at: number;
  /** How often it was taken: decides who goes first the next time. */
  uses: number;
}

/** What processes that ask NCBI tell each other; it holds until then. */
export interface NcbiNoticeRow {
  /** 1, 2, 4: somebody waits with priority high, default, low. 8: NCBI asked for a pause. */
  bit: number;
  since: number;
  until: number;
}

/** What a program shows instead of a password. */
export interface AccessTokenRow {
  /** Random; names the token when it is to be revoked. */
  id: string;
  person_id: string;
  name: string;
  /** SHA-256 of the token, hexadecimal; the token itself is nowhere. */
  hash: string;
  created_at: number;
  /** To the minute. */
  last_used_at: number | null;
  /** Null: until it is revoked. */
  expires_at: number | null;
}

/** What a subscription or a mailbox did on one day of the service's zone. Of the other kind's figures it has zeros. */
export interface StatisticDayRow {
  day: string;
  subject: 'subscription' | 'mailbox';
  /** Of a mailbox 0: messages that no mailbox is known to have taken. */
  subject_id: number;
  /** Runs that ended on that day by their outcome, tests aside. */
  runs_sent: number;
  /** Their message is not accepted yet. */
  runs_sending: number;
  runs_undelivered: number;
  runs_nothing_new: number;
  runs_failed: number;
  runs_skipped: number;
  /** Those among them whose accounts did not add up. */
  runs_incomplete: number;
  /** To PubMed, tests included. */
  requests: number;
  /** In the digests of the day that a mail server has accepted. */
  articles_given: number;
  /** These three as the day's last run counted its window; a sum over days means nothing. */
  articles_found: number;
  articles_set_aside: number;
  articles_waiting: number;
  /** Accepted on that day. */
  mails_accepted: number;
  /** Whose end first became unknown on that day, whatever came of them. */
  mails_uncertain: number;
  /** Made on that day and refused for good. */
  mails_failed: number;
}

/** One rule that watches the service, for one thing that it watches: what it last found, and what the admin was told. */
export interface AlertRow {
  rule: string;
  /** What it is about, such as a queue or a mailbox; empty where the rule has one subject. */
  subject: string;
  state: 'firing' | 'over';
  /** When it began to fire. */
  since: number;
  /** When it was over; null while it fires. */
  over_at: number | null;
  /** When the admin was told that it fires, and that it is over; null: not yet. */
  told_at: number | null;
  over_told_at: number | null;
  /** A process is telling it until then. */
  telling_until: number | null;
  /** JSON, the figures that the message names. */
  facts: string;
}

/** A table of journal metrics as it was imported: one source, one year, one file. */
export interface EditionRow {
  id: Generated<number>;
  source: MetricSource;
  year: number;
  file_name: string;
  /** JSON, `Mapping`. */
  mapping: string;
  /** JSON list of the `JournalField`s that it has columns for. */
  fields: string;
  state: 'reading' | 'ready' | 'failed';
  /** Rows of the file below its header, as far as that is known. */
  rows_total: number | null;
  /** Rows looked at so far; at the end `rows_read` = `journals` + `rows_joined` + `rows_refused`. */
  rows_read: number;
  /** Rows that say more of a journal of an earlier row. */
  rows_joined: number;
  /** Rows that were taken with something in them mended or left out. */
  rows_changed: number;
  rows_refused: number;
  journals: number;
  error: string | null;
  created_at: number;
  /** The last sign of life of who reads it. */
  touched_at: number;
  finished_at: number | null;
  /** Made up by who reads the file, each time it begins: a new one ends the work of the one before. */
  claim: string | null;
}

export interface EditionJournalRow {
  edition_id: number;
  /** In the file, as a spreadsheet counts: the header is row 1 where nothing stands above it. */
  row_number: number;
  title: string;
  /** JSON, `JournalIdentity` of `journals/identity.ts`. */
  identity: string;
  /** JSON, `JournalValues`. */
  metrics: string;
}

/** Under what a journal is found: `i:` and an ISSN without hyphen, `n:` and an NLM id, `t:` and a folded title. */
export interface EditionKeyRow {
  edition_id: number;
  key: string;
  row_number: number;
}

/** What a person should know of one row of the file. */
export interface EditionNoteRow {
  edition_id: number;
  n: number;
  row_number: number;
  kind: 'refused' | 'joined' | 'changed';
  /** `journals/note-words.ts` has the words. */
  code: string;
  /** JSON object. */
  facts: string;
}

export interface EditionActivationRow {
  id: Generated<number>;
  source: MetricSource;
  edition_id: number;
  activated_at: number;
  /** Set by a rollback: the one before is in force again. */
  undone_at: number | null;
}

/** A file that was sent for import, until it is read. */
export interface JournalFileRow {
  id: Generated<number>;
  name: string;
  /** Of a workbook: the one that was confirmed. Null: the first that looks like a table of journals. */
  sheet: string | null;
  /** What is made of it, once somebody has confirmed how to read it. With the edition it goes. */
  edition_id: number | null;
  created_at: number;
  /** Compressed by gzip. Last, so that a look at the rest does not read it. */
  bytes: Uint8Array;
}
