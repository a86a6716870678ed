import type { Bilingual } from '../contract/locale.ts';
import type { AlertFacts, AlertRule } from './alert-rules.ts';

/** What an admin is told of an alert: what is wrong, and what to do. `{name}` is filled in from the facts. */
export interface AlertWords {
  title: Bilingual;
  what: Bilingual;
  todo: Bilingual;
}

const words: Record<AlertRule, AlertWords> = {
  'queue-old': {
    title: { en: 'Jobs wait too long in the queue {queue}', zh: '队列 {queue} 积压' },
    what: {
      en: 'Jobs that wait in the queue {queue}: {waiting}; the first of them for {minutes} min.',
      zh: '队列 {queue} 有 {waiting} 个任务在等待，最久的已等待 {minutes} 分钟。',
    },
    todo: {
      en: 'Start another worker (`litpush worker`), or give the workers more lanes (WORKER_CONCURRENCY). If PubMed answers slowly, an NCBI_API_KEY triples the rate.',
      zh: '请增加执行进程（`litpush worker`）或提高 WORKER_CONCURRENCY。如果是 PubMed 较慢，设置 NCBI_API_KEY 可将请求速率提高到三倍。',
    },
  },
  'no-worker': {
    title: { en: 'No worker is alive', zh: '没有执行进程' },
    what: {
      en: 'No process takes jobs of the queue default, which carries the scheduled pushes.',
      zh: '没有进程执行队列 default 的任务，定时推送由该队列承载。',
    },
    todo: {
      en: 'Start `litpush worker`, or `litpush serve` without --no-worker, and see its log for why it ended.',
      zh: '请启动 `litpush worker`，或不带 --no-worker 启动 `litpush serve`，并查看日志了解退出原因。',
    },
  },
  'local-mode': {
    title: { en: 'Redis is away: jobs travel without it', zh: 'Redis 不可用，已转为本地模式' },
    what: {
      en: 'Redis cannot be used ({reason}), so the processes take the jobs from the database. Pushes go on and nothing is lost.',
      zh: 'Redis 不可用（{reason}），各进程直接从数据库领取任务。推送照常进行，不会丢失。',
    },
    todo: {
      en: 'Check whether Redis runs and REDIS_URL is right. The service goes back to it by itself.',
      zh: '请检查 Redis 是否运行、REDIS_URL 是否正确。恢复后服务会自动切回。',
    },
  },
  'failure-rate': {
    title: { en: 'Many pushes fail', zh: '推送失败率过高' },
    what: {
      en: 'Pushes of the last hour that failed for good: {failed} of {finished} ({percent}%).',
      zh: '最近一小时的 {finished} 次推送中有 {failed} 次失败（{percent}%）。',
    },
    todo: {
      en: 'The list of failed jobs names the reasons: see `litpush queue failed`. `litpush doctor` checks PubMed and the mailboxes.',
      zh: '失败原因见失败任务列表（`litpush queue failed`）。`litpush doctor` 可检查 PubMed 和发件邮箱。',
    },
  },
  'mailbox-down': {
    title: { en: 'The mailbox {name} does not work', zh: '发件邮箱 {name} 无法使用' },
    what: {
      en: 'It has failed {failures} times in a row and rests between the attempts. Its server said: {error}',
      zh: '已连续失败 {failures} 次，正在间歇重试。服务器返回：{error}',
    },
    todo: {
      en: 'Check its address and password: `litpush doctor` logs in and says what is wrong. Other mailboxes go on sending.',
      zh: '请检查地址和密码：`litpush doctor` 会尝试登录并说明问题。其他邮箱继续发送。',
    },
  },
  overdue: {
    title: { en: 'Subscriptions are overdue', zh: '有订阅逾期未推送' },
    what: {
      en: 'Subscriptions that were due and are not pushed yet: {count}; the first of them {minutes} min ago.',
      zh: '{count} 个订阅已到时间但尚未推送，最久的已逾期 {minutes} 分钟。',
    },
    todo: {
      en: 'See `litpush queue status`: whether workers are alive, whether a queue is paused, and what the jobs wait for. An outage of PubMed is made good by itself.',
      zh: '请查看 `litpush queue status`：执行进程是否存活、队列是否暂停、任务在等待什么。PubMed 中断恢复后会自动补齐。',
    },
  },
  'push-failed': {
    title: { en: 'A push failed for good', zh: '推送失败' },
    what: {
      en: 'Pushes that failed and are not made good yet: {count}. The newest, "{name}": {error}',
      zh: '{count} 次推送失败且尚未补齐。最近一次“{name}”：{error}',
    },
    todo: {
      en: 'Mend the reason and retry it (`litpush queue retry --all`). The next push of the subscription makes it good in any case.',
      zh: '请解决原因后重试（`litpush queue retry --all`）；该订阅下次推送时也会自动补齐。',
    },
  },
};

const pausedTodo: Bilingual = {
  en: 'The queue is paused: resume it (`litpush queue resume {queue}`).',
  zh: '该队列已暂停，请恢复（`litpush queue resume {queue}`）。',
};

/** @returns the words with the facts filled in; a rule of another version is named as it is. */
export function alertWords(rule: string, facts: AlertFacts): AlertWords {
  const known = Object.hasOwn(words, rule) ? words[rule as AlertRule] : null;
  if (!known) return { title: { en: rule, zh: rule }, what: { en: '', zh: '' }, todo: { en: '', zh: '' } };
  const todo = rule === 'queue-old' && facts['paused'] === 1 ? pausedTodo : known.todo;
  return { title: filled(known.title, facts), what: filled(known.what, facts), todo: filled(todo, facts) };
}

const filled = ({ en, zh }: Bilingual, facts: AlertFacts): Bilingual => {
  const put = (text: string) =>
    text.replace(/\{(\w+)\}/g, (whole, name: string) => String(facts[name] ?? whole));
  return { en: put(en), zh: put(zh) };
};
