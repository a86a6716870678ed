import { randomBytes } from 'node:crypto';
import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { presetFilters, presets } from '../filters/presets.ts';
import { type LookUp, lookUp } from '../preview/look-up.ts';
import { warningInWords } from '../pubmed/query-warning-words.ts';
import { queryWarnings } from '../pubmed/query-warnings.ts';
import { setPersonLocale } from '../store/people.ts';
import { findSubscription } from '../store/subscriptions.ts';
import { createSubscription } from '../subscriptions/create.ts';
import { describeSchedule, parseScheduleText } from '../subscriptions/schedule-text.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { subscriptionLimits } from './limits.ts';
import { localeOption } from './locale-option.ts';
import { sinceOption } from './since.ts';

export const subscriptionAdd: Command = {
  name: 'subscription add',
  synopsis: '--email ADDR --query Q [--at "daily 08:00"] [--name N] [--to ADDR]… [--preset P] [--max N] …',
  summary: {
    en: 'Save a search for somebody: it is run at the times you choose.',
    zh: '为用户保存一个检索式，并按设定的时间推送。',
  },
  help: [
    { option: '--email', text: { en: 'whose subscription it is', zh: '订阅者的邮箱' } },
    {
      option: '--query',
      text: { en: 'as you would type it at PubMed', zh: '与在 PubMed 网站输入的检索式相同' },
    },
    {
      option: '--at',
      text: {
        en: '"daily 08:00" (the default), "weekly mon,thu 08:00", "monthly 31 08:00", "monthly last 08:00"',
        zh: '推送时间：“daily 08:00”（默认）、“weekly mon,thu 08:00”、“monthly 31 08:00”、“monthly last 08:00”',
      },
    },
    { option: '--zone', text: { en: 'the time zone of --at (default: TZ)', zh: '--at 的时区（默认 TZ）' } },
    { option: '--name', text: { en: 'what it is called (default: the query)', zh: '名称（默认为检索式）' } },
    { option: '--to', text: { en: 'another recipient; may be repeated', zh: '其他收件人，可重复' } },
    { option: '--lang', text: { en: 'language of the mails: en or zh', zh: '邮件语言：en 或 zh' } },
    {
      option: '--preset',
      text: {
        en: `filters: ${presets.map(({ id, name }) => `${id} (${name.en})`).join(', ')}`,
        zh: `过滤预设：${presets.map(({ id, name }) => `${id}（${name.zh}）`).join('、')}`,
      },
    },
    {
      option: '--max',
      text: { en: 'papers in one digest at most (20)', zh: '每次推送最多文献数（默认 20）' },
    },
    {
      option: '--days',
      text: { en: 'days that the first search reaches back (30)', zh: '首次检索回溯天数（默认 30）' },
    },
    {
      option: '--nothing-new',
      text: { en: 'send a note when there is nothing new', zh: '没有新文献时也发送通知' },
    },
    {
      option: '--accept',
      text: { en: 'save it though PubMed leaves out words of it', zh: '即使 PubMed 忽略部分检索词也保存' },
    },
    {
      option: '--unchecked',
      text: { en: 'save it without asking PubMed', zh: '不向 PubMed 核对，直接保存' },
    },
  ],
  options: {
    email: { type: 'string' },
    query: { type: 'string' },
    at: { type: 'string' },
    zone: { type: 'string' },
    name: { type: 'string' },
    to: { type: 'string', multiple: true },
    lang: { type: 'string' },
    preset: { type: 'string' },
    max: { type: 'string' },
    days: { type: 'string' },
    'nothing-new': { type: 'boolean' },
    accept: { type: 'boolean' },
    unchecked: { type: 'boolean' },
  },
  words: 0,
  async run(context) {
    const wanted = readWish(context);
    return withApp(context.config, async ({ store, eutils }) => {
      const { query, firstWindowDays } = wanted;
      const reading = context.flag('unchecked')
        ? null
        : await lookUp(eutils, { query, ...sinceOption('', `${firstWindowDays}d`), max: 0 });
      const accepted = acceptedTerms(context, reading);
      const id = await createSubscription(
        store,
        { ...wanted, accepted },
        { limits: subscriptionLimits, random: randomBytes },
      );
      // Said outright, the language holds for the mails of all this person's subscriptions.
      if (context.text('lang') !== undefined) await setPersonLocale(store, wanted.person);
      const saved = await findSubscription(store, id);
      const warnings = queryWarnings(query);
      const facts = {
        id,
        name: saved?.name,
        nextSlot: saved?.next_slot,
        count: reading?.count ?? null,
        translation: reading?.translation ?? null,
        accepted,
        warnings,
      };
      const lines = (locale: Locale) => [
        words.saved[locale](id, describeSchedule(wanted.schedule, locale)),
        ...(reading === null ? [] : [words.count[locale](reading.count, firstWindowDays)]),
        ...(reading?.translation ? [reading.translation] : []),
        ...warnings.map((warning) => `! ${warningInWords(warning, locale)}`),
      ];
      context.answer(facts, { en: lines('en'), zh: lines('zh') });
      return 0;
    });
  },
};

const words = {
  saved: {
    en: (id: number, schedule: string) => `Subscription ${id} is saved: ${schedule}.`,
    zh: (id: number, schedule: string) => `已保存订阅 ${id}：${schedule}。`,
  },
  count: {
    en: (count: number, days: number) =>
      `PubMed holds ${count} papers of the last ${days} days, and reads the search as:`,
    zh: (count: number, days: number) => `最近 ${days} 天 PubMed 收录 ${count} 篇，检索式解释为：`,
  },
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
  const { maxArticles, firstWindowDays } = subscriptionLimits;
  const timeZone = context.text('zone') ?? context.config.timeZone;
  const name = context.text('name');
  const more = context.texts('to');
  return {
    person: { email, locale: localeOption(context, 'subscription add'), timeZone },
    query,
    schedule: parseScheduleText(context.text('at') ?? 'daily 08:00', timeZone),
    filters: presetFilters(context.text('preset') ?? 'none'),
    maxArticles: context.number('max', { min: 1, max: maxArticles, default: 20 }),
    firstWindowDays: context.number('days', { min: 1, max: firstWindowDays, default: 30 }),
    sendNothingNew: context.flag('nothing-new'),
    ...(name === undefined ? {} : { name }),
    ...(more.length === 0 ? {} : { recipients: [email, ...more] }),
  };
}

/** What PubMed leaves out of the query, once the person has agreed to that; otherwise nothing is saved. */
function acceptedTerms(context: Context, reading: LookUp | null): string[] {
  if (!reading || reading.dropped.length === 0) return [];
  if (context.flag('accept')) return reading.dropped;
  throw new Refusal('terms-dropped', { terms: reading.dropped.join(', '), count: reading.count });
}
