import type { Migration } from './migration.ts';

/**
 * Who may log in. The tables `auth_…` are better-auth's: its own DDL, copied, and a test holds them against what it would
 * make. What is added to it: nobody has two accounts of one kind, and a reader who is there already stays a reader.
 */
export const accounts: Migration = ({ timestamp }) => [
  "ALTER TABLE person ADD COLUMN role TEXT NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin'))",
  `CREATE TABLE auth_session (
    id TEXT NOT NULL PRIMARY KEY,
    expires_at ${timestamp} NOT NULL,
    token TEXT NOT NULL UNIQUE,
    created_at ${timestamp} NOT NULL,
    updated_at ${timestamp} NOT NULL,
    ip_address TEXT,
    user_agent TEXT,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE
  )`,
  'CREATE INDEX auth_session_person_id_idx ON auth_session (person_id)',
  `CREATE TABLE auth_account (
    id TEXT NOT NULL PRIMARY KEY,
    account_id TEXT NOT NULL,
    provider_id TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    access_token TEXT,
    refresh_token TEXT,
    id_token TEXT,
    access_token_expires_at ${timestamp},
    refresh_token_expires_at ${timestamp},
    scope TEXT,
    password TEXT,
    created_at ${timestamp} NOT NULL,
    updated_at ${timestamp} NOT NULL
  )`,
  'CREATE INDEX auth_account_person_id_idx ON auth_account (person_id)',
  'CREATE UNIQUE INDEX auth_account_once ON auth_account (provider_id, account_id)',
  `CREATE TABLE auth_verification (
    id TEXT NOT NULL PRIMARY KEY,
    identifier TEXT NOT NULL,
    value TEXT NOT NULL,
    expires_at ${timestamp} NOT NULL,
    created_at ${timestamp} NOT NULL,
    updated_at ${timestamp} NOT NULL
  )`,
  'CREATE INDEX auth_verification_identifier_idx ON auth_verification (identifier)',
  `CREATE TABLE auth_rate_limit (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    count INTEGER NOT NULL,
    last_request BIGINT NOT NULL
  )`,
  `CREATE TABLE access_token (
    id TEXT PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    expires_at BIGINT
  )`,
  'CREATE INDEX access_token_person ON access_token (person_id)',
];
