import type { Logger } from '../log.ts';
import type { ClaimKeeper } from '../store/claim-keeper.ts';
import {
  type ClaimedDelivery,
  claimDelivery,
  failDelivery,
  markSent,
  markUncertain,
  returnDelivery,
} from '../store/deliveries.ts';
import {
  type Mailbox,
  mailboxFailed,
  mailboxWorked,
  nextMailboxIn,
  takeMailbox,
} from '../store/mailboxes.ts';
import type { Store } from '../store/open.ts';
import type { MessageRefused, RecipientRefused, SendOutcome } from './send-outcome.ts';

export interface DeliverDeps {
  store: Store;
  claims: ClaimKeeper;
  /** Hands the frozen bytes to one mailbox's server. Never throws: every failure is an outcome. */
  send(input: { mailbox: Mailbox; to: string; message: Uint8Array }): Promise<SendOutcome>;
  /** The day that the mailboxes' daily limits count, `YYYY-MM-DD`. */
  today(): string;
  uncertain: UncertainPolicy;
  log: Logger;
}

/** What happens to a message that a server may or may not have taken: offered again after a while, or a person decides. */
export interface UncertainPolicy {
  policy: 'retry' | 'ask';
  delayMs: number;
}

export type DeliverResult = 'sent' | 'later' | 'uncertain' | 'failed' | 'none';

const minute = 60_000;
/** A refusal that may pass is borne for this long; then the message waits for the next run or a person. */
const patienceMs = 48 * 60 * minute;
const longestRestMs = 6 * 60 * minute;

/** How long to wait after the uncertain end number `attempts`, which grows; null leaves it to a person. */
export const uncertainWait = ({ policy, delayMs }: UncertainPolicy, attempts: number): number | null =>
  policy === 'ask' ? null : delayMs * 2 ** Math.min(Math.max(attempts - 1, 0), 6);

/**
 * Sends one delivery that is due, through the mailboxes in turn until one takes it.
 *
 * @param id a certain delivery; without it the one that has waited longest.
 */
export async function deliver(deps: DeliverDeps, id?: number): Promise<DeliverResult> {
  const { store, claims } = deps;
  return claims.hold('delivery', async (claim) => {
    const delivery = await claimDelivery(store, {
      claim,
      ttlMs: claims.ttlMs,
      ...(id === undefined ? {} : { id }),
    });
    if (!delivery) return 'none';
    // On the disk before a server sees a byte: the frozen digest, its Message-ID and the mark that it is being sent.
    await store.durable();
    return offer(deps, delivery);
  });
}

async function offer(deps: DeliverDeps, delivery: ClaimedDelivery): Promise<DeliverResult> {
  const { store } = deps;
  const tried: number[] = [];
  let refusal: MessageRefused | null = null;
  for (;;) {
    const mailbox = await takeMailbox(store, { day: deps.today(), except: tried });
    if (!mailbox) return refusal ? giveUpOrWait(deps, delivery, refusal) : waitForMailbox(deps, delivery);
    tried.push(mailbox.id);
    const outcome = await deps.send({ mailbox, to: delivery.address, message: delivery.message });
    const { kind, response } = outcome;
    if (kind !== 'accepted') {
      deps.log.warn({ delivery: delivery.id, mailbox: mailbox.name, kind, response }, 'message not accepted');
    }
    if (kind === 'accepted') {
      await markSent(store, { id: delivery.id, response, mailboxId: mailbox.id });
      if (mailbox.failures > 0) await mailboxWorked(store, mailbox.id);
      return 'sent';
    }
    if (kind === 'uncertain') {
      const afterMs = uncertainWait(deps.uncertain, delivery.attempts);
      await markUncertain(store, { delivery, afterMs, response });
      return 'uncertain';
    }
    if (kind === 'recipient-refused') return giveUpOrWait(deps, delivery, outcome);
    if (kind === 'message-refused') {
      // Another provider may judge the content otherwise.
      refusal = outcome;
      continue;
    }
    await mailboxFailed(store, {
      id: mailbox.id,
      error: response,
      restMs: mailboxRest(mailbox, outcome.retryAfterMs),
    });
  }
}

/** Each failure in a row doubles the rest, so that a broken account costs ever less and never blocks the others. */
export function mailboxRest(mailbox: Mailbox, retryAfterMs: number | null): number {
  return Math.min((retryAfterMs ?? 60 * minute) * 2 ** Math.min(mailbox.failures, 8), longestRestMs);
}

async function giveUpOrWait(
  deps: DeliverDeps,
  delivery: ClaimedDelivery,
  refusal: RecipientRefused | MessageRefused,
): Promise<DeliverResult> {
  const { store } = deps;
  const { response } = refusal;
  const age = delivery.now - delivery.created_at;
  if (refusal.permanent || age > patienceMs) {
    await failDelivery(store, { delivery, response, wholeAddress: refusal.kind === 'recipient-refused' });
    return 'failed';
  }
  const afterMs = (refusal.retryAfterMs ?? minute) * 2 ** Math.min(delivery.attempts - 1, 4);
  await returnDelivery(store, { delivery, afterMs, response, countsAsAttempt: true });
  return 'later';
}

/** Every mailbox rests, is full for today, or has just failed: the message goes back in line and loses nothing. */
async function waitForMailbox(deps: DeliverDeps, delivery: ClaimedDelivery): Promise<DeliverResult> {
  const wait = await nextMailboxIn(deps.store, { day: deps.today() });
  const response = wait === null ? 'there is no active mailbox' : 'no mailbox can send now';
  await returnDelivery(deps.store, {
    delivery,
    afterMs: Math.max(wait ?? 5 * minute, 1000),
    response,
    countsAsAttempt: false,
  });
  return 'later';
}
