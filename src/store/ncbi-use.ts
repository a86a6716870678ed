import { sql } from 'kysely';
import { pauseBit } from './ncbi-rate.ts';
import type { Store } from './open.ts';

/** How much of NCBI's limit is taken at this moment, and how long NCBI's pause still lasts, in milliseconds. */
export async function readNcbiUse(store: Store): Promise<{ slots: number; taken: number; pausedMs: number }> {
  const use = await store.db
    .selectFrom('ncbi_slot')
    .select([
      sql<number>`count(*)`.as('slots'),
      sql<number>`coalesce(sum(CASE WHEN free_at > ${store.now()} THEN 1 ELSE 0 END), 0)`.as('taken'),
      sql<number>`coalesce((SELECT max(until) - ${store.now()} FROM ncbi_notice WHERE bit = ${pauseBit}), 0)`.as(
        'paused',
      ),
    ])
    .executeTakeFirstOrThrow();
  return { slots: use.slots, taken: Number(use.taken), pausedMs: Math.max(0, use.paused) };
}
