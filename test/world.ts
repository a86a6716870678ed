import { randomBytes } from 'node:crypto';
import { simpleParser } from 'mailparser';
import { addGenerated } from '../sandbox/made-up-corpus.ts';
import { type Sandbox, type SandboxOptions, startSandbox } from '../sandbox/sandbox.ts';
import { type App, type AppOptions, openApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/config.ts';
import { parseMailboxUrl } from '../src/mail/mailbox-url.ts';
import { pushNow } from '../src/push/push-now.ts';
import { insertMailbox, type Mailbox } from '../src/store/mailboxes.ts';
import type { Run } from '../src/store/runs.ts';
import type { LedgerState } from '../src/store/schema.ts';
import { createSubscription, type NewSubscription } from '../src/subscriptions/create.ts';
import { createWork } from '../src/worker/handlers.ts';
import { tick } from '../src/worker/scheduler.ts';
import { type DatabaseKind, makeDatabase } from './databases.ts';

/**
 * The whole service on a database of its own, with a PubMed and a mail server in this process behind real sockets. The
 * corpus is empty: each test puts in what it is about.
 */
export interface World {
  sandbox: Sandbox;
  config: Config;
  /** The first process. */
  app: App;
  /** Another process on the same database, or the same one started anew. */
  open(options?: AppOptions): Promise<App>;
  /** For work at the same time: another process on PostgreSQL, the same one on SQLite, where two would need two event loops. */
  peer(): Promise<App>;
  /** Moves the clock of every process, back too. */
  advance(ms: number): void;
  /** What the clock says, epoch milliseconds. */
  now(): number;
  /** Today in UTC by that clock, `days` on: `2026-11-24`. */
  day(days?: number): string;
  /** New papers that only a search for `tag` finds, created on `day`. Returns their PMIDs. */
  publish(input: { tag: string; count: number; day?: string }): number[];
  subscribe(input?: Partial<NewSubscription>): Promise<number>;
  push(subscriptionId: number, trigger?: 'manual' | 'test'): ReturnType<typeof pushNow>;
  close(): Promise<void>;
}

export const hour = 3_600_000;
export const dayMs = 24 * hour;
/** The query of a subscription unless told, and the word that marks its papers. */
export const tag = 'worldwatch';

/** Tries as often as the real client and waits for nothing. */
export const fastEutils: NonNullable<AppOptions['eutils']> = {
  policy: { attempts: 5, baseMs: 1, capMs: 2, totalMs: 10_000, timeoutMs: 10_000 },
  sleep: async () => undefined,
};

/** @param input.mailboxes of one mail server, `box1@example.org` and so on; 1 unless told. */
export async function makeWorld(
  kind: DatabaseKind,
  input: { mailboxes?: number; sandbox?: SandboxOptions; config?: Partial<Config>; app?: AppOptions } = {},
): Promise<World> {
  const database = await makeDatabase(kind, { empty: true });
  const sandbox = await startSandbox({ corpusFiles: [], rate: 10_000, ...input.sandbox });
  const config = { ...worldConfig({ ...sandbox, ...database.options }), ...input.config };
  let skew = 0;
  const apps: App[] = [];
  const open = async (options: AppOptions = {}): Promise<App> => {
    const app = await openApp(config, { eutils: fastEutils, skewMs: () => skew, ...input.app, ...options });
    apps.push(app);
    return app;
  };
  const app = await open();
  for (let n = 1; n <= (input.mailboxes ?? 1); n += 1) await addMailbox(app, sandbox.smtpUrl, { n });
  // PubMed leaves out words that no paper has; this one is older than any window.
  publish(sandbox, { tag, count: 1, day: '2001-01-01' });
  const now = (): number => Date.now() + skew;
  const day = (days = 0): string => dayOf(now() + days * dayMs);
  return {
    sandbox,
    config,
    app,
    open,
    peer: async () => (kind === 'postgres' ? open() : app),
    advance: (ms) => {
      skew += ms;
    },
    now,
    day,
    publish: ({ tag, count, day: created = day() }) => publish(sandbox, { tag, count, day: created }),
    subscribe: (change = {}) => subscribe(app, change),
    push: (subscriptionId, trigger = 'manual') => pushNow(app.push, { subscriptionId, trigger }),
    async close() {
      for (const one of apps) await one.close();
      await sandbox.stop();
      await database.close();
    },
  };
}

export const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** @param input.dataDir of SQLite, where `databaseUrl` is null. */
export const worldConfig = (input: {
  eutilsUrl: string;
  dataDir: string;
  databaseUrl: string | null;
}): Config =>
  readConfig({
    EUTILS_URL: input.eutilsUrl,
    DATA_DIR: input.dataDir,
    DATABASE_URL: input.databaseUrl ?? '',
    APP_SECRET: 'a secret of the tests',
    NCBI_RATE: '9000',
    LOG_LEVEL: 'silent',
    REDIS_URL: 'off',
    BASE_URL: 'https://litpush.example.org',
  });

export async function addMailbox(
  app: App,
  smtpUrl: string,
  { n, ...change }: { n: number } & Partial<Pick<Mailbox, 'daily_limit' | 'minute_limit'>>,
): Promise<number> {
  const address = parseMailboxUrl(`${smtpUrl}?from=box${n}@example.org&security=none`);
  const id = await insertMailbox(app.store, {
    ...address,
    name: `box${n}`,
    from_name: `Box ${n}`,
    daily_limit: 1_000_000,
    minute_limit: 1_000_000,
    active: 1,
    ...change,
  });
  if (id === null) throw new Error(`there is a box${n} already`);
  return id;
}

function publish(sandbox: Sandbox, { tag, count, day }: { tag: string; count: number; day: string }) {
  const fromPmid = Math.max(31_000_000, sandbox.corpus.highestPmid() + 1);
  return addGenerated(sandbox.corpus, { count, tag, day, fromPmid });
}

let people = 0;

export function subscribe(app: App, change: Partial<NewSubscription> = {}): Promise<number> {
  people += 1;
  return createSubscription(
    app.store,
    {
      person: { email: `reader${people}@example.org`, locale: 'en', timeZone: 'Asia/Shanghai' },
      query: `${tag}[tiab]`,
      schedule: { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' },
      maxArticles: 10,
      ...change,
    },
    { limits: { maxArticles: 500, firstWindowDays: 365, recipients: 10 }, random: randomBytes },
  );
}

/** What a worker and a scheduler do until there is nothing left to do now. */
export async function workOff(app: App): Promise<void> {
  const work = createWork(app);
  do await tick(app.scheduler);
  while (await work());
  while (await work());
}

/** Runs of a subscription, oldest first, their counts read. */
export async function runsOf(app: App, subscriptionId: number) {
  const rows = await app.store.db
    .selectFrom('run')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .orderBy('id')
    .execute();
  return rows.map((run: Run) => ({ ...run, counts: JSON.parse(run.counts ?? 'null') as Counts | null }));
}

type Counts = Record<
  'found' | 'new' | 'before' | 'setAside' | 'waiting' | 'baseline' | 'missing' | 'fromLine',
  number
>;

/** PubMed's count equals everything that became of it: rule 4. */
export const addsUp = (counts: Counts | null): boolean =>
  counts !== null &&
  counts.found ===
    counts.new + counts.before + counts.setAside + counts.waiting + counts.baseline + counts.missing;

/** The ledger of a subscription: PMIDs by state, each list in order. */
export async function ledgerByState(
  app: App,
  subscriptionId: number,
): Promise<Partial<Record<LedgerState, number[]>>> {
  const rows = await app.store.db
    .selectFrom('ledger')
    .select(['pmid', 'state'])
    .where('subscription_id', '=', subscriptionId)
    .orderBy('pmid')
    .execute();
  const byState: Partial<Record<LedgerState, number[]>> = {};
  for (const { pmid, state } of rows) byState[state] = [...(byState[state] ?? []), pmid];
  return byState;
}

export const deliveriesOf = (app: App, subscriptionId: number) =>
  app.store.db
    .selectFrom('delivery')
    .selectAll()
    .where('subscription_id', '=', subscriptionId)
    .orderBy('id')
    .execute();

/** The papers that a message shows, as its plain-text part links to them; each once. */
export async function pmidsIn(raw: Buffer | undefined): Promise<number[]> {
  const { text = '' } = await simpleParser(raw ?? Buffer.alloc(0));
  const links = text.matchAll(/pubmed\.ncbi\.nlm\.nih\.gov\/(\d+)/g);
  return [...new Set([...links].map(([, pmid]) => Number(pmid)))];
}

/** All kept messages with their papers, in the order of arrival. */
export const outboxOf = (world: World) =>
  Promise.all(
    world.sandbox.outbox.list().map(async (message) => ({
      ...message,
      pmids: await pmidsIn(world.sandbox.outbox.raw(message.number)),
    })),
  );
