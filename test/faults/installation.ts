import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A `litpush` command in a process of its own, as an operator's process manager starts it. */
export interface Litpush {
  name: string;
  /** `kill -9`, or another signal; resolves once the process is gone. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** What it said on standard error and output so far. */
  said(): string;
  /** The exit code once it ended by itself; null while it runs or after a signal. */
  exitCode(): number | null;
  alive(): boolean;
}

const root = join(import.meta.dirname, '../..');
const flags = ['--max-semi-space-size=12', '--heap-growing-percent=60'];

/** @param input.wrongByMs how far this process' own clock is off. */
export function startLitpush(input: {
  command: string[];
  env: Record<string, string>;
  wrongByMs?: number;
}): Litpush {
  const preload = input.wrongByMs ? ['--import', join(root, 'test/faults/wrong-clock.ts')] : [];
  const child: ChildProcess = spawn(
    process.execPath,
    [...flags, ...preload, join(root, 'bin/litpush.js'), ...input.command],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        NODE_COMPILE_CACHE: join(tmpdir(), 'litpush-compile-cache'),
        WRONG_CLOCK_MS: String(input.wrongByMs ?? 0),
        ...input.env,
      },
    },
  );
  let said = '';
  const hear = (chunk: Buffer) => {
    said += chunk.toString();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const ended = once(child, 'exit');
  return {
    name: input.command.join(' '),
    said: () => said,
    exitCode: () => child.exitCode,
    alive: () => child.exitCode === null && child.signalCode === null,
    async kill(signal = 'SIGKILL') {
      child.kill(signal);
      await ended;
    },
  };
}
