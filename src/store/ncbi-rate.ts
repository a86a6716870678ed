import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { QueueName } from '../contract/queue.ts';
import type { Store } from './open.ts';

/** The rows of `ncbi_notice`. Numbers that can be added, so that one sum says which of them hold. */
const bits: Record<QueueName, number> = { high: 1, default: 2, low: 4 };
export const pauseBit = 8;

/** A waiter looks again when the next slot is free; its notice lasts a little longer than that. */
const graceMs = 250;
/** A slot is free, and kept for somebody who should be here any moment: how long until we look again. */
const keptMs = 40;

export interface SlotRequest {
  /** Rows that this process's rate allows: it never touches one above them. */
  slots: number;
  /** How long a slot rests after it was taken. */
  spanMs: number;
  /** The priorities for which somebody in this process waits; at least one. */
  waiting: readonly QueueName[];
  /** For each turn that a slot can have, in order: to whom this process then leaves it. */
  yieldTo: readonly (readonly QueueName[])[];
}

/** The slot and its turn, a place in `yieldTo`; or how long nobody here need ask again, and what NCBI's pause still lasts. */
export type SlotAnswer = { slot: number; turn: number } | { waitMs: number; pausedMs: number };

/**
 * Takes the slot that has been free for longest. One statement, so that of many processes one gets it. When there is none
 * for us, the others are told who waits here.
 */
export async function takeNcbiSlot(store: Store, request: SlotRequest): Promise<SlotAnswer> {
  const { slots, spanMs } = request;
  const taken = await store.relaxed(({ db }) =>
    db
      .updateTable('ncbi_slot')
      .set({ free_at: after(store, spanMs), uses: sql<number>`uses + 1` })
      .where('n', '=', (eb) =>
        eb
          .selectFrom('ncbi_slot')
          .select('n')
          .where('n', '<', slots)
          .where('free_at', '<=', store.now())
          .where(nobodyGoesBefore(store, request))
          .orderBy('free_at')
          .orderBy('n')
          .limit(1)
          .modifyEnd(store.skipLocked),
      )
      .where('free_at', '<=', store.now())
      .returning(['n', 'uses'])
      .executeTakeFirst(),
  );
  if (!taken) return waitFor(store, request);
  return { slot: taken.n, turn: (taken.n + taken.uses - 1) % request.yieldTo.length };
}

/** None of those holds to whom the slot's turn makes us yield, and no pause. */
function nobodyGoesBefore(store: Store, { yieldTo }: SlotRequest): RawBuilder<SqlBool> {
  const cases = yieldTo.map(
    (before, turn) => sql`WHEN ${sql.lit(turn)} THEN ${sql.lit(pauseBit + sum(before))}`,
  );
  return sql`((SELECT coalesce(sum(bit), 0) FROM ncbi_notice WHERE until > ${store.now()})
    & (CASE (n + uses) % ${sql.lit(yieldTo.length)} ${sql.join(cases, sql` `)} END)) = 0`;
}

const sum = (priorities: readonly QueueName[]): number =>
  priorities.reduce((all, priority) => all + bits[priority], 0);

const after = (store: Store, ms: number) => sql<number>`${store.now()} + ${Math.ceil(ms)}`;

async function waitFor(store: Store, request: SlotRequest): Promise<SlotAnswer> {
  const slot = sql`FROM ncbi_slot WHERE n < ${request.slots}`;
  const notices = await store.db
    .selectFrom('ncbi_notice')
    .select([
      'bit',
      sql<number>`since - ${store.now()}`.as('since'),
      sql<number>`until - ${store.now()}`.as('until'),
      sql<number>`(SELECT count(*) ${slot})`.as('slots'),
      sql<number>`(SELECT coalesce(min(free_at), 0) ${slot}) - ${store.now()}`.as('free'),
      sql<number>`(SELECT coalesce(max(free_at), 0) ${slot}) - ${store.now()}`.as('last'),
    ])
    .execute();
  const { slots = 0, free = 0, last = 0 } = notices[0] ?? {};
  if (slots < request.slots) {
    await addSlots(store, request.slots);
    return { waitMs: 0, pausedMs: 0 };
  }
  if (last > request.spanMs || notices.some(({ since }) => since > 0)) {
    await clockWasSetBack(store, request);
    return { waitMs: 0, pausedMs: 0 };
  }
  const waitMs = free > 0 ? Math.min(free, request.spanMs) : keptMs;
  const told = new Map(notices.map(({ bit, until }) => [bit, until]));
  const untold = request.waiting.filter((priority) => (told.get(bits[priority]) ?? 0) <= waitMs);
  if (untold.length > 0) await tellOthers(store, { waiting: untold, ms: waitMs + graceMs });
  return { waitMs, pausedMs: Math.max(0, told.get(pauseBit) ?? 0) };
}

/** Slots are made when they are first missed, by whoever's rate asks for them. */
const addSlots = (store: Store, slots: number) =>
  store.relaxed(({ db }) =>
    db
      .insertInto('ncbi_slot')
      .values(Array.from({ length: slots }, (_, n) => ({ n, free_at: 0, uses: 0 })))
      .onConflict((oc) => oc.doNothing())
      .execute(),
  );

/** What was used just before may not be used again at once, but nobody waits for as long as the clock went back. */
const clockWasSetBack = (store: Store, { spanMs }: SlotRequest): Promise<void> =>
  store.relaxed(async ({ db }) => {
    const at = after(store, spanMs);
    await db.updateTable('ncbi_slot').set({ free_at: at }).where('free_at', '>', at).execute();
    await db
      .updateTable('ncbi_notice')
      .set({ since: store.now(), until: sql<number>`until - since + ${store.now()}` })
      .where('since', '>', store.now())
      .execute();
  });

const tellOthers = (store: Store, { waiting, ms }: { waiting: readonly QueueName[]; ms: number }) =>
  store.relaxed(({ db }) =>
    db
      .updateTable('ncbi_notice')
      .set({ since: store.now(), until: after(store, ms) })
      .where(
        'bit',
        'in',
        waiting.map((priority) => bits[priority]),
      )
      .where('until', '<', after(store, ms))
      .execute(),
  );

/** Nobody here waits with these priorities any longer. Another process that still does says so when it next looks. */
export const withdrawNcbiWaiting = (store: Store, priorities: readonly QueueName[]): Promise<unknown> =>
  store.relaxed(({ db }) =>
    db
      .updateTable('ncbi_notice')
      .set({ until: store.now() })
      .where(
        'bit',
        'in',
        priorities.map((priority) => bits[priority]),
      )
      .where('until', '>', store.now())
      .execute(),
  );

/** Nobody takes a slot for so long. A later pause extends an earlier one, never shortens it. */
export const pauseNcbi = (store: Store, ms: number): Promise<unknown> =>
  store.relaxed(({ db }) =>
    db
      .updateTable('ncbi_notice')
      .set({ since: store.now(), until: after(store, ms) })
      .where('bit', '=', pauseBit)
      .where('until', '<', after(store, ms))
      .execute(),
  );

/** The request for which the slot was taken went out only now: the slot rests from now on. */
export const restNcbiSlot = (
  store: Store,
  { slot, spanMs }: { slot: number; spanMs: number },
): Promise<unknown> =>
  store.relaxed(({ db }) =>
    db
      .updateTable('ncbi_slot')
      .set({ free_at: after(store, spanMs) })
      .where('n', '=', slot)
      .where('free_at', '<', after(store, spanMs))
      .execute(),
  );

/** Whether this database can hand out slots: it answers, has the tables, and may be written to. */
export async function hasNcbiSlots(store: Store): Promise<boolean> {
  try {
    await store.relaxed(({ db }) =>
      db.updateTable('ncbi_notice').set({ until: sql<number>`until` }).where('bit', '=', pauseBit).execute(),
    );
    return true;
  } catch {
    // Whatever the reason is, it is the answer.
    return false;
  }
}

/** The slots of this database under the names by which the limiter asks for them. */
export const ncbiTokens = (store: Store) => ({
  take: (request: SlotRequest) => takeNcbiSlot(store, request),
  withdraw: (waiting: readonly QueueName[]) => withdrawNcbiWaiting(store, waiting),
  pause: (ms: number) => pauseNcbi(store, ms),
  rest: (late: { slot: number; spanMs: number }) => restNcbiSlot(store, late),
});
