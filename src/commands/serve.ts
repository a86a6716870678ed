import { once } from 'node:events';
import { openApp } from '../app.ts';
import { startHttp } from '../http/server.ts';
import { startLocalMode } from '../worker/local.ts';
import type { Command } from './command.ts';

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
      text: { en: 'leave the pushes to other processes', zh: '推送任务交由其他进程执行' },
    },
  ],
  options: { 'no-worker': { type: 'boolean' } },
  words: 0,
  async run({ config, flag, remark, signal }) {
    const app = await openApp(config);
    const lanes = flag('no-worker') ? 0 : config.workerConcurrency;
    const local = startLocalMode({ ...app, lanes });
    try {
      const server = await startHttp({
        ...app,
        host: config.host,
        port: config.port,
        lastTick: local.lastTick,
      });
      remark({
        en: `Literature Push runs at ${server.url}`,
        zh: `文献推送服务已启动：${server.url}`,
      });
      if (!signal.aborted) await once(signal, 'abort');
      remark({ en: 'Stopping: what is in hand is finished first.', zh: '正在停止：先完成手头的任务。' });
      await server.stop();
      return 0;
    } finally {
      await local.stop();
      await app.close();
    }
  },
};
