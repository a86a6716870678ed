import { once } from 'node:events';
import { type App, openApp } from '../app.ts';
import { type MetricsDeps, metricsText } from '../health/metrics.ts';
import { startHttp } from '../http/server.ts';
import type { Service } from '../worker/service.ts';
import type { Command } from './command.ts';
import { announceFirstAdmin } from './first-admin.ts';
import { runService } from './run-service.ts';
import { sayHandedBack } from './worker.ts';

export const serveCommand: Command = {
  name: 'serve',
  synopsis: '[--no-worker]',
  summary: {
    en: 'Run the service: web pages, scheduler and worker in one process.',
    zh: '运行服务：网页、调度器和执行进程合一。',
  },
  help: [
    {
      option: '--no-worker',
      text: {
        en: 'leave the jobs to `litpush worker`; taken over only while there is neither Redis nor a worker',
        zh: '任务交由 `litpush worker` 执行；仅在 Redis 和执行进程都不可用时代为执行',
      },
    },
  ],
  options: { 'no-worker': { type: 'boolean' } },
  words: 0,
  async run(context) {
    const { config, remark, signal } = context;
    const app = await openApp(config);
    try {
      const service = await runService(app, {
        role: 'serve',
        queues: config.queues,
        lanes: config.workerConcurrency,
        standby: context.flag('no-worker'),
      });
      try {
        const { host, port, redisUrl, metricsToken } = config;
        const metrics = () => metricsText(metricsDeps(app, service));
        const server = await startHttp({ ...app, host, port, service, redisUrl, metrics, metricsToken });
        remark({
          en: `Literature Push runs at ${server.url}`,
          zh: `文献推送服务已启动：${server.url}`,
        });
        await announceFirstAdmin(app, context, server.url);
        if (!signal.aborted) await once(signal, 'abort');
        remark({ en: 'Stopping: what is in hand is finished first.', zh: '正在停止：先完成手头的任务。' });
        await server.stop();
        return 0;
      } finally {
        sayHandedBack(context, await service.stop());
      }
    } finally {
      await app.close();
    }
  },
};

const metricsDeps = (app: App, { carrier }: Service): MetricsDeps => ({
  ...app,
  carrier,
  redisUrl: app.config.redisUrl,
  processId: app.jobs.processId,
  ncbiRate: app.config.ncbi.rate,
});
