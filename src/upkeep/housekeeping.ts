import type { Logger } from '../log.ts';
import { openNight } from '../store/housekeeping.ts';
import type { Store } from '../store/open.ts';
import { databaseTime } from '../store/subscriptions.ts';
import { nightOf } from './days.ts';

/** After a failure, in milliseconds: the clock is looked at every second, and nobody should read of it that often. */
const restMs = 10 * 60_000;

/**
 * What the process in charge calls at each look at the clock: opens the jobs of the night once, at 03:00 in the service's
 * zone or as soon after it as somebody looks. Costs nothing while this process knows that they are open; the database's
 * clock and its one row decide, so that any number of processes may ask. Never throws: what is due is not to wait for it.
 *
 * @param deps.now the process' clock, which only says when to ask.
 */
export function createHousekeeping(deps: {
  store: Store;
  timeZone: string;
  now: () => number;
  log: Logger;
}): () => Promise<void> {
  const { store, timeZone, log } = deps;
  /** The night whose jobs are all open. */
  let done = '';
  let restUntil = 0;

  return async () => {
    if (nightOf(deps.now(), timeZone).night === done || performance.now() < restUntil) return;
    try {
      const days = nightOf(await databaseTime(store), timeZone);
      const { more } = await openNight(store, days);
      if (!more) done = days.night;
    } catch (error) {
      restUntil = performance.now() + restMs;
      log.error({ err: error }, 'the jobs of the night could not be opened');
    }
  };
}
