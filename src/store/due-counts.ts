import { type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';

const hasSlot = sql<SqlBool>`next_slot IS NOT NULL`;

/**
 * What the clock has before it: when a subscription is due next (in the past where that one waits for the clock), how many
 * are due and have no run yet, and for how long the first of them is, in milliseconds.
 */
export async function dueCounts(
  store: Store,
): Promise<{ nextDue: number | null; overdue: number; longestMs: number; now: number }> {
  const first = await store.db
    .selectFrom('subscription')
    .select('next_slot')
    .where(hasSlot)
    .orderBy('next_slot')
    .limit(1)
    .executeTakeFirst();
  const { overdue, now } = await store.db
    .selectFrom('subscription')
    .select([sql<number>`count(*)`.as('overdue'), store.now().as('now')])
    .where(hasSlot)
    .where('next_slot', '<=', store.now())
    .executeTakeFirstOrThrow();
  const nextDue = first?.next_slot ?? null;
  return { nextDue, overdue, longestMs: overdue > 0 && nextDue !== null ? now - nextDue : 0, now };
}

/** Subscriptions that the clock looks after. */
export async function countScheduled(store: Store): Promise<number> {
  const { count } = await store.db
    .selectFrom('subscription')
    .select(sql<number>`count(*)`.as('count'))
    .where(hasSlot)
    .executeTakeFirstOrThrow();
  return count;
}
