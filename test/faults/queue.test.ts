import { afterEach, describe, expect, inject, it } from 'vitest';
import {
  besiegeQueue,
  prepareQueueSiege,
  type QueueSiege,
  type QueueSiegePlan,
  untilDone,
} from './queue-siege.ts';
import { reportOf } from './siege-report.ts';

/** The ordinary run is short; `LITPUSH_SIEGE_MINUTES=10 LITPUSH_SIEGE_SIZE=2000` is the long one. */
const minutes = Number(process.env['LITPUSH_SIEGE_MINUTES'] ?? 0);
const size = Number(process.env['LITPUSH_SIEGE_SIZE'] ?? 0) || 60;
const seed = Number(process.env['LITPUSH_SEED'] ?? 1 + Math.floor(Math.random() * 1_000_000));
const timeout = 240_000 + minutes * 60_000 * 2 + size * 100;

let siege: QueueSiege | undefined;
afterEach(async () => {
  await siege?.close();
  siege = undefined;
});

async function survive(change: Partial<QueueSiegePlan>) {
  const plan: QueueSiegePlan = {
    kind: 'postgres',
    subscriptions: size,
    workers: 4,
    faultsMs: minutes > 0 ? minutes * 60_000 : 20_000,
    everyMs: minutes > 0 ? 45_000 : 800,
    policy: 'retry',
    rate: 10_000,
    seed,
    ...change,
  };
  siege = await prepareQueueSiege(plan);
  await besiegeQueue(siege, plan);
  const seconds = await untilDone(siege, minutes > 0 ? 120_000 : 90_000);
  const { problems, ...report } = await reportOf(siege, plan.policy);
  const harm = Object.groupBy(siege.harm, (name) => name);
  const counts = Object.fromEntries(Object.entries(harm).map(([name, all]) => [name, all?.length]));
  const requests = await siege.sandbox.requests();
  console.info(
    JSON.stringify({ kind: plan.kind, policy: plan.policy, seed, seconds, ...counts, ...report, requests }),
  );
  expect(problems).toEqual([]);
  expect(report.failedRuns).toBe(0);
  // As many slots as there were, each run once, and every paper in the box.
  expect(report.articles).toBeGreaterThan(size);
  return { requests };
}

describe.skipIf(!inject('redis'))('a whole installation while Redis and workers come to harm', () => {
  it.skipIf(!inject('postgres'))('on PostgreSQL, uncertain messages offered again', { timeout }, async () => {
    await survive({ policy: 'retry' });
  });

  it.skipIf(!inject('postgres'))(
    'on PostgreSQL, uncertain messages left to a person',
    { timeout },
    async () => {
      await survive({ policy: 'ask' });
    },
  );

  it('on SQLite, one machine with a server and two workers', { timeout }, async () => {
    await survive({ kind: 'sqlite', workers: 2 });
  });
});

describe.skipIf(!inject('postgres') || !inject('redis'))('at the rate of an installation with a key', () => {
  it('no second ever sees an eleventh request', { timeout }, async () => {
    const plan: QueueSiegePlan = {
      kind: 'postgres',
      subscriptions: minutes > 0 ? size : 40,
      workers: 4,
      faultsMs: minutes > 0 ? Math.min(minutes, 4) * 60_000 : 4000,
      everyMs: 600_000,
      policy: 'retry',
      rate: 10,
      seed,
    };
    siege = await prepareQueueSiege({ ...plan, rate: 10_000 });
    siege.env['NCBI_RATE'] = '10';
    await siege.sandbox.setRate(10);
    const before = await siege.sandbox.requests();
    await besiegeQueue(siege, plan);
    await untilDone(siege, 120_000 + plan.subscriptions * 200);
    const { problems } = await reportOf(siege);
    const after = await siege.sandbox.requests();
    console.info(JSON.stringify({ rate: 10, before, after }));
    expect(problems).toEqual([]);
    expect(after.refused).toBe(before.refused);
  });
});
