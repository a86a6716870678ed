import { parseSchedule, type Schedule, type Weekday, weekdays } from '../contract/schedule.ts';
import type { SlotPlan } from '../store/due-subscriptions.ts';
import type { Subscription } from '../store/subscriptions.ts';

/** A run that starts so long after its slot is called a catch-up. */
const lateMs = 3_600_000;

/**
 * The one due-time rule: the first instant after `after` at which the schedule is due. "Later today" counts.
 *
 * A wall time that a day lacks, as clocks go forward, is moved on by the length of the gap (02:30 is 03:30); one that a
 * day has twice means the first of the two, once. A day that a zone skipped altogether falls on the day after it.
 *
 * @param after epoch milliseconds. @returns epoch milliseconds, always greater.
 */
export function nextSlot(schedule: Schedule, after: number): number {
  const { timeZone } = schedule;
  const time = Temporal.PlainTime.from(schedule.at);
  const today = Temporal.Instant.fromEpochMilliseconds(after).toZonedDateTimeISO(timeZone).toPlainDate();
  // From yesterday on, as a gap may have moved yesterday's slot beyond midnight.
  for (const day of daysOf(schedule, today.subtract({ days: 1 }))) {
    const slot = day.toPlainDateTime(time).toZonedDateTime(timeZone, { disambiguation: 'compatible' });
    if (slot.epochMilliseconds > after) return slot.epochMilliseconds;
  }
  throw new Error('a schedule goes on for ever');
}

/** The days of a schedule in order, from the first one on or after `from`, without an end. */
function* daysOf(schedule: Schedule, from: Temporal.PlainDate): Generator<Temporal.PlainDate> {
  if (schedule.frequency === 'monthly') {
    for (let month = from.toPlainYearMonth(); ; month = month.add({ months: 1 })) {
      const wanted = schedule.day === 'last' ? month.daysInMonth : schedule.day;
      const day = month.toPlainDate({ day: Math.min(wanted, month.daysInMonth) });
      if (Temporal.PlainDate.compare(day, from) >= 0) yield day;
    }
  }
  const wanted = schedule.frequency === 'weekly' ? schedule.weekdays : weekdays;
  for (let day = from; ; day = day.add({ days: 1 })) {
    if (wanted.some((weekday) => numberOf(weekday) === day.dayOfWeek)) yield day;
  }
}

/** As ISO 8601 counts: Monday is 1. */
const numberOf = (weekday: Weekday): number => weekdays.indexOf(weekday) + 1;

/**
 * What the scheduler makes of a due subscription. However many slots have passed, one run makes good for all of them (its
 * search reaches back to the last complete one), and the next slot lies after `now`: an outage never ends in a flood.
 *
 * A subscription whose pause is over gets the next slot of its schedule, not a run at once: who is back from a vacation
 * expects the digest at the usual hour, and that one already reaches back over the whole pause.
 *
 * @param now epoch milliseconds of the database's clock.
 */
export function planSlot(subscription: Pick<Subscription, 'schedule' | 'next_slot'>, now: number): SlotPlan {
  const schedule = parseSchedule(subscription.schedule);
  const slot = subscription.next_slot ?? now;
  const late = now - slot > lateMs || nextSlot(schedule, slot) <= now;
  return { trigger: late ? 'catch-up' : 'schedule', nextSlot: nextSlot(schedule, now) };
}
