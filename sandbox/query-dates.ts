import type { Day } from './record-dates.ts';

/** Both days belong to it. */
export interface DayRange {
  from: Day;
  to: Day;
}

const DATE = /^(\d{4})(?:[/-](\d{1,2})(?:[/-](\d{1,2}))?)?$/;
const LAST = /^last (\d+) (day|week|month|year)s?$/i;

/** A year, a month or a day stands for all its days; in `2026/01:2026/02` the second month counts to its end. */
export function rangeOfDate(text: string): DayRange | undefined {
  const [, year, month, day] = DATE.exec(text.trim()) ?? [];
  if (year === undefined) return undefined;
  const number = (m: string, d: string): Day => Number(year) * 10_000 + Number(m) * 100 + Number(d);
  return { from: number(month ?? '1', day ?? '1'), to: number(month ?? '12', day ?? '31') };
}

export function dayOfInstant(instant: number): Day {
  const [year = '', month = '', day = ''] = new Date(instant).toISOString().slice(0, 10).split('-');
  return Number(year + month + day);
}

const DAY_MS = 86_400_000;

/** As recorded from PubMed: 90 days reach from today minus 90 to today, both included. */
export function lastDays(count: number, today: number): DayRange {
  return { from: dayOfInstant(today - count * DAY_MS), to: dayOfInstant(today) };
}

/** `last 30 days`, `last 2 weeks`, `last 6 months`, `last 5 years`. */
export function rangeOfLast(text: string, today: number): DayRange | undefined {
  const [, count, unit] = LAST.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  const days = { day: 1, week: 7, month: 30, year: 365 }[unit?.toLowerCase() ?? ''] ?? 1;
  return lastDays(Number(count) * days, today);
}

/** 20261124 as `2026/11/24`, the way PubMed's query translation writes it. */
export function showDay(day: Day): string {
  const digits = String(day).padStart(8, '0');
  return `${digits.slice(0, 4)}/${digits.slice(4, 6)}/${digits.slice(6)}`;
}
