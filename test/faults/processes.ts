import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EutilsFault } from '../../sandbox/eutils-faults.ts';
import type { EutilsRequests } from '../../sandbox/eutils-requests.ts';
import type { GenerateRequest } from '../../sandbox/made-up-corpus.ts';
import type { KeptMessage } from '../../sandbox/outbox.ts';
import type { SmtpFault } from '../../sandbox/smtp-faults.ts';
import type { PusherOrders } from './pusher.ts';

/** The sandbox in a process of its own, which nobody kills: the world outside. */
export interface FarSandbox {
  eutilsUrl: string;
  smtpUrl: string;
  publish(request: GenerateRequest): Promise<number[]>;
  setFaults(faults: { eutils: EutilsFault[]; smtp: SmtpFault[]; seed: number }): Promise<void>;
  outbox(): Promise<KeptMessage[]>;
  /** ESearch requests so far. */
  searches(): Promise<number>;
  /** All requests so far, those above the rate apart. */
  requests(): Promise<EutilsRequests>;
  /** Requests a second; those above are answered with 429. */
  setRate(perSecond: number): Promise<void>;
  raw(number: number): Promise<Buffer>;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '../..');

/** @param input.rate requests a second; those above are answered with 429. */
export async function startFarSandbox({ rate = 10_000 } = {}): Promise<FarSandbox> {
  const child = fork(join(root, 'sandbox/process.ts'), ['--empty', '--rate', String(rate)], {
    stdio: ['pipe', 'pipe', 'inherit', 'ipc'],
  });
  if (!child.stdout) throw new Error('the sandbox has no output');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { controlUrl, ...urls } = JSON.parse(line) as Record<'eutilsUrl' | 'smtpUrl' | 'controlUrl', string>;
  const post = async (route: string, body: unknown): Promise<unknown> => {
    const reply = await fetch(`${controlUrl}/${route}`, { method: 'POST', body: JSON.stringify(body) });
    if (!reply.ok) throw new Error(`${route}: ${await reply.text()}`);
    return reply.json();
  };
  const get = async <T>(route: string): Promise<T> =>
    (await (await fetch(`${controlUrl}/${route}`)).json()) as T;
  const requests = () => get<EutilsRequests>('requests');
  return {
    ...urls,
    publish: async (request) => ((await post('generate', request)) as { added: number[] }).added,
    setFaults: async (faults) => void (await post('faults', faults)),
    outbox: () => get<KeptMessage[]>('outbox'),
    searches: async () => (await requests()).esearch,
    requests,
    setRate: async (perSecond) => void (await post('rate', { perSecond })),
    raw: async (number) => Buffer.from(await (await fetch(`${controlUrl}/outbox/${number}`)).arrayBuffer()),
    async stop() {
      child.kill('SIGTERM');
      await ended(child);
    },
  };
}

/** A process that pushes. It never ends by itself: when it does, that is a crash. */
export interface Pusher {
  ready: Promise<unknown>;
  /** `kill -9`; resolves once the process is gone. @throws where it had ended before. */
  kill(): Promise<void>;
  /** What it logged so far. */
  said(): string;
}

export function startPusher(orders: PusherOrders): Pusher {
  const child = fork(join(root, 'test/faults/pusher.ts'), [JSON.stringify(orders)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    execArgv: [],
    // Processes that live for a second should not spend it on compiling.
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'litpush-compile-cache') },
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const end = ended(child);
  const crashed = end.then((signal) => {
    if (signal !== 'SIGKILL') throw new Error(`a pusher ended by itself (${signal}): ${said}`);
  });
  crashed.catch(() => undefined);
  const ready = Promise.race([once(child, 'message'), crashed]);
  ready.catch(() => undefined);
  return {
    ready,
    said: () => said,
    async kill() {
      child.kill('SIGKILL');
      await crashed;
    },
  };
}

const ended = (child: ChildProcess): Promise<string | number | null> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.signalCode ?? child.exitCode);
    else child.once('exit', (code, signal) => resolve(signal ?? code));
  });
