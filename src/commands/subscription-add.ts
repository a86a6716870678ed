import { randomBytes } from 'node:crypto';
import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { setPersonLocale } from '../store/people.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { createSubscription } from '../subscriptions/create.ts';
import { describeSchedule, parseScheduleText } from '../subscriptions/schedule-text.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { subscriptionLimits } from './limits.ts';
import { localeOption } from './locale-option.ts';
import {
  checkWithPubmed,
  factsOfQuery,
  linesOfQuery,
  saidOfSubscription,
  subscriptionHelp,
  subscriptionOptions,
} from './subscription-options.ts';

export const subscriptionAdd: Command = {
  name: 'subscription add',
  synopsis: '--email ADDR --query Q [--at "daily 08:00"] [--name N] [--to ADDR]… [--preset P] [--max N] …',
  summary: {
    en: 'Save a search for somebody: it is run at the times you choose.',
    zh: '为用户保存一个检索式，并按设定的时间推送。',
  },
  help: [
    { option: '--email', text: { en: 'whose subscription it is', zh: '订阅者的邮箱' } },
    { option: '--to', text: { en: 'another recipient; may be repeated', zh: '其他收件人，可重复' } },
    { option: '--lang', text: { en: 'language of the mails: en or zh', zh: '邮件语言：en 或 zh' } },
    ...subscriptionHelp,
  ],
  options: {
    email: { type: 'string' },
    to: { type: 'string', multiple: true },
    lang: { type: 'string' },
    ...subscriptionOptions,
  },
  words: 0,
  async run(context) {
    const wanted = readWish(context);
    return withApp(context.config, async ({ store, eutils }) => {
      const checked = await checkWithPubmed(context, eutils, {
        query: wanted.query,
        days: wanted.firstWindowDays ?? 30,
      });
      const id = await createSubscription(
        store,
        { ...wanted, accepted: checked.accepted },
        { limits: subscriptionLimits, random: randomBytes },
      );
      // Said outright, the language holds for the mails of all this person's subscriptions.
      if (context.text('lang') !== undefined) await setPersonLocale(store, wanted.person);
      const saved = await findSubscription(store, id);
      const facts = { id, name: saved?.name, nextSlot: saved?.next_slot, ...factsOfQuery(checked) };
      const lines = (locale: Locale) => [
        words[locale](id, describeSchedule(wanted.schedule, locale)),
        ...linesOfQuery(checked, locale),
      ];
      context.answer(facts, { en: lines('en'), zh: lines('zh') });
      return 0;
    });
  },
};

const words = {
  en: (id: number, schedule: string) => `Subscription ${id} is saved: ${schedule}.`,
  zh: (id: number, schedule: string) => `已保存订阅 ${id}：${schedule}。`,
};

/** What was asked for on the line, checked as far as that goes without PubMed and the database. */
function readWish(context: Context) {
  const given = (name: string, example: string): string => {
    const text = context.text(name);
    if (text) return text;
    throw wrongOption('subscription add', `--${name}`, example);
  };
  const email = given('email', 'name@example.org');
  const query = given('query', 'sepsis AND children[ti]');
  const timeZone = context.text('zone') ?? context.config.timeZone;
  const more = context.texts('to');
  return {
    ...saidOfSubscription(context, 'subscription add'),
    person: { email, locale: localeOption(context, 'subscription add'), timeZone },
    query,
    schedule: parseScheduleText(context.text('at') ?? 'daily 08:00', timeZone),
    ...(more.length === 0 ? {} : { recipients: [email, ...more] }),
  };
}
