import type { Subscription } from '../store/subscriptions.ts';

/** Days that a search reaches back before the last complete one: late records, outages, time zones. facts: 14. */
const overlapDays = 14;

/** Which days a run searches, `YYYY-MM-DD`, both ends included. */
export interface SearchWindow {
  from: string;
  to: string;
  /** Nothing created before this day is ever new to the subscription. */
  createdSince: string;
  /** The first run, or the first after the query changed. */
  first: boolean;
}

const dayOf = (instant: number): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('UTC').toPlainDate();

/**
 * Ends tomorrow, as PubMed's day runs on US Eastern time and records appear ahead of it. Never reaches behind the first
 * window: what lies there was not new when the subscription began.
 *
 * @param now epoch milliseconds of the database's clock.
 */
export function searchWindow(
  subscription: Pick<Subscription, 'first_window_start' | 'first_window_days' | 'searched_at'>,
  now: number,
): SearchWindow {
  const today = dayOf(now);
  const to = today.add({ days: 1 }).toString();
  const { first_window_start: start, searched_at: searchedAt } = subscription;
  if (start === null || searchedAt === null) {
    const from = start ?? today.subtract({ days: subscription.first_window_days }).toString();
    return { from, to, createdSince: from, first: start === null };
  }
  // A clock that once ran ahead has left marks in the future: then the overlap counts from today, so that nothing falls
  // between two runs, and a first day that is still to come is taken back.
  const overlap = today.subtract({ days: overlapDays }).toString();
  const begun = isBefore(today.toString(), start) ? overlap : start;
  const back = earlier(dayOf(searchedAt).subtract({ days: overlapDays }).toString(), overlap);
  return { from: later(back, begun), to, createdSince: begun, first: false };
}

/** Days as text compare as days. */
const isBefore = (a: string, b: string): boolean => a.localeCompare(b) < 0;
const earlier = (a: string, b: string): string => (isBefore(a, b) ? a : b);
const later = (a: string, b: string): string => (isBefore(a, b) ? b : a);
