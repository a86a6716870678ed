import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { createRandom, type Random } from '../../sandbox/random.ts';
import { openApp } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { pushNow } from '../../src/push/push-now.ts';
import { openStore, type Store } from '../../src/store/open.ts';
import { type DatabaseKind, makeDatabase } from '../databases.ts';
import { startRedis, type TestRedis } from '../redis.ts';
import { addMailbox, fastEutils, subscribe, worldConfig } from '../world.ts';
import { type Litpush, startLitpush } from './installation.ts';
import { startFarSandbox } from './processes.ts';
import type { Siege, Watched } from './siege.ts';

/**
 * A whole installation (a server, workers, Redis, a database) whose subscriptions are all due in the same minute, again
 * and again, while Redis and workers come to harm.
 */
export interface QueueSiegePlan {
  kind: DatabaseKind;
  subscriptions: number;
  workers: number;
  /** How long Redis and the workers come to harm, in milliseconds. */
  faultsMs: number;
  /** Between two slots of all subscriptions, in milliseconds. */
  everyMs: number;
  policy: 'retry' | 'ask';
  /** Requests a second, the service's and the sandbox's. */
  rate: number;
  seed: number;
}

export interface QueueSiege extends Siege {
  redis: TestRedis;
  env: Record<string, string>;
  processes: Litpush[];
  /** What was done to it, in order: `kill redis`, `flush`, `freeze`, `kill worker`. */
  harm: string[];
}

const letters = 'abcdefghijklmnopqrstuvwxyz';
const tagOf = (n: number): string => `siege${letters[Math.floor(n / 26)]}${letters[n % 26]}x`;

export async function prepareQueueSiege(plan: QueueSiegePlan): Promise<QueueSiege> {
  const sandbox = await startFarSandbox({ rate: plan.rate });
  const redis = await startRedis(['--enable-debug-command', 'local']);
  const database = await makeDatabase(plan.kind, { empty: true });
  const config: Config = {
    ...worldConfig({ ...sandbox, ...database.options }),
    uncertain: { policy: plan.policy, delayMs: 1000 },
  };
  const env = environment(config, { plan, redisUrl: redis.url });
  // Some forty subscriptions share a tag: what is fetched for one serves the others.
  const tags = Array.from({ length: Math.ceil(plan.subscriptions / 40) }, (_, n) => tagOf(n));
  await sandbox.publish({ count: tags.length, tag: tags, day: '2001-01-01', fromPmid: 30_000_001 });
  const app = await openApp({ ...config, ncbi: { ...config.ncbi, rate: plan.rate } }, { eutils: fastEutils });
  for (let n = 1; n <= 3; n += 1) await addMailbox(app, sandbox.smtpUrl, { n });
  const subscriptions: Watched[] = [];
  const add = async (n: number) => {
    const tag = tags[n % tags.length] ?? '';
    const address = `siege${n}@example.org`;
    const id = await subscribe(app, { query: `${tag}[tiab]`, recipients: [address], maxArticles: 200 });
    subscriptions.push({ id, tag, address });
    // Their first windows are empty, so every paper from now on must come.
    await pushNow(app.push, { subscriptionId: id, trigger: 'manual' });
  };
  const numbers = Array.from({ length: plan.subscriptions }, (_, n) => n);
  const lane = async () => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) await add(n);
  };
  await Promise.all(Array.from({ length: 8 }, lane));
  await app.close();
  const processes: Litpush[] = [];
  return {
    sandbox,
    config,
    redis,
    env,
    subscriptions,
    published: new Map(tags.map((tag) => [tag, []])),
    kills: 0,
    harm: [],
    processes,
    async visit(work) {
      const store = openStore(config);
      try {
        return await work(store);
      } finally {
        await store.close();
      }
    },
    async close() {
      for (const one of processes) if (one.alive()) await one.kill();
      await redis.stop();
      await sandbox.stop();
      await database.close();
    },
  };
}

const environment = (
  config: Config,
  { plan, redisUrl }: { plan: QueueSiegePlan; redisUrl: string },
): Record<string, string> => ({
  EUTILS_URL: config.ncbi.url,
  DATA_DIR: config.dataDir,
  DATABASE_URL: config.databaseUrl ?? '',
  APP_SECRET: config.appSecret ?? '',
  NCBI_RATE: String(plan.rate),
  BASE_URL: config.baseUrl ?? '',
  LOG_LEVEL: 'info',
  REDIS_URL: redisUrl,
  UNCERTAIN_POLICY: plan.policy,
  UNCERTAIN_DELAY: '1',
  PORT: '0',
  WORKER_CONCURRENCY: '4',
});

/** Any clock but the database's may be wrong. */
const wrongClock = (random: Random): number => random.between(-120_000, 120_000);

export function startAll(siege: QueueSiege, plan: QueueSiegePlan, random: Random): void {
  // On one machine the server works too; with a server of its own for the database it only serves.
  const serve = plan.kind === 'sqlite' ? ['serve'] : ['serve', '--no-worker'];
  siege.processes.push(startLitpush({ command: serve, env: siege.env, wrongByMs: wrongClock(random) }));
  for (let n = 1; n <= plan.workers; n += 1) siege.processes.push(startWorkerProcess(siege, n, random));
}

const startWorkerProcess = (siege: QueueSiege, n: number, random: Random): Litpush =>
  startLitpush({
    command: ['worker'],
    env: { ...siege.env, RQ_WORKER_NAME: `siege-${n}` },
    wrongByMs: wrongClock(random),
  });

/** Papers arrive, all are due, harm is done; so long, and once more when all is done. Then the faults end. */
export async function besiegeQueue(siege: QueueSiege, plan: QueueSiegePlan): Promise<void> {
  const random = createRandom(plan.seed);
  startAll(siege, plan, random);
  const end = performance.now() + plan.faultsMs;
  const slots = (async () => {
    while (performance.now() < end) {
      await publishForAll(siege, random);
      await siege.visit(makeDue);
      await wait(Math.min(plan.everyMs, Math.max(0, end - performance.now())));
    }
  })();
  while (performance.now() < end) {
    await wait(random.between(300, 2500));
    await doHarm(siege, random);
  }
  await slots;
  // A slot that comes while a run is under way is that run's, which may have searched already: papers of that moment come with
  // the next slot. So the last slot of all finds nothing under way; harm is done to it as to the others.
  await untilDone(siege, 120_000 + plan.subscriptions * 200);
  await publishForAll(siege, random);
  await siege.visit(makeDue);
  await doHarm(siege, random);
}

/** Those that are due already may be in a process' transaction, in another order. */
async function makeDue(store: Store): Promise<void> {
  await store.db
    .updateTable('subscription')
    .set({ next_slot: store.now() })
    .where('next_slot', '>', store.now())
    .execute();
}

async function publishForAll(siege: QueueSiege, random: Random): Promise<void> {
  const tags = [...siege.published.keys()];
  const count = tags.length * random.between(1, 2);
  const added = await siege.sandbox.publish({ count, tag: tags });
  for (const [n, pmid] of added.entries()) siege.published.get(tags[n % tags.length] ?? '')?.push(pmid);
}

/** One thing that happens to a Redis or a worker; it is whole again afterwards. */
async function doHarm(siege: QueueSiege, random: Random): Promise<void> {
  const { redis, harm } = siege;
  const pause = () => wait(random.between(200, 6000));
  const stopAndStart = async () => {
    await redis.kill();
    await pause();
    await redis.start();
  };
  const freeze = async () => {
    redis.freeze();
    await pause();
    redis.thaw();
  };
  const harms: [string, () => Promise<unknown>][] = [
    ['kill redis', stopAndStart],
    ['flush redis', () => redis.say('FLUSHALL')],
    ['freeze redis', freeze],
    ['let redis sleep', () => redis.say('DEBUG', 'SLEEP', String(random.between(5, 40) / 10))],
    ['kill a worker', () => killOne(siege, random)],
    ['kill a worker', () => killOne(siege, random)],
  ];
  const [name, act] = harms[random.between(0, harms.length - 1)] ?? ['', async () => undefined];
  harm.push(name);
  await act();
}

async function killOne(siege: QueueSiege, random: Random): Promise<void> {
  // Now and then the server itself, which is the one in charge of the clock most of the time.
  const index = random.between(0, siege.processes.length - 1);
  const victim = siege.processes[index];
  if (!victim) return;
  if (!victim.alive()) throw new Error(`${victim.name} ended by itself: ${victim.said().slice(-3000)}`);
  await victim.kill();
  siege.kills += 1;
  const command = victim.name.split(' ');
  siege.processes[index] = startLitpush({
    command,
    env: { ...siege.env, RQ_WORKER_NAME: `siege-${index}` },
    wrongByMs: wrongClock(random),
  });
}

/**
 * Nobody helps: what is left is done by the processes themselves.
 *
 * @returns seconds until nothing was left to do. @throws after `patienceMs`.
 */
export async function untilDone(siege: QueueSiege, patienceMs: number): Promise<number> {
  const started = performance.now();
  for (;;) {
    const left = await siege.visit(leftToDo);
    if (Object.values(left).every((count) => count === 0)) return (performance.now() - started) / 1000;
    if (performance.now() - started > patienceMs) {
      const said = siege.processes.map((one) => `${one.name}: ${one.said().slice(-1500)}`).join('\n');
      throw new Error(`not done: ${JSON.stringify(left)}\n${said}`);
    }
    await wait(200);
  }
}

async function leftToDo(store: Store) {
  const { rows } = await sql<Record<'due' | 'runs' | 'jobs' | 'deliveries', number>>`SELECT
    (SELECT count(*) FROM subscription WHERE next_slot <= ${store.now()}) AS due,
    (SELECT count(*) FROM run WHERE state = 'open') AS runs,
    (SELECT count(*) FROM job WHERE finished_at IS NULL AND queue <> 'low') AS jobs,
    (SELECT count(*) FROM delivery WHERE state <> 'sent' AND next_attempt IS NOT NULL) AS deliveries`.execute(
    store.db,
  );
  const [row] = rows;
  if (!row) throw new Error('no counts');
  return row;
}
