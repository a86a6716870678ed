import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * The command as a person runs it, in a process of its own, without a terminal; nothing of our own environment reaches it.
 *
 * @param options.cwd the folder in which it runs. @param options.stopAt what it must have said on standard error to be interrupted.
 */
export async function litpush(
  args: readonly string[],
  env: Record<string, string>,
  options: { cwd?: string; stopAt?: RegExp } = {},
) {
  const { cwd, stopAt } = options;
  const child = spawn(process.execPath, [join(import.meta.dirname, '../bin/litpush.js'), ...args], {
    ...(cwd !== undefined && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', REDIS_URL: 'off', LOG_LEVEL: 'error', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
    if (stopAt?.test(err)) child.kill('SIGINT');
  });
  const [code] = await once(child, 'close');
  return { code, out, err, json: () => JSON.parse(out) };
}
