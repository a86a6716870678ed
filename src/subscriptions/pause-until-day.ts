import type { Store } from '../store/open.ts';
import { databaseTime } from '../store/subscriptions.ts';
import { type ManageLink, openManageLink, pauseByToken } from './manage-link.ts';
import { startOfDay } from './pause.ts';

/** Today where the schedule lives, by the database's clock: the days of a pause are counted from it. */
export const todayOf = async (store: Store, { schedule }: ManageLink): Promise<Temporal.PlainDate> =>
  Temporal.Instant.fromEpochMilliseconds(await databaseTime(store))
    .toZonedDateTimeISO(schedule.timeZone)
    .toPlainDate();

/**
 * Pauses until a day (`2026-08-15`), whose digest comes again.
 *
 * @returns null where no mail has this link. @throws {Refusal} `day-wrong`; `number-wrong` for a day that is not ahead or too far.
 */
export async function pauseUntilDay(store: Store, token: string, day: string): Promise<ManageLink | null> {
  const link = await openManageLink(store, token);
  if (!link) return null;
  startOfDay(day, link.schedule.timeZone);
  const { days } = (await todayOf(store, link)).until(day, { largestUnit: 'day' });
  return pauseByToken(store, token, days);
}
