import { sql } from 'kysely';
import { silentLog } from '../src/log.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { planSlot } from '../src/subscriptions/next-slot.ts';
import { tick } from '../src/worker/scheduler.ts';
import { median, type Place } from './places.ts';

const repeats = 15;

/**
 * Milliseconds of one look at the clock, over so many subscriptions: with nothing due, and with `due` of them due, each
 * of which becomes a run with its job and gets its next slot. Medians.
 */
export async function tickTimes(input: {
  place: Place;
  size: number;
  due: number;
}): Promise<{ idle: number; due: number }> {
  const store = openStore(input.place);
  try {
    await migrate(store);
    await fill(store, input.size);
    const look = async () => {
      const started = performance.now();
      await tick({ store, plan: planSlot, uncertainAfterMs: 0, log: silentLog() });
      return performance.now() - started;
    };
    for (let warm = 0; warm < 5; warm += 1) await look();
    const idle: number[] = [];
    const due: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat += 1) {
      idle.push(await look());
      await makeDue(store, { first: repeat * input.due + 1, count: input.due, of: input.size });
      due.push(await look());
    }
    return { idle: median(idle), due: median(due) };
  } finally {
    await store.close();
  }
}

async function fill(store: Store, size: number): Promise<void> {
  const schedule = '{"frequency":"daily","at":"08:00","timeZone":"Asia/Shanghai"}';
  await sql`INSERT INTO person (id, name, email, email_verified, created_at, updated_at, locale, time_zone)
    VALUES ('p', 'P', 'p@example.org', TRUE, '2026-01-01', '2026-01-01', 'en', 'UTC')`.execute(store.db);
  await sql`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${sql.lit(size)})
    INSERT INTO subscription (person_id, name, query, query_revision, accepted, filters, schedule, max_articles,
      first_window_days, send_nothing_new, status, next_slot, created_at, updated_at)
    SELECT 'p', 'S', 'sepsis', 1, '[]', '{}', ${sql.lit(schedule)}, 10, 30, 0, 'active',
      ${store.now()} + 86400000 + i, 0, 0 FROM n`.execute(store.db);
  if (store.kind === 'postgres') await sql`ANALYZE`.execute(store.db);
}

/** Subscriptions whose last run is over, so that each opens a run of its own. */
async function makeDue(store: Store, { first, count, of }: { first: number; count: number; of: number }) {
  await sql`UPDATE run SET state = 'done' WHERE state = 'open'`.execute(store.db);
  await sql`UPDATE job SET state = 'done', finished_at = 1 WHERE finished_at IS NULL`.execute(store.db);
  const from = first % Math.max(1, of - count);
  await sql`UPDATE subscription SET next_slot = ${store.now()} - 1000 WHERE id >= ${from} AND id < ${from + count}`.execute(
    store.db,
  );
}
