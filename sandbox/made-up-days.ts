import { element } from './xml-write.ts';

/** Days since 1 January 1970. */
export type DayNumber = number;

const DAY_MS = 86_400_000;
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** `2026-11-24` as a day number; throws for anything else. */
export function dayNumber(date: string): DayNumber {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(date) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`not a day like 2026-11-24: ${date}`);
  return time / DAY_MS;
}

export const isoDay = (day: DayNumber): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

interface Parts {
  year: string;
  month: string;
  day: string;
}

function partsOf(day: DayNumber): Parts {
  const [year = '', month = '', date = ''] = isoDay(day).split('-');
  return { year, month, day: date };
}

/** Year, Month and Day of two digits, as in DateRevised. */
export function ymd(day: DayNumber): string {
  const parts = partsOf(day);
  return element('Year', parts.year) + element('Month', parts.month) + element('Day', parts.day);
}

/** As in the history of a record: no leading zeros. */
export function plainYmd(day: DayNumber): string {
  const parts = partsOf(day);
  return (
    element('Year', parts.year) +
    element('Month', String(Number(parts.month))) +
    element('Day', String(Number(parts.day)))
  );
}

export const yearOf = (day: DayNumber): string => partsOf(day).year;
export const monthName = (day: DayNumber): string => MONTHS[Number(partsOf(day).month) - 1] ?? '';
export const dateOf = (day: DayNumber): string => partsOf(day).day;
