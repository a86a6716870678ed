import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
/** As `bin/litpush.js` starts the service. */
const flags = ['--max-semi-space-size=12', '--heap-growing-percent=60'];

/** `litpush worker` or `serve` in a process of its own. */
export function startLitpushProcess(
  command: string[],
  env: Record<string, string>,
): { stop(): Promise<void> } {
  const child: ChildProcess = spawn(process.execPath, [...flags, join(root, 'bin/litpush.js'), ...command], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'), ...env },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  return {
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const [code] = await ended;
      if (code !== 0) throw new Error(`litpush ${command.join(' ')} ended with ${code}: ${said}`);
    },
  };
}
