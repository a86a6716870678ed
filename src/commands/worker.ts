import { once } from 'node:events';
import { openApp } from '../app.ts';
import type { Command, Context } from './command.ts';
import { runService } from './run-service.ts';

export const workerCommand: Command = {
  name: 'worker',
  synopsis: '',
  summary: {
    en: 'Run a worker: it does jobs, any number of workers on any number of machines at once. RQ_WORKER_NAME, RQ_QUEUES and WORKER_CONCURRENCY set it up.',
    zh: '运行执行进程：执行队列任务，可在任意多台机器上同时运行任意多个。由 RQ_WORKER_NAME、RQ_QUEUES 和 WORKER_CONCURRENCY 配置。',
  },
  options: {},
  words: 0,
  async run(context) {
    const { config, remark, signal } = context;
    const app = await openApp(config);
    try {
      const { queues, workerConcurrency: lanes, workerName: name } = config;
      const service = await runService(app, { role: 'worker', queues, lanes });
      const list = queues.join(', ');
      remark({
        en: `Worker ${name} takes jobs from ${list}, ${lanes} at a time.`,
        zh: `执行进程 ${name} 已启动，队列：${list}，同时执行 ${lanes} 个任务。`,
      });
      if (!signal.aborted) await once(signal, 'abort');
      remark({ en: 'Stopping: what is in hand is finished first.', zh: '正在停止：先完成手头的任务。' });
      sayHandedBack(context, await service.stop());
      return 0;
    } finally {
      await app.close();
    }
  },
};

/** What could not be finished in time is another worker's from here on; the rest of it must not keep this process alive. */
export function sayHandedBack({ remark }: Context, jobs: number): void {
  if (jobs === 0) return;
  remark({ en: `Handed back: ${jobs} jobs.`, zh: `已交还 ${jobs} 个任务。` });
  setTimeout(() => process.exit(), 1000).unref();
}
