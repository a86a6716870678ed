import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Accounts } from './accounts/accounts.ts';
import { createAuth } from './accounts/auth.ts';
import { createToday, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { parseFilters } from './contract/filters.ts';
import { noMetrics } from './contract/journals.ts';
import { parseSchedule } from './contract/schedule.ts';
import { judgeOf } from './filters/judge.ts';
import { type Alerts, createAlerts } from './health/alerts.ts';
import { type Counters, createCounters } from './health/counters.ts';
import type { DoctorDeps } from './health/doctor.ts';
import { createMetricsOf, type MetricsOf } from './journals/metrics-of.ts';
import { createLog, type Logger } from './log.ts';
import type { DeliverDeps } from './mail/deliver.ts';
import { ensureFirstMailbox } from './mail/first-mailbox.ts';
import { createMailer, type Mailer } from './mail/mailer.ts';
import { createEutils, type Eutils, type EutilsOptions } from './pubmed/eutils.ts';
import { createRateLimiter } from './pubmed/rate-limiter.ts';
import { createArticleSource } from './push/article-source.ts';
import { createCompose } from './push/compose.ts';
import { createFetch } from './push/fetch.ts';
import type { PushNowDeps } from './push/push-now.ts';
import { createSearch } from './push/search.ts';
import type { JobDeps } from './queue/perform-job.ts';
import { createClaimKeeper } from './store/claim-keeper.ts';
import { hasEditions } from './store/editions-in-force.ts';
import { migrate } from './store/migrate.ts';
import { hasNcbiSlots, ncbiTokens } from './store/ncbi-rate.ts';
import { checkReachable, openStore, type Store, sqliteFile } from './store/open.ts';
import { slotOfRun } from './store/run-health.ts';
import { createSecretBox, keptSecret, type SecretBox } from './store/secret-box.ts';
import { checkSecret, installationId } from './store/settings.ts';
import { planSlot } from './subscriptions/next-slot.ts';
import { describeSchedule } from './subscriptions/schedule-text.ts';
import { createHousekeeping } from './upkeep/housekeeping.ts';
import type { HandlerDeps } from './worker/handlers.ts';
import type { SchedulerDeps } from './worker/scheduler.ts';

/** Everything that the faces (command line, HTTP, worker) call, built once from the configuration. */
export interface App {
  config: Config;
  log: Logger;
  store: Store;
  box: SecretBox;
  accounts: Accounts;
  /** The day that mailboxes' daily limits count, `YYYY-MM-DD` in the service's zone. */
  today(): string;
  mailer: Mailer;
  eutils: Eutils;
  metricsOf: MetricsOf;
  push: PushNowDeps;
  deliver: DeliverDeps;
  upkeep: HandlerDeps['upkeep'];
  jobs: JobDeps;
  counters: Counters;
  alerts: Alerts;
  /** In front of all keys of this installation in Redis. */
  redisPrefix: string;
  scheduler: SchedulerDeps;
  doctor: DoctorDeps;
  close(): Promise<void>;
}

export interface AppOptions {
  log?: Logger;
  /** How long a claim on a run or a delivery outlives its process, in milliseconds. */
  claimTtlMs?: number;
  /** Moves every clock of this process, in milliseconds: the demo's days, simulated schedules. */
  skewMs?: () => number;
  /** How the E-utilities client waits and tries again; as the defaults of `pubmed/retry.ts` unless told. */
  eutils?: Pick<EutilsOptions, 'policy' | 'sleep'>;
}

/**
 * Opens the database, brings it up to date and builds the rest.
 *
 * @throws {Refusal} where the database cannot be reached or is newer, or the secret is another one.
 */
export async function openApp(config: Config, options: AppOptions = {}): Promise<App> {
  const { skewMs = () => 0 } = options;
  const log = options.log ?? createLog(config.logLevel);
  const now = () => systemClock.now() + skewMs();
  const { databaseUrl, dataDir } = config;
  const store = openStore({ databaseUrl, dataDir, ...(options.skewMs ? { skewMs } : {}) });
  try {
    await checkReachable(store);
    await migrate(store);
    const appSecret = config.appSecret ?? keptSecret(dataDir);
    const box = createSecretBox(appSecret);
    await checkSecret(store, box);
    await ensureFirstMailbox({ store, box, smtpUrl: config.smtpUrl });
    const { claimTtlMs = 30_000, eutils = {} } = options;
    const redisPrefix = `litpush-${await installationId(store)}`;
    return build({
      config,
      log,
      store,
      box,
      accounts: accountsOf(config, { store, log, appSecret }),
      now,
      claimTtlMs,
      redisPrefix,
      eutils: connectPubmed({ config, log, store, how: eutils }),
    });
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** For commands: opens, works, closes. */
export async function withApp<T>(config: Config, work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp(config);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

/**
 * For commands that only ask PubMed: no database is made or changed. Where this installation has one, the processes that run
 * on it and this command keep NCBI's limit together, and its journal tables are looked up.
 */
export async function withEutils<T>(
  config: Config,
  work: (eutils: Eutils, metricsOf: MetricsOf) => Promise<T>,
): Promise<T> {
  const { databaseUrl, dataDir } = config;
  const there = databaseUrl !== null || existsSync(sqliteFile(dataDir));
  const store = there ? openStore({ databaseUrl, dataDir, maxConnections: 1 }) : null;
  try {
    const shares = store !== null && (await hasNcbiSlots(store));
    const log = createLog(config.logLevel);
    const metricsOf = store && (await hasEditions(store)) ? createMetricsOf(store) : knowNothing;
    return await work(connectPubmed({ config, log, store: shares ? store : null }), metricsOf);
  } finally {
    await store?.close();
  }
}

const knowNothing: MetricsOf = async () => () => noMetrics;

function connectPubmed(parts: {
  config: Pick<Config, 'ncbi'>;
  log: Logger;
  /** Null: no other process shares the limit. */
  store: Store | null;
  how?: AppOptions['eutils'];
}): Eutils {
  const { log, store } = parts;
  const { ncbi } = parts.config;
  return createEutils({
    ...parts.how,
    baseUrl: ncbi.url,
    tool: ncbi.tool,
    email: ncbi.email,
    apiKey: ncbi.apiKey,
    limiter: createRateLimiter({
      perSecond: ncbi.rate,
      clock: systemClock,
      shared: store ? ncbiTokens(store) : null,
    }),
    log,
  });
}

/** For what nobody waits for: everybody else's requests to PubMed go first. */
const lastInLine = (eutils: Eutils): Eutils => ({
  esearch: (request) => eutils.esearch({ ...request, priority: 'low' }),
  efetch: (request) => eutils.efetch({ ...request, priority: 'low' }),
});

const accountsOf = (
  { baseUrl, timeZone, firstAdmin, locale }: Config,
  parts: { store: Store; log: Logger; appSecret: string },
): Accounts => ({
  store: parts.store,
  auth: createAuth({ ...parts, baseUrl }),
  baseUrl,
  timeZone,
  firstAdmin: firstAdmin && { ...firstAdmin, locale },
});

function build(parts: {
  config: Config;
  log: Logger;
  store: Store;
  box: SecretBox;
  accounts: Accounts;
  now: () => number;
  claimTtlMs: number;
  redisPrefix: string;
  eutils: Eutils;
}): App {
  const { config, log, store, box, now, eutils } = parts;
  const today = createToday(config.timeZone, now);
  const claims = createClaimKeeper({ store, log, ttlMs: parts.claimTtlMs });
  const mailer = createMailer(box);
  const counters = createCounters({ slotOf: (runId) => slotOfRun(store, runId) });
  const send: DeliverDeps['send'] = async (input) => {
    const outcome = await mailer.send(input);
    counters.mail(outcome);
    return outcome;
  };
  const deliver: DeliverDeps = { store, claims, send, today, uncertain: config.uncertain, log };
  const jobs: JobDeps = {
    store,
    claims,
    processId: randomUUID(),
    workerName: config.workerName,
    log,
    onAttempt: counters.attempt,
  };
  const metricsOf = createMetricsOf(store);
  const push: PushNowDeps = {
    jobs,
    store,
    claims,
    log,
    search: createSearch({ eutils, store }),
    articles: createArticleSource({ store, fetch: createFetch(eutils), now }),
    metricsOf,
    judgeOf: (subscription) => judgeOf(parseFilters(subscription.filters)),
    compose: createCompose({
      baseUrl: config.baseUrl,
      now,
      describeSchedule: (schedule, locale) => describeSchedule(parseSchedule(schedule), locale),
    }),
    delivery: deliver,
  };
  return {
    config,
    log,
    store,
    box,
    accounts: parts.accounts,
    today,
    mailer,
    eutils,
    metricsOf,
    push,
    deliver,
    upkeep: {
      store,
      timeZone: config.timeZone,
      retention: config.retention,
      searchBack: createSearch({ eutils: lastInLine(eutils), store }),
    },
    jobs,
    counters,
    alerts: createAlerts({
      store,
      log,
      limits: { ...config.alerts, redisExpected: config.redisExpected },
      delivery: deliver,
      baseUrl: config.baseUrl,
      timeZone: config.timeZone,
      installation: parts.redisPrefix,
      fallback: config.firstAdmin && { address: config.firstAdmin.email, locale: config.locale },
    }),
    redisPrefix: parts.redisPrefix,
    scheduler: {
      store,
      log,
      plan: planSlot,
      openHousekeeping: createHousekeeping({ store, timeZone: config.timeZone, now, log }),
      uncertainAfterMs: config.uncertain.policy === 'ask' ? null : config.uncertain.delayMs,
    },
    doctor: {
      store,
      dataDir: config.dataDir,
      nodeVersion: process.version,
      ncbi: config.ncbi,
      baseUrl: config.baseUrl,
      askPubmed: async () => {
        const found = await eutils.esearch({ term: 'pubmed[sb]', retmax: 0 });
        return found.kind === 'found' ? null : `${found.kind}: ${found.reason}`;
      },
      tryMailbox: mailer.check,
    },
    async close() {
      claims.close();
      mailer.close();
      await store.close();
    },
  };
}
