import { randomBytes } from 'node:crypto';
import { createCorpus } from '../../sandbox/corpus.ts';
import { addMadeUp } from '../../sandbox/made-up-corpus.ts';
import { createOutbox, type Outbox } from '../../sandbox/outbox.ts';
import type { Article } from '../../src/contract/article.ts';
import type { Cause } from '../../src/contract/filters.ts';
import { type JournalMetrics, noMetrics } from '../../src/contract/journals.ts';
import type { Locale } from '../../src/contract/locale.ts';
import { parseSchedule } from '../../src/contract/schedule.ts';
import type { HttpServer } from '../../src/http/listen.ts';
import { type HttpDeps, startHttp } from '../../src/http/server.ts';
import { createMetricsOf } from '../../src/journals/metrics-of.ts';
import { silentLog } from '../../src/log.ts';
import { parseRecords } from '../../src/pubmed/read-records.ts';
import type { Choice } from '../../src/push/choose.ts';
import { createCompose } from '../../src/push/compose.ts';
import { saveArticles } from '../../src/store/articles.ts';
import { findDigestByToken, freezeRun } from '../../src/store/digests.ts';
import { claimRun, openRun } from '../../src/store/runs.ts';
import { subscriptionForRun } from '../../src/store/subscriptions.ts';
import { createSubscription } from '../../src/subscriptions/create.ts';
import { describeSchedule } from '../../src/subscriptions/schedule-text.ts';
import { makeDatabase, type TestDatabase } from '../databases.ts';
import { noFacts, noVerdict } from '../store-fixtures.ts';

/** The real service on a real port, with made-up people and papers. */
export interface Site extends Pick<HttpServer, 'url' | 'port'> {
  database: TestDatabase;
  outbox: Outbox;
  stop(): Promise<void>;
}

export async function startSite(deps: Partial<HttpDeps> & { withOutbox?: boolean } = {}): Promise<Site> {
  const { withOutbox = false, ...rest } = deps;
  const database = await makeDatabase('sqlite');
  const outbox = createOutbox();
  const server = await startHttp({
    store: database.store,
    metricsOf: createMetricsOf(database.store),
    log: silentLog(),
    host: '127.0.0.1',
    port: 0,
    ...(withOutbox && {
      outbox: {
        list: () => outbox.list().map((mail) => ({ ...mail, at: Date.parse(mail.time), bytes: mail.size })),
        raw: outbox.raw,
      },
    }),
    ...rest,
  });
  return {
    url: server.url,
    port: server.port,
    database,
    outbox,
    async stop() {
      await server.stop();
      await database.close();
    },
  };
}

/** Saves a subscription; `tokens` open `/u/…`, in the order of the recipients. */
export async function addSearch(
  { store }: TestDatabase,
  change: { name?: string; query?: string; locale?: Locale; recipients?: string[] } = {},
): Promise<{ id: number; tokens: string[] }> {
  const {
    name = 'Sepsis',
    query = 'sepsis[tiab]',
    locale = 'en',
    recipients = ['reader@example.org'],
  } = change;
  const id = await createSubscription(
    store,
    {
      person: { email: recipients[0] ?? '', locale, timeZone: 'Asia/Shanghai' },
      name,
      query,
      schedule: { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' },
      recipients,
    },
    { limits: { maxArticles: 500, firstWindowDays: 365, recipients: 10 }, random: randomBytes },
  );
  const found = await subscriptionForRun(store, id);
  return { id, tokens: found?.recipients.map(({ token }) => token) ?? [] };
}

/** Records of the sandbox's made-up corpus, newest first: the same ones each time. */
export function madeUpArticles(count: number): Article[] {
  const corpus = createCorpus();
  const pmids = addMadeUp(corpus, { today: '2026-11-24', size: 150 });
  return pmids
    .toReversed()
    .flatMap((pmid) => parseRecords(String(corpus.get(pmid))))
    .flatMap((record) => (record.type === 'article' ? record.article : []))
    .slice(0, count);
}

/** Freezes a digest as a run does and puts its mails into the outbox. @returns the token of `/d/…`. */
export async function addDigest(
  { database, outbox, url }: Site,
  input: {
    subscriptionId: number;
    articles: Article[];
    titles?: Article[];
    test?: boolean;
    unstored?: number[];
    /** What is known of a paper's journal when the digest is made; nothing unless told. */
    metricsOf?: (article: Article) => JournalMetrics;
    marksOf?: (article: Article) => Cause[];
  },
): Promise<string> {
  const { store } = database;
  const { subscriptionId, articles, titles = [], test = false, unstored = [] } = input;
  const { metricsOf = () => noMetrics, marksOf = () => [] } = input;
  const found = await subscriptionForRun(store, subscriptionId);
  if (!found) throw new Error('no such subscription');
  await saveArticles(
    store,
    [...articles, ...titles].filter(({ pmid }) => !unstored.includes(pmid)),
  );
  const chosen = (article: Article) => ({
    article,
    metrics: metricsOf(article),
    marks: marksOf(article),
    passedOver: 0,
  });
  const choice: Choice = {
    digest: articles.map(chosen),
    titles: titles.map(chosen),
    waiting: [],
    baseline: [],
    setAside: [],
  };
  const compose = createCompose({
    baseUrl: url,
    now: () => Date.UTC(2026, 10, 24, 0, 0),
    describeSchedule: (schedule, locale) => describeSchedule(parseSchedule(schedule), locale),
  });
  const composed = compose({ ...found, choice, notices: [], test });
  if (!composed) throw new Error('nothing to send');
  const { id } = await openRun(store, { subscriptionId, trigger: 'manual', slot: null });
  const claim = `claim-${id}`;
  await claimRun(store, { claim, ttlMs: 30_000, id });
  await freezeRun(store, {
    run: { id, subscription_id: subscriptionId, claim, outcome: 'sending', ...noFacts },
    ledger: articles.map(({ pmid }) => ({ pmid, state: 'in-digest' as const, ...noVerdict })),
    digest: composed.digest,
    subscription: null,
  });
  for (const { address, bytes } of composed.digest.messages) {
    outbox.keep(Buffer.concat([Buffer.from('From: Literature Push <push@example.org>\r\n'), bytes]), {
      from: 'push@example.org',
      to: [address],
    });
  }
  const { token } = composed.digest;
  if (!(await findDigestByToken(store, token))) throw new Error('the digest was not frozen');
  return token;
}
