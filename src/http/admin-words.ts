import type { Locale } from '../contract/locale.ts';
import type { JobKind, QueueMode, QueueName, RedisState } from '../contract/queue.ts';

type Warning = RedisState['warnings'][number];

const plural = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** The words of the back office. */
const english = {
  title: 'Pushes and queues',
  board: 'Queue board',
  zone: (timeZone: string) => `Times are those of ${timeZone}.`,
  stale:
    'The figures below are no longer renewed: the service does not answer, or you are logged out. Reload the page.',
  // How jobs travel.
  travel: 'How jobs travel',
  mode: 'Mode',
  modes: {
    rq: 'Jobs travel through Redis.',
    local: 'The processes take jobs from the database themselves. Pushes go on as always.',
  } satisfies Record<QueueMode, string>,
  since: 'Since',
  reason: 'Reason',
  reasonUnknown: 'Redis says:',
  connected: 'connected',
  notConnected: 'not connected',
  notConfigured: 'not used',
  redisOffHint:
    'Good for one machine. For several, set REDIS_URL to the same Redis in every process and start them anew.',
  redisAwayHint: 'As soon as it is back, jobs go through it again by themselves; nothing is lost meanwhile.',
  version: 'Version',
  memory: 'Memory',
  memoryOf: (used: string, most: string) => `${used} of ${most}`,
  latency: 'Answers in',
  persistence: 'Persistence',
  persistenceOn: 'on',
  persistenceOff: 'off',
  evicted: 'Evicted keys',
  warnings: {
    'no-persistence':
      'Redis writes nothing to its disk. No push is lost by that, as every job stands in the database; switch on appendonly all the same if you want the queues to outlive a restart of Redis.',
    'evicts-keys':
      'Redis throws keys away when its memory is full. Set maxmemory-policy to noeviction, or jobs arrive late.',
    'old-version': 'This Redis is older than 6.2. Update it: BullMQ is not made for it any more.',
  } satisfies Record<Warning, string>,
  // The clock.
  scheduler: 'Scheduler',
  nextDue: 'Next push due',
  noneDue: 'none',
  noneDueHint: 'No subscription is active. Add one on the command line:',
  overdue: 'Overdue',
  overdueCount: (count: number) => plural(count, 'subscription', 'subscriptions'),
  overdueNone: 'none',
  overdueHint:
    'They are due and have no run yet. If this stays so, look whether a process is in charge below.',
  lastTick: 'Last look at the clock',
  holder: 'In charge',
  noHolder: 'nobody at this moment',
  never: 'never',
  // The queues.
  queues: 'Queues',
  queueFor: {
    high: 'Immediate pushes, tests, acts of admins',
    default: 'Scheduled pushes',
    low: 'Statistics and housekeeping',
  } satisfies Record<QueueName, string>,
  waiting: 'Waiting',
  active: 'In hand',
  delayed: 'Tried later',
  failed: 'Failed',
  completed: 'Done in 24 h',
  oldest: 'Oldest waits',
  paused: 'paused',
  pause: 'Pause',
  resume: 'Resume',
  pauseQueue: (queue: QueueName) => `Pause the queue ${queue}`,
  resumeQueue: (queue: QueueName) => `Resume the queue ${queue}`,
  // The processes.
  workers: 'Processes',
  noWorkers: 'No process is alive that could do jobs. Start one:',
  unserved: 'Nobody takes jobs of',
  startOne: '. Start one:',
  takes: 'Takes',
  takesNone: 'no jobs (web pages and scheduler)',
  lanes: (count: number) => `${plural(count, 'job', 'jobs')} at a time`,
  roles: { serve: 'server', worker: 'worker', command: 'command' },
  does: (what: string) => `At work on: ${what}`,
  idle: 'nothing at this moment',
  seen: (ago: string) => `seen ${ago} ago`,
  started: (ago: string) => `up for ${ago}`,
  // What failed.
  failures: 'Failed jobs',
  noFailures:
    'Nothing has failed. What fails for good appears here with its reason, to be retried or cleared.',
  failuresShown: (shown: number, all: number) => `The newest ${shown} of ${all}.`,
  kinds: {
    push: 'Push',
    deliver: 'Delivery of a mail',
    'push-all': 'Push of all subscriptions',
    'schedule-all': 'Scheduling of all subscriptions',
    test: 'Connection test',
    statistics: 'Statistics of a day',
    retention: 'Clean-up',
    reconcile: 'Comparison with PubMed',
    'import-journals': 'Import of a journal table',
  } satisfies Record<JobKind, string>,
  job: (id: number) => `job ${id}`,
  subscription: (id: number) => `subscription ${id}`,
  attempts: (count: number) => plural(count, 'attempt', 'attempts'),
  ago: (text: string) => `${text} ago`,
  retry: 'Retry',
  clear: 'Clear',
  retryJob: (id: number) => `Retry job ${id}`,
  clearJob: (id: number) => `Clear job ${id}`,
  retryAll: 'Retry all',
  clearAll: 'Clear all …',
  clearAllSure: 'Failed jobs are forgotten. What they were to push is made good by the next scheduled push.',
  clearAllButton: 'Clear all failed jobs',
  // The acts.
  acts: 'What you can do',
  pushOne: 'Push one subscription now',
  pushOneText: 'It goes before everything else. Papers that it was given before do not come again.',
  pushOneNumber: 'Number of the subscription',
  pushOneButton: 'Push now',
  pushAll: 'Push all subscriptions now',
  pushAllText:
    'Every active subscription is searched at once, and whoever has new papers gets a mail outside of their time.',
  pushAllOpen: 'Push all …',
  pushAllButton: 'Yes, push all now',
  scheduleAll: 'Schedule all subscriptions again',
  scheduleAllText:
    'The next push of each active subscription is computed anew from its settings. What is due already stays due.',
  scheduleAllButton: 'Schedule all again',
  test: 'Test the connection',
  testText: 'A job goes there and back the way jobs travel now. This takes 10 seconds at most.',
  testButton: 'Test now',
  sweep: 'Remove jobs of deleted subscriptions',
  sweepText: 'What Redis still holds of them goes. Otherwise a worker notices when it takes such a job.',
  sweepButton: 'Remove them',
  // What an act did.
  done: {
    pushOne: (id: number) => `Subscription ${id} is being pushed.`,
    pushOneJoined: (id: number) => `A push of subscription ${id} was open already; it goes first now.`,
    pushAll: 'All active subscriptions are being pushed.',
    pushAllJoined: 'That is under way already.',
    scheduleAll: 'All active subscriptions are being scheduled again.',
    scheduleAllJoined: 'That is under way already.',
    retried: (retried: number, cleared: number) =>
      `${plural(retried, 'job is', 'jobs are')} in line again${cleared > 0 ? `; ${plural(cleared, 'job was', 'jobs were')} cleared, as another one does the same` : ''}.`,
    cleared: (count: number) => `${plural(count, 'failed job was', 'failed jobs were')} cleared.`,
    paused: (queue: QueueName) => `The queue ${queue} is paused. What is in hand is finished first.`,
    resumed: (queue: QueueName) => `The queue ${queue} goes on.`,
    test: (way: QueueMode, ms: number) =>
      `The test job came back after ${ms} ms, ${way === 'rq' ? 'through Redis (rq)' : 'by way of the database (local)'}.`,
    swept: (count: number) =>
      count === 0
        ? 'There was nothing left over.'
        : `${plural(count, 'job was', 'jobs were')} removed from Redis.`,
    sweptNot: 'Redis is not there, so there was nothing to remove.',
    noBoard:
      'The queue board shows what is in Redis, and Redis cannot be used at this moment. Everything that it would show stands here.',
  },
  boardBack: 'Back to pushes and queues',
  duration(ms: number): string {
    return inUnits(ms, { day: ' d', hour: ' h', minute: ' min', second: ' s' });
  },
};

export type AdminWords = typeof english;

const chinese: AdminWords = {
  title: '推送与队列',
  board: '队列面板',
  zone: (timeZone) => `时间均按 ${timeZone} 时区显示。`,
  stale: '以下数据已停止更新：服务没有响应，或您已退出登录。请刷新页面。',
  travel: '调度器',
  mode: '调度器模式',
  modes: {
    rq: '任务通过 Redis 传递。',
    local: '各进程直接从数据库领取任务，推送照常进行。',
  },
  since: '开始时间',
  reason: '原因',
  reasonUnknown: 'Redis 返回：',
  connected: '已连接，状态正常',
  notConnected: '未连接',
  notConfigured: '未启用',
  redisOffHint: '单机使用没有问题。如需多台机器，请在每个进程中把 REDIS_URL 设为同一个 Redis 并重新启动。',
  redisAwayHint: 'Redis 恢复后，任务会自动改回由它传递，期间不会丢失任何任务。',
  version: '版本',
  memory: '内存',
  memoryOf: (used, most) => `${used} / ${most}`,
  latency: '响应时间',
  persistence: '持久化',
  persistenceOn: '已开启',
  persistenceOff: '未开启',
  evicted: '被淘汰的键',
  warnings: {
    'no-persistence':
      'Redis 未写入磁盘。所有任务都保存在数据库中，不会因此丢失推送；如希望队列在 Redis 重启后保留，请开启 appendonly。',
    'evicts-keys': 'Redis 内存不足时会淘汰键，任务可能延迟。请将 maxmemory-policy 设为 noeviction。',
    'old-version': '此 Redis 版本低于 6.2，BullMQ 已不再支持，请升级。',
  },
  scheduler: '定时推送',
  nextDue: '下一次推送',
  noneDue: '无',
  noneDueHint: '没有启用的订阅。请用命令行添加：',
  overdue: '逾期未推送',
  overdueCount: (count) => `${count} 个订阅`,
  overdueNone: '无',
  overdueHint: '这些订阅已到时间但尚未开始。如果一直如此，请查看下面是否有进程在负责调度。',
  lastTick: '最近一次检查',
  holder: '负责调度的进程',
  noHolder: '暂无',
  never: '从未',
  queues: '队列',
  queueFor: { high: '立即推送、测试和管理操作', default: '定时推送', low: '统计与日常维护' },
  waiting: '等待',
  active: '执行中',
  delayed: '稍后重试',
  failed: '失败',
  completed: '24 小时内完成',
  oldest: '最长等待',
  paused: '已暂停',
  pause: '暂停',
  resume: '恢复',
  pauseQueue: (queue) => `暂停队列 ${queue}`,
  resumeQueue: (queue) => `恢复队列 ${queue}`,
  workers: '进程',
  noWorkers: '没有可执行任务的进程。请启动：',
  unserved: '以下队列没有进程执行：',
  startOne: '。请启动：',
  takes: '领取队列',
  takesNone: '不执行任务（仅网页和调度）',
  lanes: (count) => `同时执行 ${count} 个任务`,
  roles: { serve: '服务', worker: '执行进程', command: '命令' },
  does: (what) => `正在执行：${what}`,
  idle: '空闲',
  seen: (ago) => `${ago}前有响应`,
  started: (ago) => `已运行 ${ago}`,
  failures: '失败的任务',
  noFailures: '没有失败的任务。最终失败的任务会连同原因列在这里，可以重试或清除。',
  failuresShown: (shown, all) => `共 ${all} 个，显示最新的 ${shown} 个。`,
  kinds: {
    push: '推送',
    deliver: '邮件投递',
    'push-all': '推送全部订阅',
    'schedule-all': '重新安排全部订阅',
    test: '连接测试',
    statistics: '每日统计',
    retention: '清理',
    reconcile: '与 PubMed 核对',
    'import-journals': '导入期刊表',
  },
  job: (id) => `任务 ${id}`,
  subscription: (id) => `订阅 ${id}`,
  attempts: (count) => `尝试 ${count} 次`,
  ago: (text) => `${text}前`,
  retry: '重试',
  clear: '清除',
  retryJob: (id) => `重试任务 ${id}`,
  clearJob: (id) => `清除任务 ${id}`,
  retryAll: '全部重试',
  clearAll: '全部清除……',
  clearAllSure: '失败的任务将被清除。其中未完成的推送会在下一次定时推送时补上。',
  clearAllButton: '清除所有失败的任务',
  acts: '管理操作',
  pushOne: '立即推送指定订阅',
  pushOneText: '优先于其他任务执行。已推送过的文献不会重复推送。',
  pushOneNumber: '订阅编号',
  pushOneButton: '立即推送',
  pushAll: '立即推送全部订阅',
  pushAllText: '所有启用的订阅会立即检索，有新文献的用户会在约定时间之外收到邮件。',
  pushAllOpen: '推送全部……',
  pushAllButton: '确认，立即推送全部',
  scheduleAll: '重新安排全部订阅',
  scheduleAllText: '按各订阅的设置重新计算下一次推送时间，已到时间的不受影响。',
  scheduleAllButton: '重新安排',
  test: '测试连接',
  testText: '按当前方式发送一个测试任务并等待返回，最多需要 10 秒。',
  testButton: '开始测试',
  sweep: '移除已删除订阅的任务',
  sweepText: '清理 Redis 中残留的任务。不清理也无妨，执行进程领取时会自动忽略。',
  sweepButton: '移除',
  done: {
    pushOne: (id) => `正在推送订阅 ${id}。`,
    pushOneJoined: (id) => `订阅 ${id} 已有推送在进行，现已提前。`,
    pushAll: '正在推送全部启用的订阅。',
    pushAllJoined: '此操作已在进行中。',
    scheduleAll: '正在重新安排全部启用的订阅。',
    scheduleAllJoined: '此操作已在进行中。',
    retried: (retried, cleared) =>
      `${retried} 个任务已重新排队${cleared > 0 ? `，${cleared} 个因已有相同任务而清除` : ''}。`,
    cleared: (count) => `已清除 ${count} 个失败的任务。`,
    paused: (queue) => `队列 ${queue} 已暂停，执行中的任务会先完成。`,
    resumed: (queue) => `队列 ${queue} 已恢复。`,
    test: (way, ms) =>
      `测试任务已返回，用时 ${ms} 毫秒，方式：${way === 'rq' ? '经由 Redis（rq）' : '经由数据库（local）'}。`,
    swept: (count) => (count === 0 ? '没有残留的任务。' : `已从 Redis 中移除 ${count} 个任务。`),
    sweptNot: 'Redis 不可用，没有需要移除的任务。',
    noBoard: '队列面板显示 Redis 中的内容，而 Redis 目前不可用。它会显示的内容都在本页。',
  },
  boardBack: '返回推送与队列',
  duration(ms) {
    return inUnits(ms, { day: ' 天', hour: ' 小时', minute: ' 分钟', second: ' 秒' });
  },
};

/** `42 s`, `5 min`, `2 h 5 min`, `3 d 4 h`: the two largest units. */
function inUnits(ms: number, units: Record<'day' | 'hour' | 'minute' | 'second', string>): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), units.day],
    [Math.floor(seconds / 3600) % 24, units.hour],
    [Math.floor(seconds / 60) % 60, units.minute],
    [seconds % 60, units.second],
  ];
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return `0${units.second}`;
  // Seconds tell something only below a minute.
  return parts
    .slice(first, first + 2)
    .filter(([count, unit], at) => at === 0 || (count > 0 && unit !== units.second))
    .map(([count, unit]) => `${count}${unit}`)
    .join(' ');
}

export const adminWords: Readonly<Record<Locale, AdminWords>> = { en: english, zh: chinese };
