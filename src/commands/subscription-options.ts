import type { ParseArgsOptionsConfig } from 'node:util';
import type { Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { type LookUp, lookUp } from '../preview/look-up.ts';
import type { Eutils } from '../pubmed/eutils.ts';
import { warningInWords } from '../pubmed/query-warning-words.ts';
import { queryWarnings } from '../pubmed/query-warnings.ts';
import type { SubscriptionChange } from '../subscriptions/change.ts';
import type { Command, Context } from './command.ts';
import { filtersHelp, filtersOption, filtersOptions } from './filters-option.ts';
import { subscriptionLimits } from './limits.ts';
import { sinceOption } from './since.ts';

/** What `subscription add` and `subscription change` have in common. */
export const subscriptionOptions = {
  query: { type: 'string' },
  at: { type: 'string' },
  zone: { type: 'string' },
  name: { type: 'string' },
  ...filtersOptions,
  max: { type: 'string' },
  days: { type: 'string' },
  'nothing-new': { type: 'boolean' },
  accept: { type: 'boolean' },
  unchecked: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

export const subscriptionHelp: NonNullable<Command['help']> = [
  {
    option: '--query',
    text: { en: 'as you would type it at PubMed', zh: '与在 PubMed 网站输入的检索式相同' },
  },
  {
    option: '--at',
    text: {
      en: '"daily 08:00" (of a new one), "weekly mon,thu 08:00", "monthly 31 08:00", "monthly last 08:00"',
      zh: '推送时间：“daily 08:00”（新订阅默认）、“weekly mon,thu 08:00”、“monthly 31 08:00”、“monthly last 08:00”',
    },
  },
  {
    option: '--zone',
    text: { en: 'the time zone of --at (of a new one: TZ)', zh: '--at 的时区（新订阅默认 TZ）' },
  },
  {
    option: '--name',
    text: { en: 'what it is called (of a new one: the query)', zh: '名称（新订阅默认为检索式）' },
  },
  ...filtersHelp,
  {
    option: '--max',
    text: {
      en: 'papers in one digest at most (of a new one: 20)',
      zh: '每次推送最多文献数（新订阅默认 20）',
    },
  },
  {
    option: '--days',
    text: {
      en: 'days that the first search reaches back (of a new one: 30)',
      zh: '首次检索回溯天数（新订阅默认 30）',
    },
  },
  {
    option: '--nothing-new',
    text: { en: 'send a note when there is nothing new', zh: '没有新文献时也发送通知' },
  },
  {
    option: '--accept',
    text: { en: 'save it though PubMed leaves out words of it', zh: '即使 PubMed 忽略部分检索词也保存' },
  },
  { option: '--unchecked', text: { en: 'save it without asking PubMed', zh: '不向 PubMed 核对，直接保存' } },
];

/** What was said on the line, and nothing else. The schedule depends on what there is: see the commands. */
export function saidOfSubscription(
  context: Context,
  command: string,
): Omit<SubscriptionChange, 'schedule' | 'accepted'> {
  const { maxArticles, firstWindowDays } = subscriptionLimits;
  const number = (name: string, max: number): number | undefined =>
    context.text(name) === undefined ? undefined : context.number(name, { min: 1, max, default: 1 });
  const filters = filtersOption(context, command);
  const max = number('max', maxArticles);
  const days = number('days', firstWindowDays);
  const name = context.text('name');
  const query = context.text('query');
  return {
    ...(name !== undefined && { name }),
    ...(query !== undefined && { query }),
    ...(filters !== null && { filters }),
    ...(max !== undefined && { maxArticles: max }),
    ...(days !== undefined && { firstWindowDays: days }),
    ...(context.flag('nothing-new') && { sendNothingNew: true }),
  };
}

/** How PubMed reads a query that is to be saved; `reading` is null where nobody wants to know. */
export interface CheckedQuery {
  query: string;
  days: number;
  reading: LookUp | null;
  /** What PubMed leaves out of it, to which the person has agreed. */
  accepted: string[];
}

/** @throws {Refusal} `terms-dropped` where PubMed leaves out words of it and nobody agreed to that: nothing may be saved. */
export async function checkWithPubmed(
  context: Context,
  eutils: Eutils,
  { query, days }: { query: string; days: number },
): Promise<CheckedQuery> {
  if (context.flag('unchecked')) return { query, days, reading: null, accepted: [] };
  const reading = await lookUp(eutils, { query, ...sinceOption('', `${days}d`), max: 0 });
  const { dropped } = reading;
  if (dropped.length > 0 && !context.flag('accept'))
    throw new Refusal('terms-dropped', { terms: dropped.join(', '), count: reading.count });
  return { query, days, reading, accepted: dropped };
}

export const factsOfQuery = ({ query, reading, accepted }: CheckedQuery) => ({
  count: reading?.count ?? null,
  translation: reading?.translation ?? null,
  accepted,
  warnings: queryWarnings(query),
});

const countWords = {
  en: (count: number, days: number) =>
    `PubMed holds ${count} papers of the last ${days} days, and reads the search as:`,
  zh: (count: number, days: number) => `最近 ${days} 天 PubMed 收录 ${count} 篇，检索式解释为：`,
};

export const linesOfQuery = ({ query, days, reading }: CheckedQuery, locale: Locale): string[] => [
  ...(reading === null ? [] : [countWords[locale](reading.count, days)]),
  ...(reading?.translation ? [reading.translation] : []),
  ...queryWarnings(query).map((warning) => `! ${warningInWords(warning, locale)}`),
];
