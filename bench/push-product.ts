import { randomBytes } from 'node:crypto';
import { openApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import type { RunCounts } from '../src/push/counts.ts';
import { createSubscription } from '../src/subscriptions/create.ts';
import { createWork } from '../src/worker/handlers.ts';
import { tick } from '../src/worker/scheduler.ts';
import { addMailboxes } from './mailboxes.ts';
import { control } from './sandbox-process.ts';

/**
 * The product alone, in this process: opens the database, saves the subscriptions, and pushes them as often as it is
 * told. Started by `push.ts`, which runs PubMed and the mail server elsewhere. Prints one line of JSON.
 */
interface Task {
  subscriptions: number;
  articles: number;
  rounds: number;
  /** Searches that differ; fewer than subscriptions means that they share articles. */
  topics: number;
  lanes: number;
  eutilsControl: string;
  smtpControl: string;
  smtpPort: number;
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const app = await openApp(readConfig());
const { store } = app;

await addMailboxes(store, task.smtpPort);
for (let number = 0; number < task.subscriptions; number += 1) {
  const topic = number % task.topics;
  await createSubscription(
    store,
    {
      person: {
        email: `reader${number}@example.org`,
        locale: number % 2 ? 'zh' : 'en',
        timeZone: 'Asia/Shanghai',
      },
      name: `Bench ${number}`,
      query: `bench${topic}x`,
      schedule: { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' },
      maxArticles: task.articles,
    },
    { limits: { maxArticles: 200, firstWindowDays: 365, recipients: 10 }, random: randomBytes },
  );
}

const work = createWork(app);

/** Makes every subscription due, looks at the clock once and works until nothing is left. */
async function pushAll(): Promise<void> {
  await store.db.updateTable('subscription').set({ next_slot: store.now() }).execute();
  await tick(app.scheduler);
  const lane = async () => {
    while (await work());
  };
  await Promise.all(Array.from({ length: task.lanes }, lane));
}

/** As the database tells it. */
async function finished(): Promise<{ sent: number; other: number; articles: number }> {
  const runs = await store.db.selectFrom('run').select(['outcome', 'counts']).execute();
  const sent = runs.filter(({ outcome }) => outcome === 'sent');
  const given = sent.map(({ counts }) => (JSON.parse(counts ?? '{}') as RunCounts).new);
  return {
    sent: sent.length,
    other: runs.length - sent.length,
    articles: given.reduce((sum, one) => sum + one, 0),
  };
}

const newArticles = () =>
  control(task.eutilsControl, '/generate', {
    count: task.topics * task.articles,
    tag: Array.from({ length: task.topics }, (_, topic) => `bench${topic}x`),
  });
const requestsSoFar = async (): Promise<number> => {
  const { esearch, efetch, refused } = await control<{ esearch: number; efetch: number; refused: number }>(
    task.eutilsControl,
    '/requests',
  );
  return esearch + efetch + refused;
};

// The first run of each subscription is its first window; it also warms the process up.
await newArticles();
await pushAll();
const first = await finished();
const requestsBefore = await requestsSoFar();
let seconds = 0;
let cpuMs = 0;
for (let round = 0; round < task.rounds; round += 1) {
  await newArticles();
  const cpu = process.cpuUsage();
  const started = performance.now();
  await pushAll();
  seconds += (performance.now() - started) / 1000;
  const used = process.cpuUsage(cpu);
  cpuMs += (used.user + used.system) / 1000;
}
const { sent, other, articles } = await finished();
const mails = (await control<unknown[]>(task.smtpControl, '/outbox')).length;
console.log(
  JSON.stringify({
    pushes: sent - first.sent,
    other: other - first.other,
    articles: articles - first.articles,
    mails,
    seconds,
    cpuMs,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
    requests: (await requestsSoFar()) - requestsBefore,
  }),
);
await app.close();
