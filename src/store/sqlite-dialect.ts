import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';

/** How long a second writer waits for the first, in milliseconds. SQLite's default, 0, fails at once. */
const busyMs = 5000;
/** Pages of 4 KB. A digest's bytes live for seconds: with 16 MB between two checkpoints most never reach the database file. */
const checkpointPages = 4000;
/** Prepared statements kept; our own SQL is some 80 shapes, lists of ids add a few. */
const keptStatements = 300;

/**
 * Kysely over `node:sqlite`. One connection a process: the calls are synchronous, so a second one would only wait.
 * A transaction holds the connection until it ends; never wait for anything but the database inside one.
 */
export function sqliteDialect(file: string): SqliteDialect {
  let db: DatabaseSync | undefined;
  return {
    createDriver: () =>
      createDriver(() => {
        // For nobody else's eyes; the files beside it take its rights.
        const usual = process.umask(0o077);
        try {
          db = new DatabaseSync(file, { timeout: busyMs, enableForeignKeyConstraints: true });
        } finally {
          process.umask(usual);
        }
        return db;
      }),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SqliteAdapter(),
    createIntrospector: (kysely) => new SqliteIntrospector(kysely),
    waitForDisk: (wait) => db?.exec(`PRAGMA synchronous = ${wait ? 'FULL' : 'NORMAL'}`),
  };
}

export interface SqliteDialect extends Dialect {
  /** Whether a commit is on the disk when it returns. In WAL mode NORMAL leaves out the fsync of a commit and nothing else. */
  waitForDisk(wait: boolean): void;
}

function createDriver(open: () => DatabaseSync): Driver {
  let db: DatabaseSync | undefined;
  let connection: DatabaseConnection | undefined;
  // Those who wait for the one connection, first come first served.
  const line: (() => void)[] = [];
  let taken = false;
  const run = (text: string) => (held: DatabaseConnection) =>
    held.executeQuery(CompiledQuery.raw(text)).then(() => undefined);

  return {
    async init() {
      db = open();
      // FULL: a commit is on the disk when it returns; a mail marked as sent stays so after a power cut.
      db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;');
      db.exec(`PRAGMA wal_autocheckpoint = ${checkpointPages};`);
      connection = createConnection(db);
    },
    async acquireConnection() {
      if (taken) await new Promise<void>((go) => line.push(go));
      taken = true;
      if (!connection) throw new Error('the database is closed');
      return connection;
    },
    async releaseConnection() {
      const next = line.shift();
      if (next) next();
      else taken = false;
    },
    // `immediate` takes the write lock at the start: two processes never both read and then both fail to write.
    beginTransaction: run('begin immediate'),
    commitTransaction: run('commit'),
    rollbackTransaction: run('rollback'),
    async destroy() {
      db?.close();
      connection = undefined;
    },
  };
}

function createConnection(db: DatabaseSync): DatabaseConnection {
  const prepare = statementCache(db);

  return {
    async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
      // A pragma acts while it is prepared: a kept one would do nothing.
      const statement = sql.startsWith('PRAGMA') ? db.prepare(sql) : prepare(sql);
      const values = parameters as SQLInputValue[];
      if (statement.columns().length > 0) return { rows: statement.all(...values) as R[] };
      const { changes, lastInsertRowid } = statement.run(...values);
      return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
    },
    async *streamQuery<R>({ sql, parameters }: CompiledQuery) {
      // A statement of its own: a cached one could be started again while this one is still being read.
      for (const row of db.prepare(sql).iterate(...(parameters as SQLInputValue[])))
        yield { rows: [row as R] };
    },
  };
}

/** Least recently used statements go first. */
function statementCache(db: DatabaseSync): (sql: string) => StatementSync {
  const kept = new Map<string, StatementSync>();
  return (sql) => {
    const statement = kept.get(sql) ?? db.prepare(sql);
    kept.delete(sql);
    kept.set(sql, statement);
    if (kept.size > keptStatements) kept.delete(kept.keys().next().value ?? '');
    return statement;
  };
}
