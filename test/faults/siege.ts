import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import type { EutilsFault } from '../../sandbox/eutils-faults.ts';
import { createRandom, type Random } from '../../sandbox/random.ts';
import type { SmtpFault } from '../../sandbox/smtp-faults.ts';
import { openApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { pushNow } from '../../src/push/push-now.ts';
import { openStore, type Store, sqliteFile } from '../../src/store/open.ts';
import { type DatabaseKind, makeDatabase } from '../databases.ts';
import { addMailbox, fastEutils, subscribe, worldConfig } from '../world.ts';
import { type FarSandbox, type Pusher, startFarSandbox, startPusher } from './processes.ts';
import type { PusherOrders } from './pusher.ts';

/** Subscriptions that are pushed by processes which are killed at random moments while new papers arrive. */
export interface Siege {
  sandbox: FarSandbox;
  config: Config;
  subscriptions: Watched[];
  /** PMIDs that each tag's subscriptions must be given. */
  published: Map<string, number[]>;
  kills: number;
  /** Short visits: no connection of ours keeps the database alive over a kill. */
  visit<T>(work: (store: Store) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Watched {
  id: number;
  tag: string;
  address: string;
}

export interface SiegePlan {
  kind: DatabaseKind;
  subscriptions: number;
  kills: number;
  /** Pushers at the same time. */
  processes: number;
  seed: number;
  eutils?: EutilsFault[];
  smtp?: SmtpFault[];
}

const policy = { attempts: 3, baseMs: 1, capMs: 5, totalMs: 5000, timeoutMs: 10_000 };
const letters = 'abcdefghijklmnopqrstuvwxyz';

export async function prepareSiege(plan: SiegePlan): Promise<Siege> {
  const sandbox = await startFarSandbox();
  const database = await makeDatabase(plan.kind, { empty: true });
  const config: Config = {
    ...worldConfig({ ...sandbox, ...database.options }),
    uncertain: { policy: 'retry', delayMs: 200 },
    logLevel: 'error',
  };
  // Two subscriptions share a tag: what is fetched for one serves the other.
  const tags = Array.from({ length: Math.ceil(plan.subscriptions / 2) }, (_, n) => `siege${letters[n]}x`);
  await sandbox.publish({ count: tags.length, tag: tags, day: '2001-01-01', fromPmid: 30_000_001 });
  const app = await openApp(config, { eutils: fastEutils });
  for (let n = 1; n <= 3; n += 1) await addMailbox(app, sandbox.smtpUrl, { n });
  const subscriptions: Watched[] = [];
  for (let n = 0; n < plan.subscriptions; n += 1) {
    const tag = tags[n >> 1] ?? '';
    const address = `siege${n}@example.org`;
    const query = `${tag}[tiab]`;
    const id = await subscribe(app, { query, recipients: [address], maxArticles: 2 + (n % 7) });
    subscriptions.push({ id, tag, address });
    // Their first windows are empty, so every paper from now on must come.
    await pushNow(app.push, { subscriptionId: id, trigger: 'manual' });
  }
  await app.close();
  return {
    sandbox,
    config,
    subscriptions,
    published: new Map(tags.map((tag) => [tag, []])),
    kills: 0,
    async visit(work) {
      const store = openStore(config);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
    async close() {
      await sandbox.stop();
      await database.close();
    },
  };
}

/** New papers come, every subscription is due, a pusher is at work; then it is killed. So many times. */
export async function besiege(siege: Siege, plan: SiegePlan): Promise<void> {
  const random = createRandom(plan.seed);
  const { sandbox, config } = siege;
  await sandbox.setFaults({ eutils: plan.eutils ?? [], smtp: plan.smtp ?? [], seed: plan.seed });
  const start = () => startPusher(ordersFor(siege, 400));
  const pushers: Pusher[] = Array.from({ length: plan.processes }, start);
  while (siege.kills < plan.kills) {
    await publishSome(siege, random);
    await siege.visit(makeAllDue);
    const pusher = pushers.shift() ?? start();
    // Now and then it dies while it starts, else at some moment of the work on all these slots.
    if (random.chance(0.1)) await wait(random.between(0, 500));
    else {
      const searches = (await sandbox.searches()) + random.between(0, plan.subscriptions);
      await pusher.ready;
      const until = performance.now() + 2000;
      while (performance.now() < until && (await sandbox.searches()) < searches) await wait(5);
      await wait(random.between(0, 40));
    }
    await pusher.kill();
    siege.kills += 1;
    if (plan.kind === 'sqlite') checkFile(config.dataDir);
    pushers.push(start());
  }
  await sandbox.setFaults({ eutils: [], smtp: [], seed: plan.seed });
  await finish(siege);
  for (const pusher of pushers) await pusher.kill();
}

/** @param claimTtlMs so long another process waits for one that died. */
export const ordersFor = ({ config }: Siege, claimTtlMs: number): PusherOrders => ({
  config,
  claimTtlMs,
  policy,
  lanes: 3,
});

export async function publishSome(siege: Siege, random: Random): Promise<void> {
  const tags = [...siege.published.keys()].filter(() => random.chance(0.3));
  if (tags.length === 0) return;
  const count = tags.length * random.between(1, 3);
  const added = await siege.sandbox.publish({ count, tag: tags });
  for (const [n, pmid] of added.entries()) siege.published.get(tags[n % tags.length] ?? '')?.push(pmid);
}

/** A slot for each, and the time passes that all else waits for; what a process has in hand is left alone. */
export async function makeAllDue(store: Store): Promise<void> {
  await store.db.updateTable('subscription').set({ next_slot: store.now() }).execute();
  await passTime(store);
}

async function passTime(store: Store): Promise<void> {
  await store.db.updateTable('mailbox').set({ cool_until: 0 }).execute();
  await store.db
    .updateTable('job')
    .set({ next_attempt: store.now() })
    .where('state', '=', 'waiting')
    .execute();
  await store.db
    .updateTable('delivery')
    .set({ next_attempt: store.now() })
    .where('state', 'in', ['pending', 'uncertain'])
    .where('next_attempt', 'is not', null)
    .execute();
}

/** @throws where the file is not what SQLite wrote. */
function checkFile(dataDir: string): void {
  const db = new DatabaseSync(sqliteFile(dataDir));
  const result = db.prepare('PRAGMA integrity_check').get();
  db.close();
  if (result?.['integrity_check'] !== 'ok') throw new Error(JSON.stringify(result));
}

/** Lets the pushers work until nothing is open, nothing waits and every message is out. */
export async function finish(siege: Siege): Promise<void> {
  for (let round = 0; round < 400; round += 1) {
    const left = await siege.visit(unfinished);
    if (left.runs + left.deliveries + left.waiting + left.failed === 0) return;
    await siege.visit(left.runs + left.deliveries > 0 ? passTime : makeAllDue);
    await wait(150);
  }
  throw new Error(`not finished: ${JSON.stringify(await siege.visit(unfinished))}`);
}

async function unfinished(store: Store) {
  const { rows } = await sql<Record<'runs' | 'deliveries' | 'failed' | 'waiting' | 'due', number>>`SELECT
    (SELECT count(*) FROM run WHERE state = 'open') + (SELECT count(*) FROM subscription WHERE next_slot <= ${store.now()}) AS runs,
    (SELECT count(*) FROM delivery WHERE state NOT IN ('sent', 'failed')) AS deliveries,
    (SELECT count(*) FROM delivery WHERE state = 'failed') AS failed,
    (SELECT count(*) FROM ledger WHERE state IN ('waiting', 'missing')) AS waiting`.execute(store.db);
  const [row] = rows;
  if (!row) throw new Error('no counts');
  return row;
}
