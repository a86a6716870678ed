import { Filters } from '../contract/filters.ts';
import { Schedule } from '../contract/schedule.ts';
import { Refusal } from '../errors.ts';
import type { Store } from '../store/open.ts';
import { changeSubscriptionRow } from '../store/subscription-changes.ts';
import { databaseTime, findSubscription } from '../store/subscriptions.ts';
import { checkNumber, checkQuery, type Limits, nameFor } from './fields.ts';
import { nextSlot } from './next-slot.ts';

/** What is left out stays as it is. */
export interface SubscriptionChange {
  name?: string;
  query?: string;
  /** Terms that PubMed drops from the query and that the person accepted. Another query without them accepts none. */
  accepted?: readonly string[];
  schedule?: Schedule;
  filters?: Filters;
  maxArticles?: number;
  firstWindowDays?: number;
  sendNothingNew?: boolean;
}

/**
 * Changes a subscription. Another query makes its next run a first run (`search-window.ts` knows it by
 * `first_window_start`): the newest papers come and the rest of the window becomes `baseline`. Another schedule sets the
 * next slot anew; the same one, saved once more, must not move it.
 *
 * @throws {Refusal} `subscription-unknown`, or what a person has to mend; then nothing was changed.
 */
export async function changeSubscription(
  store: Store,
  id: number,
  change: SubscriptionChange,
  deps: { limits: Limits },
): Promise<void> {
  const { limits } = deps;
  const subscription = await findSubscription(store, id);
  if (!subscription) throw new Refusal('subscription-unknown', { id });
  const query = change.query === undefined ? subscription.query : checkQuery(change.query);
  const schedule = change.schedule && Schedule.parse(change.schedule);
  const moved = schedule && JSON.stringify(schedule) !== subscription.schedule ? schedule : null;
  await changeSubscriptionRow(store, {
    id,
    row: {
      ...(change.name !== undefined && { name: nameFor(change.name, query) }),
      ...(change.accepted && { accepted: JSON.stringify(change.accepted) }),
      ...(moved && { schedule: JSON.stringify(moved) }),
      ...(change.filters && { filters: JSON.stringify(Filters.parse(change.filters)) }),
      ...(change.maxArticles !== undefined && {
        max_articles: checkNumber('maxArticles', change.maxArticles, limits.maxArticles),
      }),
      ...(change.firstWindowDays !== undefined && {
        first_window_days: checkNumber('firstWindowDays', change.firstWindowDays, limits.firstWindowDays),
      }),
      ...(change.sendNothingNew !== undefined && { send_nothing_new: change.sendNothingNew ? 1 : 0 }),
    },
    query:
      change.query === undefined ? null : { text: query, accepted: JSON.stringify(change.accepted ?? []) },
    nextSlot: moved && nextSlot(moved, await databaseTime(store)),
  });
}
