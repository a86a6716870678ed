import { withApp } from '../app.ts';
import { parseFilters } from '../contract/filters.ts';
import type { Locale } from '../contract/locale.ts';
import { parseSchedule } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';
import { latestRuns } from '../store/runs.ts';
import { databaseTime, deleteSubscription, listSubscriptions } from '../store/subscriptions.ts';
import { pauseSubscription, resumeSubscription, startOfDay } from '../subscriptions/pause.ts';
import { describeSchedule } from '../subscriptions/schedule-text.ts';
import type { Command } from './command.ts';
import { filtersInWords } from './filter-words.ts';
import { outcomeWords } from './outcome-words.ts';
import { subscriptionId } from './subscription-id.ts';

type Row = Awaited<ReturnType<typeof listSubscriptions>>[number];

export const subscriptionList: Command = {
  name: 'subscription list',
  synopsis: '',
  summary: {
    en: 'Show the subscriptions, when each is due and how its last run ended.',
    zh: '列出订阅、下次推送时间和上次结果。',
  },
  options: {},
  words: 0,
  async run(context) {
    return withApp(context.config, async ({ store }) => {
      const rows = await listSubscriptions(store);
      const runs = await latestRuns(store);
      const line = (row: Row, locale: Locale): string => {
        const run = runs.get(row.id);
        const last = run
          ? `${outcomeWords[run.outcome ?? 'open'][locale]}${run.complete === 0 ? ` ${outcomeWords.incomplete[locale]}` : ''}`
          : outcomeWords.never[locale];
        const next =
          row.next_slot === null
            ? `${statusWords[row.status][locale]}${row.paused_until === null ? '' : ` → ${localTime(row.paused_until, row.schedule)}`}`
            : localTime(row.next_slot, row.schedule);
        return `${row.id}  ${row.name}  <${row.email}>  ${describeSchedule(parseSchedule(row.schedule), locale)}  → ${next}  (${last}${run?.error ? `: ${run.error}` : ''})`;
      };
      const none = {
        en: 'No subscription yet. Add one: litpush subscription add --email you@example.org --query sepsis --at "daily 08:00"',
        zh: '还没有订阅。添加：litpush subscription add --email you@example.org --query sepsis --at "daily 08:00"',
      };
      const lines = (locale: Locale) =>
        rows.length > 0
          ? rows.flatMap((row) => [line(row, locale), ...filterLine(row, locale)])
          : [none[locale]];
      const data = rows.map((row) => ({ ...row, lastRun: runs.get(row.id) ?? null }));
      context.answer(data, { en: lines('en'), zh: lines('zh') });
      return 0;
    });
  },
};

/** Only where there are any. */
function filterLine(row: Row, locale: Locale): string[] {
  const filters = parseFilters(row.filters);
  return filters.all.length === 0 ? [] : [`   ${filtersInWords(filters, locale)}`];
}

const statusWords: Record<Row['status'], Record<Locale, string>> = {
  active: { en: 'not due', zh: '未排期' },
  paused: { en: 'paused', zh: '已暂停' },
  stopped: { en: 'stopped', zh: '已停止' },
};

const localTime = (instant: number, schedule: string): string =>
  Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(parseSchedule(schedule).timeZone)
    .toString({ smallestUnit: 'minute', timeZoneName: 'never', offset: 'never' })
    .replace('T', ' ');

export const subscriptionPause: Command = {
  name: 'subscription pause',
  synopsis: 'ID [--until 2026-08-15]',
  summary: {
    en: 'Send nothing until a day (or until resumed). Afterwards one digest makes good for all.',
    zh: '暂停推送到某日（或直到恢复），之后一次补齐。',
  },
  options: { until: { type: 'string' } },
  words: 1,
  async run(context) {
    const id = subscriptionId(context);
    const until = context.text('until');
    return withApp(context.config, async ({ store, config }) => {
      const wake = until === undefined ? null : startOfDay(until, config.timeZone);
      if (wake !== null && wake <= (await databaseTime(store)))
        throw new Refusal('day-over', { day: until ?? '' });
      await pauseSubscription(store, id, wake);
      context.answer(
        { id, until: until ?? null },
        { en: [`Subscription ${id} is paused.`], zh: [`订阅 ${id} 已暂停。`] },
      );
      return 0;
    });
  },
};

export const subscriptionResume: Command = {
  name: 'subscription resume',
  synopsis: 'ID',
  summary: { en: 'End a pause now.', zh: '立即恢复推送。' },
  options: {},
  words: 1,
  async run(context) {
    const id = subscriptionId(context);
    return withApp(context.config, async ({ store }) => {
      await resumeSubscription(store, id);
      context.answer({ id }, { en: [`Subscription ${id} is active.`], zh: [`订阅 ${id} 已恢复。`] });
      return 0;
    });
  },
};

export const subscriptionRemove: Command = {
  name: 'subscription remove',
  synopsis: 'ID',
  summary: {
    en: 'Delete a subscription with its runs, digests and ledger. To keep them, pause it.',
    zh: '删除订阅及其运行记录、推送和台账；如需保留请使用暂停。',
  },
  options: {},
  words: 1,
  async run(context) {
    const id = subscriptionId(context);
    return withApp(context.config, async ({ store }) => {
      if (!(await deleteSubscription(store, id))) throw new Refusal('subscription-unknown', { id });
      context.answer({ removed: id }, { en: [`Subscription ${id} removed.`], zh: [`已删除订阅 ${id}。`] });
      return 0;
    });
  },
};
