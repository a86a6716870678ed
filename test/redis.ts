import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';

/** A real Redis of its own for one test, which may do with it whatever happens to a Redis. */
export interface TestRedis {
  url: string;
  /** `kill -9`; what it held is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port. */
  start(): Promise<void>;
  /** It stops answering and keeps its connections (`SIGSTOP`). */
  freeze(): void;
  thaw(): void;
  /** From now on it wants a password that nobody has, also of those who are connected. */
  lock(): Promise<void>;
  unlock(): Promise<void>;
  /** Any command, as an operator at `redis-cli` would give it. */
  say(...command: string[]): Promise<unknown>;
  stop(): Promise<void>;
}

/** Whether this machine has the program. */
export const redisIsHere = (): boolean => spawnSync('redis-server', ['--version']).status === 0;

export async function startRedis(options: string[] = []): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'litpush-redis-'));
  const url = `redis://127.0.0.1:${port}/0`;
  let child: ChildProcess | null = null;
  let password: string | null = null;

  async function say(...command: string[]): Promise<unknown> {
    const [name = 'PING', ...args] = command;
    const redis = new Redis(url, {
      ...(password === null ? {} : { password }),
      lazyConnect: true,
      retryStrategy: () => null,
      maxRetriesPerRequest: 0,
    });
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return await redis.call(name, ...args);
    } finally {
      redis.disconnect();
    }
  }

  async function start(): Promise<void> {
    child = spawn(
      'redis-server',
      [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        folder,
        ...options,
      ],
      { stdio: 'ignore' },
    );
    for (let tries = 0; tries < 200; tries += 1) {
      if (
        await say('PING').then(
          () => true,
          (error: Error) => /NOAUTH|WRONGPASS/.test(error.message),
        )
      )
        return;
      await new Promise((go) => setTimeout(go, 25));
    }
    throw new Error('the private redis-server did not start');
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    if (signal !== 'SIGKILL') child.kill('SIGCONT');
    await ended;
    child = null;
  }

  await start();
  return {
    url,
    start,
    say,
    kill: () => end('SIGKILL'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async lock() {
      await say('CONFIG', 'SET', 'requirepass', 'secret');
      password = 'secret';
      await say('CLIENT', 'KILL', 'TYPE', 'normal');
    },
    async unlock() {
      await say('CONFIG', 'SET', 'requirepass', '');
      password = null;
    },
    async stop() {
      await end('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
