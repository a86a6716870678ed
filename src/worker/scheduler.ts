import type { Logger } from '../log.ts';
import { clockWasSetBack, takeBackFuture } from '../store/clock-set-back.ts';
import { openDeliveryJobs } from '../store/delivery-jobs.ts';
import {
  openDueRuns,
  type SlotPlan,
  wakeSubscription,
  wakingSubscriptions,
} from '../store/due-subscriptions.ts';
import { sweepLostJobs } from '../store/lost-jobs.ts';
import type { Store } from '../store/open.ts';
import type { Subscription } from '../store/subscriptions.ts';
import { sweepLostDeliveries } from '../store/unsettled-deliveries.ts';

export interface SchedulerDeps {
  store: Store;
  /** The one due-time rule: what a due subscription's run is called, and when it is due again. */
  plan(subscription: Subscription, now: number): SlotPlan;
  /** How long a delivery whose sender died waits before it is offered again; null leaves it to a person. */
  uncertainAfterMs: number | null;
  /** Opens the jobs of the night when it has come; without it nobody cleans up. */
  openHousekeeping?: () => Promise<void>;
  log: Logger;
}

/** Due subscriptions that one look turns into runs. A flood is taken in several looks, each a short transaction. */
const batch = 200;

/**
 * One look at the clock: what is due becomes an open run with its job, whose pause is over wakes up, and what dead
 * processes left behind goes back in line. Reads due rows and one more, however many subscriptions there are. Any
 * number of processes may tick.
 *
 * @returns how many jobs are to be done now.
 */
export async function tick(deps: SchedulerDeps): Promise<number> {
  const { store, log } = deps;
  const plan = plannedOrTomorrow(deps);
  if (await clockWasSetBack(store)) {
    log.warn('the clock was set back: what waits for a later time waits no longer');
    await takeBackFuture(
      store,
      (subscription, now) => plan({ ...subscription, next_slot: now }, now).nextSlot,
    );
  }
  for (const { now, ...subscription } of await wakingSubscriptions(store, batch)) {
    await wakeSubscription(store, subscription.id, plan(subscription, now).nextSlot);
  }
  let opened = 0;
  for (;;) {
    const due = await openDueRuns(store, { limit: batch, plan });
    opened += due.opened;
    if (due.joined > 0) log.info({ joined: due.joined }, 'slots joined runs that were open already');
    if (due.opened + due.joined < batch) break;
  }
  const lost = await sweepLostDeliveries(store, { afterMs: deps.uncertainAfterMs });
  if (lost > 0) log.warn({ lost }, 'deliveries whose sender ended are uncertain');
  const left = await sweepLostJobs(store);
  if (left > 0) log.warn({ jobs: left }, 'jobs whose process ended go back in line');
  const waiting = await openDeliveryJobs(store, batch);
  // Last, and not counted: nobody waits for it.
  await deps.openHousekeeping?.();
  return opened + left + waiting;
}

/** A schedule that cannot be read (a row that was edited by hand) must not stop the clock for everybody. */
const plannedOrTomorrow =
  ({ plan, log }: SchedulerDeps): SchedulerDeps['plan'] =>
  (subscription, now) => {
    try {
      return plan(subscription, now);
    } catch (error) {
      log.error({ err: error, subscription: subscription.id }, 'the schedule cannot be read; run once a day');
      return { trigger: 'schedule', nextSlot: now + 86_400_000 };
    }
  };
