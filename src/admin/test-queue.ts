import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Bilingual } from '../contract/locale.ts';
import type { QueueMode } from '../contract/queue.ts';
import { withdrawJob } from '../store/job-list.ts';
import { addJob, findJob, type Job } from '../store/jobs.ts';
import { readLease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { pausedQueues } from '../store/paused-queues.ts';
import { aliveMs, livingProcesses } from '../store/processes.ts';

export interface QueueTest {
  ok: boolean;
  /** How jobs travel now: through Redis, or from the database. */
  way: QueueMode;
  /** From the request to the end, by the database's clock; null where it did not come back. */
  ms: number | null;
  /** Who did it: `name@host`. */
  worker: string | null;
  problem: QueueTestProblem | null;
}

export type QueueTestProblem = keyof typeof queueTestProblems;

/** What is wrong where the test job did not come back, and what to do. */
export const queueTestProblems = {
  paused: {
    en: 'The queue high is paused, so the test job was not begun. Resume the queue.',
    zh: '队列 high 已暂停，测试任务未执行。请恢复该队列。',
  },
  'no-worker': {
    en: 'No process takes jobs of the queue high. Start `litpush serve` or `litpush worker`.',
    zh: '没有进程执行队列 high 的任务。请启动 `litpush serve` 或 `litpush worker`。',
  },
  'too-late': {
    en: 'The test job was not done in time: the workers are busy, or jobs do not reach them.',
    zh: '测试任务未能按时完成：执行进程繁忙，或任务未能送达。',
  },
  failed: {
    en: 'The test job failed. The list of failed jobs tells why.',
    zh: '测试任务失败，原因见失败任务列表。',
  },
} satisfies Record<string, Bilingual>;

const lookEveryMs = 25;

/**
 * Sends a job there and back, the way that jobs travel now.
 *
 * @param input.announce says that a job was added; by whoever has a service.
 * @param input.timeoutMs what did not come back by then is taken out of line and told as a problem.
 */
export async function testQueue(input: {
  store: Store;
  announce: () => Promise<unknown>;
  timeoutMs?: number;
  signal?: AbortSignal;
}): Promise<QueueTest> {
  const { store, timeoutMs = 10_000 } = input;
  if ((await pausedQueues(store)).has('high'))
    return { ok: false, way: await wayOf(store), ms: null, worker: null, problem: 'paused' };
  const { id } = await addJob(store, { kind: 'test', key: randomUUID(), queue: 'high' });
  try {
    await input.announce();
    const end = performance.now() + timeoutMs;
    for (;;) {
      const job = await findJob(store, id);
      if (job?.state === 'done' || job?.state === 'failed') return await ended(store, job);
      if (!job || performance.now() >= end) return await missed(store, job?.state === 'active');
      await wait(lookEveryMs, undefined, input.signal ? { signal: input.signal } : {});
    }
  } finally {
    // Nobody waits for it any longer.
    await withdrawJob(store, id);
  }
}

async function ended(store: Store, job: Job): Promise<QueueTest> {
  const ok = job.state === 'done';
  const ms = Math.max(0, (job.finished_at ?? job.created_at) - job.created_at);
  const process = (await livingProcesses(store, aliveMs)).find((one) => one.id === job.process_id);
  const worker = process ? `${process.name}@${process.host}` : null;
  return { ok, way: await wayOf(store), ms, worker, problem: ok ? null : 'failed' };
}

async function missed(store: Store, begun: boolean): Promise<QueueTest> {
  const takers = (await livingProcesses(store, aliveMs)).filter(({ queues }) => queues.includes('"high"'));
  const problem = !begun && takers.length === 0 ? 'no-worker' : 'too-late';
  return { ok: false, way: await wayOf(store), ms: null, worker: null, problem };
}

const wayOf = async (store: Store): Promise<QueueMode> => (await readLease(store))?.mode ?? 'local';
