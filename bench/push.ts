import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { median, type Place, withPlace } from './places.ts';
import { startSandboxProcess } from './sandbox-process.ts';

/**
 * `npm run bench:push`: many subscriptions pushed over new articles, again and again. PubMed and the mail server run in
 * processes of their own, without latency and with `NCBI_RATE` raised; CPU and memory are the product's alone.
 *
 * Prints a Markdown table (`--json` for programs): pushes a second, CPU and requests a push, memory; medians of the
 * repetitions, each in a fresh process over a fresh database.
 */
const { values } = parseArgs({
  options: {
    subscriptions: { type: 'string', default: '500' },
    articles: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '10' },
    repeat: { type: 'string', default: '5' },
    /** WORKER_CONCURRENCY, as it is unless set. */
    lanes: { type: 'string', default: '4' },
    /** A PostgreSQL server on which a database may be made for a while. */
    postgres: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
});

interface Measured {
  pushes: number;
  other: number;
  articles: number;
  mails: number;
  seconds: number;
  cpuMs: number;
  maxRssMb: number;
  requests: number;
}

const subscriptions = Number(values.subscriptions);

async function measure(input: { topics: number; place: Place }): Promise<Measured> {
  const { dataDir, databaseUrl } = input.place;
  const eutils = await startSandboxProcess('--parts', 'eutils', '--empty', '--rate', '100000');
  const smtp = await startSandboxProcess('--parts', 'smtp', '--keep', 'headers');
  try {
    const task = {
      subscriptions,
      articles: Number(values.articles),
      rounds: Number(values.rounds),
      topics: input.topics,
      lanes: Number(values.lanes),
      eutilsControl: eutils.controlUrl,
      smtpControl: smtp.controlUrl,
      smtpPort: Number(new URL(smtp.smtpUrl).port),
    };
    const script = join(import.meta.dirname, 'push-product.ts');
    // As `bin/litpush.js` starts the service.
    const flags = ['--max-semi-space-size=12', '--heap-growing-percent=60'];
    const out = execFileSync(process.execPath, [...flags, script, JSON.stringify(task)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        DATA_DIR: dataDir,
        EUTILS_URL: eutils.eutilsUrl,
        NCBI_RATE: '10000',
        NCBI_EMAIL: 'bench@example.org',
        BASE_URL: 'https://litpush.example.org',
        DATABASE_URL: databaseUrl ?? '',
        APP_SECRET: randomBytes(16).toString('hex'),
        LOG_LEVEL: 'error',
        REDIS_URL: 'off',
        NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
      },
    });
    return JSON.parse(out) as Measured;
  } finally {
    await eutils.stop();
    await smtp.stop();
  }
}

async function row(name: string, one: () => Promise<Measured>) {
  const runs: Measured[] = [];
  for (let repeat = 0; repeat < Number(values.repeat); repeat += 1) {
    runs.push(await one());
    process.stderr.write(`${name}: ${runs.length} of ${values.repeat}\n`);
  }
  const of = (figure: (run: Measured) => number) => median(runs.map(figure));
  return {
    name,
    pushes: of((run) => run.pushes),
    other: runs.reduce((sum, run) => sum + run.other, 0),
    pushesPerSecond: of((run) => run.pushes / run.seconds),
    cpuMsPerPush: of((run) => run.cpuMs / run.pushes),
    requestsPerPush: of((run) => run.requests / run.pushes),
    maxRssMb: of((run) => run.maxRssMb),
    articlesPerPush: of((run) => run.articles / run.pushes),
  };
}

const on = (server: string | null, topics: number) => () =>
  withPlace(server, (place) => measure({ topics, place }));
const shared = Math.max(1, Math.round(subscriptions / 10));
const { postgres } = values;
const rows = [
  await row('SQLite, each its own articles', on(null, subscriptions)),
  await row('SQLite, ten share their articles', on(null, shared)),
  ...(postgres ? [await row('PostgreSQL, each its own articles', on(postgres, subscriptions))] : []),
];
if (values.json) console.log(JSON.stringify(rows, null, 2));
else {
  console.log('| | pushes | pushes a second | CPU ms a push | requests a push | memory MB |');
  console.log('|---|---:|---:|---:|---:|---:|');
  for (const one of rows) {
    console.log(
      `| ${one.name} | ${one.pushes} | ${one.pushesPerSecond.toFixed(0)} | ${one.cpuMsPerPush.toFixed(1)} | ${one.requestsPerPush.toFixed(2)} | ${one.maxRssMb.toFixed(0)} |`,
    );
  }
}
if (rows.some(({ other }) => other > 0)) process.exitCode = 1;
