import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { sql } from 'kysely';
import { silentLog } from '../src/log.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore, sqliteFile } from '../src/store/open.ts';
import { planSlot } from '../src/subscriptions/next-slot.ts';
import { tick } from '../src/worker/scheduler.ts';

/**
 * `npm run bench:tick`: what one look at the clock reads, with few and with many subscriptions. Shows the query plan of
 * each statement that looks for due rows and the rows that it visits, counted by a function that the statement calls for
 * each row which the index yields.
 */
const due = 7;
const statements = new Set<string>();
const prepare = DatabaseSync.prototype.prepare;
DatabaseSync.prototype.prepare = function (this: DatabaseSync, text: string) {
  statements.add(text);
  return prepare.call(this, text);
};

async function measure(size: number) {
  const dataDir = mkdtempSync(join(tmpdir(), 'litpush-tick-'));
  const store = openStore({ databaseUrl: null, dataDir });
  await migrate(store);
  const schedule = '{"frequency":"daily","at":"08:00","timeZone":"Asia/Shanghai"}';
  await sql`INSERT INTO person VALUES ('p', 'P', 'p@example.org', TRUE, NULL, '', '', 'en', 'UTC')`.execute(
    store.db,
  );
  await sql`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${size})
    INSERT INTO subscription (person_id, name, query, query_revision, accepted, filters, schedule, max_articles,
      first_window_days, send_nothing_new, status, next_slot, created_at, updated_at)
    SELECT 'p', 'S', 'sepsis', 1, '[]', '{}', ${schedule}, 10, 30, 0, 'active',
      CASE WHEN i <= ${due} THEN 1000 + i ELSE ${store.now()} + 86400000 + i END, 0, 0 FROM n`.execute(
    store.db,
  );
  statements.clear();
  const deps = { store, plan: planSlot, uncertainAfterMs: 0, log: silentLog() };
  const looks = await readsOf(dataDir, () => tick(deps));
  const idle = performance.now();
  for (let again = 0; again < 100; again += 1) await tick(deps);
  const idleMs = (performance.now() - idle) / 100;
  await store.close();
  rmSync(dataDir, { recursive: true });
  return { size, looks, idleMs };
}

/** Runs the tick, then explains what it asked, on a copy of the rows as they were before. */
async function readsOf(dataDir: string, run: () => Promise<unknown>) {
  const before = join(dataDir, 'before.sqlite');
  const source = new DatabaseSync(sqliteFile(dataDir));
  source.exec(`VACUUM INTO '${before}'`);
  source.close();
  statements.clear();
  await run();
  const copy = new DatabaseSync(before);
  let visited = 0;
  copy.function('visited', () => {
    visited += 1;
    return 1;
  });
  const looks = [...statements].filter((text) => /^select .* from "subscription" where/.test(text));
  return looks.map((text) => {
    const values = text.includes('limit ?') ? [200] : [];
    visited = 0;
    prepare.call(copy, text.replace(' where ', ' where visited() and ')).all(...values);
    const plan = prepare.call(copy, `EXPLAIN QUERY PLAN ${text}`).all(...values);
    const column = /where "(\w+)"/.exec(text)?.[1] ?? '';
    return { column, visited, plan: plan.map(({ detail }) => String(detail)).join('; ') };
  });
}

console.log('| subscriptions | looks at | plan | rows visited | idle tick, ms |');
console.log('|---:|---|---|---:|---:|');
for (const size of [100, 100_000]) {
  const { looks, idleMs } = await measure(size);
  for (const { column, visited, plan } of looks) {
    console.log(`| ${size} | \`${column}\` | ${plan} | ${visited} | ${idleMs.toFixed(2)} |`);
  }
}
