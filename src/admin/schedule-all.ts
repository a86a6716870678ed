import { activeSubscriptions, moveSlots } from '../store/active-subscriptions.ts';
import type { SlotPlan } from '../store/due-subscriptions.ts';
import { addJob } from '../store/jobs.ts';
import type { Store } from '../store/open.ts';
import { planSlot } from '../subscriptions/next-slot.ts';

const chunk = 500;

export interface ScheduledAll {
  /** Active ones, all of them. */
  subscriptions: number;
  /** Those whose next slot is another one now. */
  changed: number;
  /** Those whose schedule cannot be read: they stay as they are. */
  unreadable: number;
}

/** Asks for it; the job does it. Two who ask at once ask for one. */
export const requestScheduleAll = (store: Store): Promise<{ id: number; joined: boolean }> =>
  addJob(store, { kind: 'schedule-all', key: 'all', queue: 'high' });

/**
 * Computes each active subscription's next slot anew, by the one due-time rule. Those that are due already are left to the
 * clock, which would otherwise miss them; paused and stopped ones have no slot.
 */
export async function scheduleAll(store: Store): Promise<ScheduledAll> {
  const all: ScheduledAll = { subscriptions: 0, changed: 0, unreadable: 0 };
  for (let after = 0; ; ) {
    const page = await activeSubscriptions(store, { after, limit: chunk });
    if (page.length === 0) return all;
    all.subscriptions += page.length;
    const moves = [];
    for (const { now, ...subscription } of page) {
      const { id, next_slot: from } = subscription;
      if (from !== null && from <= now) continue;
      const to = slotOrNull(subscription, now);
      if (to === null) all.unreadable += 1;
      else if (to !== from) moves.push({ id, from, to });
    }
    if (moves.length > 0) all.changed += await moveSlots(store, moves);
    after = page.at(-1)?.id ?? after;
  }
}

/** A row that was edited by hand must not stop the others. */
function slotOrNull(subscription: Parameters<typeof planSlot>[0], now: number): SlotPlan['nextSlot'] | null {
  try {
    return planSlot(subscription, now).nextSlot;
  } catch {
    return null;
  }
}
