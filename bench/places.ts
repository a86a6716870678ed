import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { freePort } from '../test/free-port.ts';

/** A Redis of its own, that keeps nothing on the disk, as the program `redis-server` starts it. */
export async function withRedis<T>(work: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const server: ChildProcess = spawn(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    { stdio: 'ignore' },
  );
  const url = `redis://127.0.0.1:${port}/0`;
  try {
    for (let tries = 0; !(await answers(url)); tries += 1) {
      if (tries > 100) throw new Error('redis-server did not start');
      await wait(30);
    }
    return await work(url);
  } finally {
    const ended = once(server, 'exit');
    server.kill();
    await ended;
  }
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}

export interface Place {
  dataDir: string;
  databaseUrl: string | null;
}

/** A data folder, and on a PostgreSQL server a database, for the while. */
export async function withPlace<T>(server: string | null, work: (place: Place) => Promise<T>): Promise<T> {
  const dataDir = mkdtempSync(join(tmpdir(), 'litpush-bench-'));
  try {
    if (server === null) return await work({ dataDir, databaseUrl: null });
    const name = `litpush_bench_${randomBytes(4).toString('hex')}`;
    const client = new Client({ connectionString: server });
    await client.connect();
    await client.query(`CREATE DATABASE ${name}`);
    try {
      const url = new URL(server);
      url.pathname = `/${name}`;
      return await work({ dataDir, databaseUrl: url.href });
    } finally {
      await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await client.end();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

export const median = (numbers: number[]): number =>
  numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
