import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One half of the sandbox in a process of its own, so that only the product is measured. */
export interface SandboxProcess {
  eutilsUrl: string;
  smtpUrl: string;
  controlUrl: string;
  stop(): Promise<void>;
}

export async function startSandboxProcess(...args: string[]): Promise<SandboxProcess> {
  const script = join(import.meta.dirname, '..', 'sandbox', 'process.ts');
  const child: ChildProcess = spawn(process.execPath, [script, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (!child.stdout) throw new Error('the sandbox has no output');
  const [line] = await once(createInterface(child.stdout), 'line');
  const { eutilsUrl, smtpUrl, controlUrl } = JSON.parse(String(line)) as SandboxProcess;
  return {
    eutilsUrl,
    smtpUrl,
    controlUrl,
    async stop() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export async function control<T>(url: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${url}${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`the sandbox answered ${response.status} to ${path}`);
  return (await response.json()) as T;
}
