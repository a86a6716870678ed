import { createToday, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { parseFilters } from './contract/filters.ts';
import { parseSchedule } from './contract/schedule.ts';
import { judgeOf } from './filters/judge.ts';
import type { DoctorDeps } from './health/doctor.ts';
import { createLog, type Logger } from './log.ts';
import type { DeliverDeps } from './mail/deliver.ts';
import { ensureFirstMailbox } from './mail/first-mailbox.ts';
import { createMailer, type Mailer } from './mail/mailer.ts';
import { createEutils, type Eutils, type EutilsOptions } from './pubmed/eutils.ts';
import { createRateLimiter } from './pubmed/rate-limiter.ts';
import { createArticleSource } from './push/article-source.ts';
import { createCompose } from './push/compose.ts';
import { createFetch } from './push/fetch.ts';
import type { PushDeps } from './push/push.ts';
import { createSearch } from './push/search.ts';
import { createClaimKeeper } from './store/claim-keeper.ts';
import { migrate } from './store/migrate.ts';
import { checkReachable, openStore, type Store } from './store/open.ts';
import { createSecretBox, keptSecret, type SecretBox } from './store/secret-box.ts';
import { checkSecret } from './store/settings.ts';
import { planSlot } from './subscriptions/next-slot.ts';
import { describeSchedule } from './subscriptions/schedule-text.ts';
import type { SchedulerDeps } from './worker/scheduler.ts';

/** Everything that the faces (command line, HTTP, worker) call, built once from the configuration. */
export interface App {
  config: Config;
  log: Logger;
  store: Store;
  box: SecretBox;
  /** The day that mailboxes' daily limits count, `YYYY-MM-DD` in the service's zone. */
  today(): string;
  mailer: Mailer;
  eutils: Eutils;
  push: PushDeps;
  deliver: DeliverDeps;
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
    const box = createSecretBox(config.appSecret ?? keptSecret(dataDir));
    await checkSecret(store, box);
    await ensureFirstMailbox({ store, box, smtpUrl: config.smtpUrl });
    const { claimTtlMs = 30_000, eutils = {} } = options;
    return build({ config, log, store, box, now, claimTtlMs, eutils: connectPubmed(config, log, eutils) });
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

/** For commands that only ask PubMed: no database is opened or made. */
export const withEutils = <T>(config: Config, work: (eutils: Eutils) => Promise<T>): Promise<T> =>
  work(connectPubmed(config, createLog(config.logLevel)));

function connectPubmed({ ncbi }: Config, log: Logger, how: AppOptions['eutils'] = {}): Eutils {
  return createEutils({
    ...how,
    baseUrl: ncbi.url,
    tool: ncbi.tool,
    email: ncbi.email,
    apiKey: ncbi.apiKey,
    limiter: createRateLimiter({ perSecond: ncbi.rate, clock: systemClock }),
    log,
  });
}

function build(parts: {
  config: Config;
  log: Logger;
  store: Store;
  box: SecretBox;
  now: () => number;
  claimTtlMs: number;
  eutils: Eutils;
}): App {
  const { config, log, store, box, now, eutils } = parts;
  const today = createToday(config.timeZone, now);
  const claims = createClaimKeeper({ store, log, ttlMs: parts.claimTtlMs });
  const mailer = createMailer(box);
  const deliver: DeliverDeps = { store, claims, send: mailer.send, today, uncertain: config.uncertain, log };
  const push: PushDeps = {
    store,
    claims,
    log,
    search: createSearch({ eutils, store }),
    articles: createArticleSource({ store, fetch: createFetch(eutils), now }),
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
    today,
    mailer,
    eutils,
    push,
    deliver,
    scheduler: {
      store,
      log,
      plan: planSlot,
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
