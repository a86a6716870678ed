import { type App, withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import type { PushResult } from '../push/push.ts';
import { pushNow } from '../push/push-now.ts';
import { activeSubscriptionIds, findSubscription } from '../store/subscriptions.ts';
import { createWork } from '../worker/handlers.ts';
import { tick } from '../worker/scheduler.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { outcomeWords } from './outcome-words.ts';

export const pushCommand: Command = {
  name: 'push',
  synopsis: 'ID | --all | --due  [--test]',
  summary: {
    en: 'Push now: one subscription, all active ones, or those that are due.',
    zh: '立即推送：单个订阅、全部有效订阅，或已到时间的订阅。',
  },
  help: [
    { option: '--all', text: { en: 'every active subscription', zh: '全部有效订阅' } },
    { option: '--due', text: { en: 'those whose time has come', zh: '已到推送时间的订阅' } },
    {
      option: '--test',
      text: { en: 'mail what would be pushed and record nothing', zh: '发送测试邮件，不作任何记录' },
    },
  ],
  options: { all: { type: 'boolean' }, due: { type: 'boolean' }, test: { type: 'boolean' } },
  words: 1,
  async run(context) {
    const [word] = context.words;
    const asked = [word !== undefined, context.flag('all'), context.flag('due')].filter(Boolean).length;
    if (asked !== 1 || (context.flag('test') && context.flag('due'))) {
      throw wrongOption('push', 'push', 'ID | --all | --due');
    }
    return withApp(context.config, async (app) => {
      const pushed = context.flag('due') ? await pushDue(app, context) : await pushAsked(app, context);
      context.answer(pushed, { en: lines(pushed, 'en'), zh: lines(pushed, 'zh') });
      return pushed.some(({ result }) => unfinished.has(result)) ? 1 : 0;
    });
  },
};

/** A push after which somebody is still without the mail. */
const unfinished: ReadonlySet<PushResult['result']> = new Set(['failed', 'later', 'queued'] as const);

async function pushAsked(app: App, context: Context): Promise<PushResult[]> {
  const ids = await subscriptionsAsked(app, context);
  const trigger = context.flag('test') ? 'test' : 'manual';
  const pushed: PushResult[] = [];
  const left = [...ids];
  const lane = async () => {
    for (let id = left.shift(); id !== undefined && !context.signal.aborted; id = left.shift()) {
      pushed.push(await pushNow(app.push, { subscriptionId: id, trigger, signal: context.signal }));
      if (ids.length > 20 && pushed.length % 20 === 0) {
        context.remark({ en: `${pushed.length} of ${ids.length}`, zh: `${pushed.length}/${ids.length}` });
      }
    }
  };
  await Promise.all(Array.from({ length: app.config.workerConcurrency }, lane));
  return pushed;
}

async function subscriptionsAsked(app: App, context: Context): Promise<number[]> {
  if (context.flag('all')) return activeSubscriptionIds(app.store);
  const [word = ''] = context.words;
  const id = /^\d{1,9}$/.test(word) ? Number(word) : 0;
  if (!(await findSubscription(app.store, id))) throw new Refusal('subscription-unknown', { id: word });
  return [id];
}

/** The tick's own path: what is due becomes a job, and jobs are done until none is left. */
async function pushDue(app: App, context: Context): Promise<PushResult[]> {
  const pushed: PushResult[] = [];
  const work = createWork({ ...app, onPush: (result) => pushed.push(result) });
  do await tick(app.scheduler);
  while (!context.signal.aborted && (await work()));
  while (!context.signal.aborted && (await work()));
  return pushed;
}

function lines(pushed: PushResult[], locale: Locale): string[] {
  if (pushed.length === 0) return [{ en: 'Nothing is due.', zh: '没有到时间的订阅。' }[locale]];
  return pushed.map((one) => {
    const who = 'subscription' in one ? `${one.subscription}  ` : '';
    const papers = 'articles' in one && one.articles > 0 ? `  ${count(one.articles, locale)}` : '';
    const reason = 'reason' in one ? `  ${one.reason}` : '';
    return `${who}${outcomeWords[one.result][locale]}${papers}${reason}`;
  });
}

const count = (articles: number, locale: Locale): string =>
  locale === 'zh' ? `${articles} 篇` : `${articles} ${articles === 1 ? 'paper' : 'papers'}`;
