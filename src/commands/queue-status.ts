import { withApp } from '../app.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { type QueueStatus, queueNames, type RedisState } from '../contract/queue.ts';
import { queueStatus, unservedQueues } from '../health/queue-status.ts';
import { redisReasonInWords } from '../health/reasons.ts';
import { redisAdvice } from '../health/redis-state.ts';
import type { Command } from './command.ts';
import { failedLine } from './queue-failed.ts';
import { withCarrier } from './with-carrier.ts';

export const queueStatusCommand: Command = {
  name: 'queue status',
  synopsis: '',
  summary: {
    en: 'Show how jobs travel: mode, Redis, queues, workers, the clock, failed jobs.',
    zh: '显示队列状态：模式、Redis、各队列、执行进程、调度器和失败任务。',
  },
  options: {},
  words: 0,
  async run(context) {
    const status = await withApp(context.config, (app) =>
      withCarrier(app, (carrier) =>
        queueStatus({ store: app.store, redisUrl: app.config.redisUrl, carrier }),
      ),
    );
    context.answer(status, { en: lines(status, 'en'), zh: lines(status, 'zh') });
    return 0;
  },
};

const words = {
  mode: { en: 'Mode', zh: '模式' },
  since: { en: 'since', zh: '自' },
  off: { en: 'not used', zh: '未使用' },
  away: { en: 'away', zh: '不可用' },
  waiting: { en: 'waiting', zh: '等待' },
  active: { en: 'in hand', zh: '执行中' },
  delayed: { en: 'tried later', zh: '稍后重试' },
  failed: { en: 'failed', zh: '失败' },
  completed: { en: 'done in 24 h', zh: '24 小时内完成' },
  paused: { en: 'PAUSED', zh: '已暂停' },
  oldest: { en: 'oldest waits', zh: '最久等待' },
  queue: { en: 'Queue', zh: '队列' },
  process: { en: 'Process', zh: '进程' },
  noProcess: {
    en: 'No process runs. Start `litpush serve`.',
    zh: '没有进程在运行。请启动 `litpush serve`。',
  },
  lastTick: { en: 'Last look at the clock', zh: '最近一次检查' },
  nextDue: { en: 'next push due', zh: '下一次推送' },
  overdue: { en: 'overdue', zh: '逾期未推送' },
  never: { en: 'never', zh: '从未' },
  nothing: { en: 'nothing', zh: '无' },
  unserved: { en: 'Nobody takes jobs of', zh: '没有进程执行以下队列' },
  startOne: { en: 'start `litpush worker`', zh: '请启动 `litpush worker`' },
  job: { en: 'job', zh: '任务' },
  seconds: { en: 's', zh: '秒' },
  failedJobs: { en: 'Failed jobs', zh: '失败任务' },
} satisfies Record<string, Bilingual>;

function lines(status: QueueStatus, locale: Locale): string[] {
  const say = (word: keyof typeof words) => words[word][locale];
  const { scheduler, workers, failed } = status;
  return [
    `${say('mode')}  ${status.mode}  (${say('since')} ${when(status.since)}${status.reason === null ? '' : `; ${inWords(status.reason, locale)}`})`,
    redisLine(status.redis, locale),
    ...status.redis.warnings.map((warning) => `  ! ${redisAdvice[warning][locale]}`),
    ...queueNames.map((name) => queueLine(name, { status, locale })),
    ...(workers.length === 0 ? [say('noProcess')] : unservedLines(status, locale)),
    ...workers.map(({ name, host, pid, role, queues, current }) => {
      const doing = current.map(({ kind, job }) => `${say('job')} ${job} (${kind})`).join(', ');
      return `${say('process')}  ${name}@${host} ${pid}  ${role}  [${queues.join(', ')}]  ${doing}`.trimEnd();
    }),
    [
      `${say('lastTick')}  ${scheduler.lastTick === null ? say('never') : when(scheduler.lastTick)}`,
      `${say('nextDue')} ${scheduler.nextDue === null ? say('nothing') : when(scheduler.nextDue)}`,
      `${say('overdue')} ${scheduler.overdue}`,
    ].join(', '),
    ...(failed.length > 0
      ? [`${say('failedJobs')}:`, ...failed.map((job) => `  ${failedLine(job, locale)}`)]
      : []),
  ];
}

/** What is known in words, else as Redis said it. */
const inWords = (reason: string, locale: Locale): string => redisReasonInWords(reason, locale) ?? reason;

function unservedLines(status: QueueStatus, locale: Locale): string[] {
  const unserved = unservedQueues(status);
  if (unserved.length === 0) return [];
  return [`  ! ${words.unserved[locale]}: ${unserved.join(', ')}; ${words.startOne[locale]}`];
}

function redisLine(redis: RedisState, locale: Locale): string {
  if (!redis.configured) return `Redis  ${words.off[locale]}`;
  if (!redis.connected)
    return `Redis  ${redis.address}  ${words.away[locale]}: ${inWords(redis.problem ?? '', locale)}`;
  const memory =
    redis.usedMemoryBytes === null ? [] : [`${(redis.usedMemoryBytes / 2 ** 20).toFixed(1)} MiB`];
  const latency = redis.latencyMs === null ? [] : [`${redis.latencyMs.toFixed(1)} ms`];
  return ['Redis', redis.address, redis.version ?? '?', ...memory, ...latency].join('  ');
}

function queueLine(
  name: (typeof queueNames)[number],
  { status, locale }: { status: QueueStatus; locale: Locale },
): string {
  const { oldestWaitingSeconds: oldest, paused, ...counts } = status.queues[name];
  const parts = (['waiting', 'active', 'delayed', 'failed', 'completed'] as const).map(
    (state) => `${words[state][locale]} ${counts[state]}`,
  );
  if (oldest !== null) parts.push(`${words.oldest[locale]} ${Math.round(oldest)} ${words.seconds[locale]}`);
  if (paused) parts.push(words.paused[locale]);
  return `${words.queue[locale]}  ${name.padEnd(7)}  ${parts.join(', ')}`;
}

const when = (instant: string): string => `${instant.slice(0, 19).replace('T', ' ')}Z`;
