import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { addGenerated } from '../../sandbox/made-up-corpus.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { type App, openApp } from '../app.ts';
import type { Config } from '../config.ts';
import { queueNames } from '../contract/queue.ts';
import { startHttp } from '../http/server.ts';
import type { PushResult } from '../push/push.ts';
import { pushNow } from '../push/push-now.ts';
import { deleteMailbox, insertMailbox, listMailboxes } from '../store/mailboxes.ts';
import { listSubscriptions } from '../store/subscriptions.ts';
import { createSubscription } from '../subscriptions/create.ts';
import type { Command, Context } from './command.ts';
import { importDemoJournals } from './demo-journals.ts';
import { demoSubscriptions } from './demo-people.ts';
import { announceFirstAdmin } from './first-admin.ts';
import { subscriptionLimits } from './limits.ts';
import { runService } from './run-service.ts';

export const demoCommand: Command = {
  name: 'demo',
  synopsis: '[--once]',
  summary: {
    en: 'See the product at work in a minute: a made-up PubMed, a few readers, digests in an outbox. No accounts, no keys.',
    zh: '一分钟体验：虚构的 PubMed、几位读者和发件箱中的推送，无需账户或密钥。',
  },
  help: [
    {
      option: '--once',
      text: {
        en: 'push once, report and end; else the outbox is shown at PORT',
        zh: '推送一次、输出结果并退出；否则在 PORT 端口显示发件箱',
      },
    },
  ],
  options: { once: { type: 'boolean' } },
  words: 0,
  async run(context) {
    // As an operator with a key: the sandbox answers 429 above this, as PubMed does.
    const rate = 10;
    const sandbox = await startSandbox({ rate });
    let daysPassed = 0;
    const dayMs = 86_400_000;
    const app = await openApp(demoConfig(context.config, { sandbox, rate }), {
      skewMs: () => daysPassed * dayMs,
    });
    try {
      await setUp(app, sandbox);
      if (context.flag('once')) return report(context, { pushed: await pushAll(app), sandbox });
      return await show(context, {
        app,
        sandbox,
        nextDay: async () => {
          daysPassed += 1;
          addDay(sandbox, daysPassed);
          await pushAll(app);
        },
      });
    } finally {
      await app.close();
      await sandbox.stop();
    }
  },
};

/** A folder of its own, and nothing of the operator's PubMed, database or mailboxes. */
const demoConfig = (config: Config, { sandbox, rate }: { sandbox: Sandbox; rate: number }): Config => ({
  ...config,
  dataDir: join(config.dataDir, 'demo'),
  databaseUrl: null,
  appSecret: null,
  baseUrl: `http://localhost:${config.port}`,
  ncbi: {
    url: sandbox.eutilsUrl,
    tool: 'literature-push-demo',
    email: 'demo@example.org',
    apiKey: null,
    rate,
  },
  smtpUrl: null,
  firstAdmin: null,
  // The demo shows the same beside a Redis and without one, and leaves the operator's alone.
  redisUrl: null,
});

/** People and searches are kept from one demo to the next; the mail server has another port each time. */
async function setUp({ store }: App, sandbox: Sandbox): Promise<void> {
  for (const { id } of await listMailboxes(store)) await deleteMailbox(store, id);
  const { hostname, port } = new URL(sandbox.smtpUrl);
  for (const name of ['alerts-1', 'alerts-2']) {
    await insertMailbox(store, {
      name,
      host: hostname,
      port: Number(port),
      security: 'none',
      username: null,
      password: null,
      from_address: `${name}@library.example.org`,
      from_name: 'Literature Push',
      daily_limit: 500,
      minute_limit: 100,
      active: 1,
    });
  }
  await importDemoJournals(store);
  if ((await listSubscriptions(store)).length > 0) return;
  for (const subscription of demoSubscriptions) {
    await createSubscription(store, subscription, { limits: subscriptionLimits, random: randomBytes });
  }
}

async function pushAll(app: App): Promise<PushResult[]> {
  const subscriptions = await listSubscriptions(app.store);
  return Promise.all(
    subscriptions.map(({ id }) => pushNow(app.push, { subscriptionId: id, trigger: 'manual' })),
  );
}

/** PMIDs follow from the day, so that a day that is played again after a restart brings the same papers. */
function addDay(sandbox: Sandbox, daysPassed: number): void {
  const day = Temporal.Now.plainDateISO('UTC').add({ days: daysPassed });
  const number = day.since('2020-01-01', { largestUnit: 'days' }).days;
  const fromPmid = 92_000_000 + number * 100;
  addGenerated(sandbox.corpus, { count: 40, day: day.toString(), fromPmid, full: true });
}

function report(context: Context, { pushed, sandbox }: { pushed: PushResult[]; sandbox: Sandbox }): number {
  const articles = pushed.reduce((sum, one) => sum + ('articles' in one ? one.articles : 0), 0);
  const requests = pushed.reduce((sum, one) => sum + ('requests' in one ? one.requests : 0), 0);
  const mails = sandbox.outbox.list();
  const runs = pushed.length;
  const failed = pushed.filter(
    ({ result }) => result === 'failed' || result === 'later' || result === 'queued',
  );
  const facts = { runs, articles, mails: mails.length, requests, failed: failed.length, results: pushed };
  const letters = mails.map(({ to, subject }) => `  ${to.join(', ')}  ${subject}`);
  context.answer(facts, {
    en: [
      `${runs} runs, ${articles} articles, ${mails.length} mails, ${requests} requests to PubMed`,
      ...letters,
    ],
    zh: [
      `${runs} 次推送，${articles} 篇文献，${mails.length} 封邮件，${requests} 次 PubMed 请求`,
      ...letters,
    ],
  });
  return failed.length === 0 ? 0 : 1;
}

async function show(
  context: Context,
  { app, sandbox, nextDay }: { app: App; sandbox: Sandbox; nextDay: () => Promise<void> },
): Promise<number> {
  const service = await runService(app, { role: 'serve', queues: queueNames, lanes: 2 });
  const outbox = {
    list: () =>
      sandbox.outbox
        .list()
        .map(({ time, size, ...mail }) => ({ ...mail, at: Date.parse(time), bytes: size })),
    raw: sandbox.outbox.raw,
  };
  const server = await startHttp({
    ...app,
    host: context.config.host,
    port: context.config.port,
    service,
    outbox,
    demo: { nextDay },
  });
  try {
    report(context, { pushed: await pushAll(app), sandbox });
    const address = `http://localhost:${server.port}`;
    context.remark({
      en: `Read the mails at ${address} (Ctrl-C ends)`,
      zh: `在 ${address} 查看邮件（Ctrl-C 结束）`,
    });
    await announceFirstAdmin(app, context, address);
    if (!context.signal.aborted) await once(context.signal, 'abort');
    return 0;
  } finally {
    await server.stop();
    await service.stop();
  }
}
