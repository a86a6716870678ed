import type { Locale } from '../contract/locale.ts';
import { parseSchedule, type Schedule } from '../contract/schedule.ts';
import type { Store } from '../store/open.ts';
import { pauseSubscriptionRow, resumeSubscriptionRow } from '../store/subscription-changes.ts';
import { databaseTime, recipientWithSubscription, setRecipientStatus } from '../store/subscriptions.ts';
import { endDeliveriesTo } from '../store/unsettled-deliveries.ts';
import { checkNumber } from './fields.ts';
import { nextSlot } from './next-slot.ts';

/** What the page behind a mail's link shows, before and after an act. */
export interface ManageLink {
  subscriptionId: number;
  name: string;
  query: string;
  address: string;
  /** Whether this address still receives it. */
  receives: boolean;
  status: 'active' | 'paused' | 'stopped';
  /** While paused: epoch milliseconds; null waits for the person. */
  pausedUntil: number | null;
  /** A pause stops it for all who receive it, so it is for its person, or where nobody else does. */
  mayPause: boolean;
  schedule: Schedule;
  locale: Locale;
  timeZone: string;
}

/** @returns null where no mail has this link. */
export async function openManageLink(store: Store, token: string): Promise<ManageLink | null> {
  return (await find(store, token))?.link ?? null;
}

/** Ends the mails to this address. When the last one goes, the subscription stays and its runs skip. */
export async function stopRecipient(store: Store, token: string): Promise<ManageLink | null> {
  const found = await find(store, token);
  if (!found) return null;
  await setRecipientStatus(store, found.recipientId, 'stopped');
  const { subscriptionId, address } = found.link;
  await endDeliveriesTo(store, { subscriptionId, address });
  return openManageLink(store, token);
}

/** Takes back what a link can do: the address receives it again, and a pause that it may end is over. */
export async function resumeRecipient(store: Store, token: string): Promise<ManageLink | null> {
  const found = await find(store, token);
  if (!found) return null;
  await setRecipientStatus(store, found.recipientId, 'active');
  const { link } = found;
  if (link.status === 'paused' && link.mayPause) {
    const slot = nextSlot(link.schedule, await databaseTime(store));
    await resumeSubscriptionRow(store, link.subscriptionId, slot);
  }
  return openManageLink(store, token);
}

const mostPauseDays = 366;

/**
 * Pauses until the day that is `days` from today where the schedule lives, so that that day's digest comes. Nothing happens
 * where `mayPause` is false.
 *
 * @throws {Refusal} `number-wrong`.
 */
export async function pauseByToken(store: Store, token: string, days: number): Promise<ManageLink | null> {
  checkNumber('days', days, mostPauseDays);
  const found = await find(store, token);
  if (!found) return null;
  const { link } = found;
  if (link.mayPause) {
    const today = Temporal.Instant.fromEpochMilliseconds(await databaseTime(store)).toZonedDateTimeISO(
      link.schedule.timeZone,
    );
    const until = today.add({ days }).startOfDay().epochMilliseconds;
    await pauseSubscriptionRow(store, link.subscriptionId, until);
  }
  return openManageLink(store, token);
}

async function find(store: Store, token: string): Promise<{ recipientId: number; link: ManageLink } | null> {
  const found = await recipientWithSubscription(store, token);
  if (!found) return null;
  const isPerson = found.address.toLowerCase() === found.email.toLowerCase();
  return {
    recipientId: found.recipientId,
    link: {
      subscriptionId: found.id,
      name: found.name,
      query: found.query,
      address: found.address,
      receives: found.recipientStatus === 'active',
      status: found.status,
      pausedUntil: found.paused_until,
      mayPause: found.status !== 'stopped' && (isPerson || found.others === 0),
      schedule: parseSchedule(found.schedule),
      locale: found.locale,
      timeZone: found.time_zone,
    },
  };
}
