import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '../src/config.ts';
import { migrate } from '../src/store/migrate.ts';
import { openStore, type Store } from '../src/store/open.ts';
import { pauseQueueRow, resumeQueueRow } from '../src/store/paused-queues.ts';
import { livingProcesses } from '../src/store/processes.ts';
import { startLitpushProcess } from './litpush-process.ts';
import type { Place } from './places.ts';

/**
 * Jobs a second that so many worker processes take, claim and settle. The jobs do nothing, so this is the cost of
 * carrying one: its row, its way through Redis or without, and the words about how it ended.
 */
export async function jobsPerSecond(input: {
  place: Place;
  redisUrl: string;
  workers: number;
  jobs: number;
}): Promise<number> {
  const { place, workers, jobs } = input;
  const env = {
    DATA_DIR: place.dataDir,
    DATABASE_URL: place.databaseUrl ?? '',
    APP_SECRET: 'a secret of the benchmark',
    REDIS_URL: input.redisUrl,
    LOG_LEVEL: 'error',
  };
  const store = openStore(readConfig({ ...env }));
  await migrate(store);
  // All wait behind a closed gate until the last worker is there.
  await pauseQueueRow(store, 'default');
  for (let first = 0; first < jobs; first += 500) {
    const some = Array.from({ length: Math.min(500, jobs - first) }, (_, n) => testJob(store, first + n));
    await store.db.insertInto('job').values(some).execute();
  }
  const processes = Array.from({ length: workers }, (_, n) =>
    startLitpushProcess(['worker'], { ...env, RQ_WORKER_NAME: `bench-${n}` }),
  );
  try {
    while ((await livingProcesses(store, 5000)).length < workers) await wait(50);
    await wait(2500);
    await resumeQueueRow(store, 'default');
    while ((await unfinished(store)) > 0) await wait(20);
    // The gate is noticed at the next look at the clock; that second belongs to the gate.
    const { opened, ended } = await span(store);
    return (jobs / (ended - opened)) * 1000;
  } finally {
    for (const one of processes) await one.stop();
    await store.close();
  }
}

const testJob = (store: Store, n: number) => ({
  kind: 'test' as const,
  key: String(n),
  queue: 'default' as const,
  state: 'waiting' as const,
  attempts: 0,
  tries: 0,
  next_attempt: store.now(),
  history: '[]',
  created_at: store.now(),
});

async function unfinished(store: Store): Promise<number> {
  const row = await store.db
    .selectFrom('job')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('finished_at', 'is', null)
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

async function span(store: Store): Promise<{ opened: number; ended: number }> {
  const row = await store.db
    .selectFrom('job')
    .select((eb) => [eb.fn.min('started_at').as('opened'), eb.fn.max('finished_at').as('ended')])
    .executeTakeFirstOrThrow();
  return { opened: Number(row.opened), ended: Number(row.ended) };
}
