import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { describe, inject } from 'vitest';
import { migrate } from '../src/store/migrate.ts';
import { type OpenOptions, openStore, type Store } from '../src/store/open.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

/** A database of its own for one test, and how to open it once more, as a second process would. */
export interface TestDatabase {
  options: OpenOptions;
  store: Store;
  /** Moves the database's clock. */
  advance(ms: number): void;
  reopen(): Store;
  close(): Promise<void>;
}

/** The same tests on both databases; PostgreSQL is skipped, visibly, where there is none. */
export function describeEachDatabase(name: string, tests: (kind: DatabaseKind) => void): void {
  describe(`${name} on sqlite`, () => tests('sqlite'));
  describe.skipIf(!inject('postgres'))(`${name} on postgres`, () => tests('postgres'));
}

export async function makeDatabase(kind: DatabaseKind, { empty = false } = {}): Promise<TestDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'litpush-test-'));
  const server = inject('postgres');
  const name = `litpush_test_${randomBytes(6).toString('hex')}`;
  let databaseUrl: string | null = null;
  if (kind === 'postgres' && server) {
    await onServer(server, `CREATE DATABASE ${name}`);
    const url = new URL(server);
    url.pathname = `/${name}`;
    databaseUrl = url.href;
  }
  let skew = 0;
  const options: OpenOptions = { databaseUrl, dataDir, skewMs: () => skew };
  const opened: Store[] = [];
  const reopen = () => {
    const store = openStore(options);
    opened.push(store);
    return store;
  };
  const store = reopen();
  if (!empty) await migrate(store);
  return {
    options,
    store,
    advance: (ms) => {
      skew += ms;
    },
    reopen,
    async close() {
      for (const one of opened) await one.close();
      if (databaseUrl && server) await onServer(server, `DROP DATABASE ${name} WITH (FORCE)`);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
