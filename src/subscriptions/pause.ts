import { isTimeZone, parseSchedule } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';
import type { Store } from '../store/open.ts';
import { pauseSubscriptionRow, resumeSubscriptionRow } from '../store/subscription-changes.ts';
import { databaseTime, findSubscription } from '../store/subscriptions.ts';
import { nextSlot } from './next-slot.ts';

/**
 * No slot is due until it wakes. What appears meanwhile is not lost: the first search after it reaches back over the pause.
 *
 * @param until epoch milliseconds; null waits for the person. @throws {Refusal} `subscription-unknown`.
 */
export async function pauseSubscription(store: Store, id: number, until: number | null): Promise<void> {
  if (!(await pauseSubscriptionRow(store, id, until))) throw new Refusal('subscription-unknown', { id });
}

/** Due again at the next slot of its schedule; one that is not paused stays as it is. @throws {Refusal} `subscription-unknown`. */
export async function resumeSubscription(store: Store, id: number): Promise<void> {
  const subscription = await findSubscription(store, id);
  if (!subscription) throw new Refusal('subscription-unknown', { id });
  const slot = nextSlot(parseSchedule(subscription.schedule), await databaseTime(store));
  await resumeSubscriptionRow(store, id, slot);
}

/**
 * The first instant of a day (`2026-08-15`) in a zone: a pause until then lets that day's digest come.
 *
 * @returns epoch milliseconds. @throws {Refusal} `day-wrong`, `time-zone-unknown`.
 */
export function startOfDay(day: string, timeZone: string): number {
  if (!isTimeZone(timeZone)) throw new Refusal('time-zone-unknown', { timeZone });
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new Refusal('day-wrong', { day });
  try {
    return Temporal.PlainDate.from(day).toZonedDateTime(timeZone).epochMilliseconds;
  } catch {
    throw new Refusal('day-wrong', { day });
  }
}
