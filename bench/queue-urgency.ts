import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { SMTPServer } from 'smtp-server';
import { openApp } from '../src/app.ts';
import { runService } from '../src/commands/run-service.ts';
import { readConfig } from '../src/config.ts';
import { requestPush } from '../src/push/push-now.ts';
import type { Store } from '../src/store/open.ts';
import { createSubscription } from '../src/subscriptions/create.ts';
import { startLitpushProcess } from './litpush-process.ts';
import { addMailboxes } from './mailboxes.ts';
import type { Place } from './places.ts';
import { control, startSandboxProcess } from './sandbox-process.ts';

const limits = { maxArticles: 200, firstWindowDays: 365, recipients: 10 };
const flood = 1000;

/**
 * Milliseconds from the request of an immediate push to its recipient's name at the mail server, again and again while a
 * thousand scheduled pushes wait for the workers. Search, fetch, filter and composing are in it.
 */
export async function urgentPushes(input: {
  place: Place;
  redisUrl: string;
  workers: number;
  samples: number;
}): Promise<number[]> {
  const eutils = await startSandboxProcess('--parts', 'eutils', '--empty', '--rate', '100000');
  const mail = await startMailServer();
  const env = {
    DATA_DIR: input.place.dataDir,
    DATABASE_URL: input.place.databaseUrl ?? '',
    APP_SECRET: 'a secret of the benchmark',
    REDIS_URL: input.redisUrl,
    EUTILS_URL: eutils.eutilsUrl,
    NCBI_RATE: '10000',
    LOG_LEVEL: 'error',
  };
  // This process stands for the web server: it takes the request and does no jobs.
  const app = await openApp(readConfig({ ...env }));
  const service = await runService(app, { role: 'serve', queues: [], lanes: 0 });
  const processes = Array.from({ length: input.workers }, () => startLitpushProcess(['worker'], env));
  try {
    await addMailboxes(app.store, mail.port);
    const article = (tag: string) => control(eutils.controlUrl, '/generate', { count: 3, tag });
    await article('floodx');
    for (let n = 0; n < flood; n += 1) await subscribe(app.store, 'floodx', `flood${n}@example.org`);
    const times: number[] = [];
    const ids: number[] = [];
    for (let n = 0; n < input.samples; n += 1)
      ids.push(await subscribe(app.store, 'floodx', `urgent${n}@example.org`));
    for (const [n, id] of ids.entries()) {
      await keepWaiting(app.store);
      const arrived = mail.recipient(`urgent${n}@example.org`);
      const started = performance.now();
      await requestPush(app.store, { subscriptionId: id, trigger: 'manual' });
      await service.announce();
      times.push((await arrived) - started);
    }
    return times;
  } finally {
    for (const one of processes) await one.stop();
    await service.stop();
    await app.close();
    await mail.stop();
    await eutils.stop();
  }
}

/** Makes all of the flood due again when it has drained by half, and waits until it waits. @throws where the workers are faster. */
async function keepWaiting(store: Store): Promise<void> {
  for (let looks = 0; (await waiting(store)) <= flood / 2; looks += 1) {
    if (looks > 1200) throw new Error('the workers drain the flood faster than it can be kept waiting');
    if (looks % 40 === 0) await makeDue(store);
    await wait(25);
  }
}

async function waiting(store: Store): Promise<number> {
  const { n } = await store.db
    .selectFrom('job')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('state', '=', 'waiting')
    .where('queue', '=', 'default')
    .executeTakeFirstOrThrow();
  return Number(n);
}

async function makeDue(store: Store): Promise<void> {
  await store.db
    .updateTable('subscription')
    .set({ next_slot: store.now() })
    .where('id', '<=', flood)
    // Those that are due already may be in another process' transaction, in another order.
    .where('next_slot', '>', store.now())
    .execute();
}

const subscribe = (store: Store, word: string, email: string): Promise<number> =>
  createSubscription(
    store,
    {
      person: { email, locale: 'en', timeZone: 'Asia/Shanghai' },
      query: word,
      schedule: { frequency: 'monthly', day: 'last', at: '08:00', timeZone: 'Asia/Shanghai' },
      maxArticles: 10,
      sendNothingNew: true,
    },
    { limits, random: randomBytes },
  );

async function startMailServer() {
  const waiting = new Map<string, (at: number) => void>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onRcptTo(address, _session, callback) {
      waiting.get(address.address)?.(performance.now());
      callback();
    },
    onData(stream, _session, callback) {
      stream.resume().on('end', () => callback());
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    recipient: (email: string) => new Promise<number>((resolve) => waiting.set(email, resolve)),
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
