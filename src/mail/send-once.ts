import { mailboxFailed, mailboxWorked, takeMailbox } from '../store/mailboxes.ts';
import type { DeliverDeps } from './deliver.ts';
import { mailboxRest } from './deliver.ts';
import type { SendOutcome } from './send-outcome.ts';

/**
 * Sends a message that no run stands behind (a digest from the command line): once, now, through the first mailbox that
 * takes it. Nothing is stored and nothing is tried later, so every outcome is the caller's to tell.
 *
 * @returns null where there is no mailbox that may send now.
 */
export async function sendOnce(
  deps: Pick<DeliverDeps, 'store' | 'send' | 'today'>,
  input: { to: string; message: Uint8Array },
): Promise<SendOutcome | null> {
  const { store } = deps;
  const tried: number[] = [];
  let last: SendOutcome | null = null;
  for (;;) {
    const mailbox = await takeMailbox(store, { day: deps.today(), except: tried });
    if (!mailbox) return last;
    tried.push(mailbox.id);
    last = await deps.send({ mailbox, ...input });
    if (last.kind === 'accepted' && mailbox.failures > 0) await mailboxWorked(store, mailbox.id);
    if (last.kind === 'mailbox-failed') {
      const restMs = mailboxRest(mailbox, last.retryAfterMs);
      await mailboxFailed(store, { id: mailbox.id, error: last.response, restMs });
    } else if (last.kind !== 'message-refused') return last;
  }
}
