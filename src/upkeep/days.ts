import type { Span } from '../store/statistics.ts';

/** The hour at which a night's work begins, when the day before is over for everybody and few people read. */
const nightHour = 3;

/** The last night that has begun in the zone: the day of its morning, `YYYY-MM-DD`, and the day before it. */
export function nightOf(instant: number, timeZone: string): { night: string; yesterday: string } {
  // By the clock on the wall, so that no change to summer time moves the hour.
  const wall = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDateTime();
  const night = wall.subtract({ hours: nightHour }).toPlainDate();
  return { night: night.toString(), yesterday: night.subtract({ days: 1 }).toString() };
}

/** From a day's first instant in the zone to the next day's; 23 to 25 hours. */
export function spanOf(day: Temporal.PlainDate, timeZone: string): Span {
  const start = (date: Temporal.PlainDate) => date.toZonedDateTime(timeZone).epochMilliseconds;
  return { from: start(day), to: start(day.add({ days: 1 })) };
}

export const dayAt = (instant: number, timeZone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
