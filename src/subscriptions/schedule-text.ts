import type { Bilingual, Locale } from '../contract/locale.ts';
import { isTimeZone, Schedule, type Weekday, weekdays } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';

const reasons = {
  form: {
    en: 'it begins with daily, weekly or monthly and ends with a time of day.',
    zh: '应以 daily、weekly 或 monthly 开头，以时间结尾。',
  },
  time: { en: 'the time must lie between 00:00 and 23:59.', zh: '时间应在 00:00 至 23:59 之间。' },
  weekday: {
    en: 'weekdays are mon, tue, wed, thu, fri, sat and sun, with commas between them.',
    zh: '星期应为 mon、tue、wed、thu、fri、sat、sun，以逗号分隔。',
  },
  day: { en: 'the day must be 1 to 31, or last.', zh: '日期应为 1 至 31，或 last（最后一天）。' },
} satisfies Record<string, Bilingual>;

/**
 * Reads `daily 08:00`, `weekly mon,thu 08:00`, `monthly 31 08:00` or `monthly last 08:00`.
 *
 * @throws {Refusal} `schedule-wrong`, or `time-zone-unknown`.
 */
export function parseScheduleText(text: string, timeZone: string): Schedule {
  const wrong = (reason: keyof typeof reasons) =>
    new Refusal('schedule-wrong', { text, reason: reasons[reason] });
  if (!isTimeZone(timeZone)) throw new Refusal('time-zone-unknown', { timeZone });
  // Chinese keyboards type full-width commas and colons.
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .trim()
    .replace(/\s*,\s*/g, ',')
    .split(/\s+/);
  const [frequency = '', ...rest] = words;
  const time = rest.pop();
  if (time === undefined) throw wrong('form');
  const [, hour = '', minute = ''] = /^(\d{1,2}):(\d{2})$/.exec(time) ?? [];
  const checked = Schedule.safeParse({
    frequency: 'daily',
    at: `${hour.padStart(2, '0')}:${minute}`,
    timeZone,
  });
  if (!checked.success) throw wrong('time');
  const { at } = checked.data;

  if (frequency === 'daily' && rest.length === 0) return { frequency, at, timeZone };
  const [which] = rest;
  if (which === undefined || rest.length > 1) throw wrong('form');
  if (frequency === 'weekly') {
    const named = which.split(',').map(weekdayOf);
    if (named.includes(undefined)) throw wrong('weekday');
    return { frequency, weekdays: weekdays.filter((weekday) => named.includes(weekday)), at, timeZone };
  }
  if (frequency === 'monthly') {
    if (which === 'last') return { frequency, day: which, at, timeZone };
    const day = /^\d{1,2}$/.test(which) ? Number(which) : 0;
    if (day < 1 || day > 31) throw wrong('day');
    return { frequency, day, at, timeZone };
  }
  throw wrong('form');
}

/** `mon` or `monday`. */
const weekdayOf = (word: string): Weekday | undefined =>
  weekdays.find((weekday) => word === weekday || word === names.en[weekday].toLowerCase());

const names: Record<Locale, Record<Weekday, string>> = {
  en: {
    mon: 'Monday',
    tue: 'Tuesday',
    wed: 'Wednesday',
    thu: 'Thursday',
    fri: 'Friday',
    sat: 'Saturday',
    sun: 'Sunday',
  },
  zh: { mon: '周一', tue: '周二', wed: '周三', thu: '周四', fri: '周五', sat: '周六', sun: '周日' },
};

/** `every Monday and Thursday at 08:00 (Asia/Shanghai)`, to stand within a sentence. */
export function describeSchedule(schedule: Schedule, locale: Locale): string {
  const { at, timeZone } = schedule;
  return locale === 'zh'
    ? `${daysInChinese(schedule)}${at}（${timeZone}）`
    : `${daysInEnglish(schedule)} at ${at} (${timeZone})`;
}

function daysInEnglish(schedule: Schedule): string {
  if (schedule.frequency === 'monthly') {
    if (schedule.day === 'last') return 'on the last day of every month';
    return `on the ${schedule.day}${ending(schedule.day)} of every month${schedule.day > 28 ? ' (in shorter ones on the last day)' : ''}`;
  }
  const days = daysNamed(schedule);
  if (days.length === 7) return 'every day';
  const words = days.map((day) => names.en[day]);
  const last = words.pop();
  return `every ${words.length > 0 ? `${words.join(', ')} and ` : ''}${last}`;
}

/** Of 1 to 31 as an ordinal number. */
const ending = (day: number): string =>
  (Math.trunc(day / 10) === 1 ? undefined : ['th', 'st', 'nd', 'rd'][day % 10]) ?? 'th';

/** With the space that parts it from the time; none stands after a full-width bracket. */
function daysInChinese(schedule: Schedule): string {
  if (schedule.frequency === 'monthly') {
    if (schedule.day === 'last') return '每月最后一天 ';
    return `每月 ${schedule.day} 日${schedule.day > 28 ? '（短月为最后一天）' : ' '}`;
  }
  const days = daysNamed(schedule);
  return days.length === 7 ? '每天 ' : `每${days.map((day) => names.zh[day]).join('、')} `;
}

const daysNamed = (schedule: Exclude<Schedule, { frequency: 'monthly' }>): readonly Weekday[] =>
  schedule.frequency === 'daily' ? weekdays : weekdays.filter((day) => schedule.weekdays.includes(day));
