import { pauseQueue, resumeQueue } from '../admin/pause-queue.ts';
import { removeOrphans } from '../admin/remove-orphans.ts';
import { queueTestProblems, testQueue } from '../admin/test-queue.ts';
import { withApp } from '../app.ts';
import { type QueueName, queueNames } from '../contract/queue.ts';
import { Refusal } from '../errors.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { withCarrier } from './with-carrier.ts';

export const queueTest: Command = {
  name: 'queue test',
  synopsis: '',
  summary: {
    en: 'Send a job there and back, and say how long it took and who did it.',
    zh: '发送一个测试任务，显示耗时和执行进程。',
  },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, (app) =>
      withCarrier(app, async ({ offer }) => {
        const test = await testQueue({ store: app.store, announce: offer, signal: context.signal });
        const { ms, worker, way, problem } = test;
        const words = problem === null ? null : queueTestProblems[problem];
        const through = { rq: 'Redis', local: { en: 'the database', zh: '数据库' } };
        context.answer(test, {
          en: [
            words?.en ??
              `It went through ${way === 'rq' ? through.rq : through.local.en} and back in ${ms} ms, done by ${worker ?? 'a process that has ended'}.`,
          ],
          zh: [
            words?.zh ??
              `任务经由${way === 'rq' ? ` ${through.rq} ` : through.local.zh}往返，耗时 ${ms} 毫秒，由 ${worker ?? '已结束的进程'} 执行。`,
          ],
        });
        return test.ok ? 0 : 1;
      }),
    );
  },
};

export const queuePause: Command = {
  name: 'queue pause',
  synopsis: 'high | default | low',
  summary: {
    en: 'Begin no more jobs of a queue. What is in hand is finished, what comes due waits.',
    zh: '暂停一个队列：执行中的任务继续完成，到时间的任务排队等候。',
  },
  options: {},
  words: 1,
  async run(context) {
    const queue = queueOf('queue pause', context);
    const now = await withApp(context.config, ({ store }) => pauseQueue(store, queue));
    context.answer(now, { en: [`Queue ${queue} is paused.`], zh: [`队列 ${queue} 已暂停。`] });
    return 0;
  },
};

export const queueResume: Command = {
  name: 'queue resume',
  synopsis: 'high | default | low',
  summary: { en: 'Begin jobs of a queue again.', zh: '恢复一个队列。' },
  options: {},
  words: 1,
  async run(context) {
    const queue = queueOf('queue resume', context);
    const now = await withApp(context.config, ({ store }) => resumeQueue(store, queue));
    context.answer(now, { en: [`Queue ${queue} goes on.`], zh: [`队列 ${queue} 已恢复。`] });
    return 0;
  },
};

function queueOf(command: string, { words }: Context): QueueName {
  const queue = queueNames.find((name) => name === words[0]);
  if (!queue) throw wrongOption(command, words[0] ?? command, queueNames.join(' | '));
  return queue;
}

export const queueSweep: Command = {
  name: 'queue sweep',
  synopsis: '',
  summary: {
    en: 'Remove what Redis still holds of jobs whose subscription was deleted.',
    zh: '清除 Redis 中已删除订阅遗留的任务。',
  },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, (app) =>
      withCarrier(app, async (carrier) => {
        const problem = app.config.redisUrl === null ? null : carrier.problem();
        if (problem !== null) throw new Refusal('redis-unreachable', { reason: problem });
        const swept = await removeOrphans({ store: app.store, carrier });
        const { removed, reached } = swept;
        context.answer(swept, {
          en: [
            reached ? `Removed: ${removed}.` : 'This installation does without Redis: nothing is left there.',
          ],
          zh: [reached ? `已清除 ${removed} 个。` : '当前未使用 Redis，没有遗留任务。'],
        });
        return 0;
      }),
    );
  },
};
