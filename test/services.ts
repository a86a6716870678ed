import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { findChromium } from './browser/chromium.ts';
import { freePort } from './free-port.ts';
import { redisIsHere } from './redis.ts';
import { noSharedData } from './shared-data.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A PostgreSQL server on which tests may make databases; null where there is none on this machine. */
    postgres: string | null;
    /** Whether tests can start a Redis of their own. */
    redis: boolean;
  }
}

/** Finds the real services that the tests want, starts a private one where only its program is there, or says what is skipped. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const running = await findPostgres();
  const own = running ? null : await startPostgres();
  const url = running ?? own?.url ?? null;
  if (!url) missing('PostgreSQL', 'the store and push tests run on SQLite only');
  project.provide('postgres', url);
  const redis = redisIsHere();
  if (!redis) missing('Redis', 'the tests of the queue through Redis are left out');
  project.provide('redis', redis);
  if (findChromium() === null) missing('Chromium', 'the browser tests are left out');
  if (noSharedData)
    console.warn('skipped: ../shared/data is not beside this checkout; its records are left out');
  return async () => own?.stop();
}

/** Under LITPUSH_REQUIRE_SERVICES a skipped test is a failure; elsewhere it is one honest line. */
function missing(service: string, consequence: string): void {
  if (process.env['LITPUSH_REQUIRE_SERVICES'] === '1')
    throw new Error(`${service} is required and not there`);
  console.warn(`skipped: ${service} is not on this machine; ${consequence}`);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  try {
    await client.connect();
    const { rows } = await client.query('SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user');
    return rows[0]?.rolcreatedb === true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function findPostgres(): Promise<string | null> {
  const user = process.env['USER'] || 'root';
  const candidates = [
    process.env['TEST_DATABASE_URL'],
    'postgres://postgres@127.0.0.1:5432/postgres',
    `postgres://${user}@127.0.0.1:5432/postgres`,
    'postgres://root@127.0.0.1:5432/postgres',
  ];
  for (const url of candidates) if (url && (await answers(url))) return url;
  return null;
}

function postgresPrograms(): string | null {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  for (const version of versions) {
    const folder = join(debian, version, 'bin');
    if (existsSync(join(folder, 'initdb'))) return folder;
  }
  const found = spawnSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).stdout.trim();
  return found ? join(found, '..') : null;
}

/** PostgreSQL refuses to run as root, so root starts it as the user that its package made. */
function postgresUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function startPostgres(): Promise<{ url: string; stop(): Promise<void> } | null> {
  const programs = postgresPrograms();
  if (!programs) return null;
  const folder = mkdtempSync(join(tmpdir(), 'litpush-postgres-'));
  const user = postgresUser();
  if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(join(programs, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], {
    ...user,
  });
  const port = await freePort();
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder, '-h', '127.0.0.1'],
    {
      ...user,
      stdio: 'ignore',
    },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  for (let tries = 0; tries < 100 && !(await answers(url)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { url, stop: () => stop(server, folder) };
}

async function stop(server: ChildProcess, folder: string): Promise<void> {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await ended;
  rmSync(folder, { recursive: true, force: true });
}
