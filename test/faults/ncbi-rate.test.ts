import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { withEutils } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import type { Priority } from '../../src/pubmed/rate-limiter.ts';
import { sqliteFile } from '../../src/store/open.ts';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../databases.ts';
import { worldConfig } from '../world.ts';
import type { AskerOrders, AskerWord } from './asker.ts';
import { type FarSandbox, startFarSandbox } from './processes.ts';

const rate = 10;
const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** A PubMed that refuses the eleventh request of any second. */
async function strictPubmed(): Promise<FarSandbox> {
  const sandbox = await startFarSandbox({ rate });
  cleanups.push(() => sandbox.stop());
  return sandbox;
}

interface Asker {
  go(): void;
  /** How its searches ended so far. */
  answers: Exclude<AskerWord, 'ready'>[];
  done: Promise<unknown>;
  /** Called with each answer. */
  onAnswer: () => void;
}

async function startAsker(orders: AskerOrders): Promise<Asker> {
  const child: ChildProcess = fork(join(import.meta.dirname, 'asker.ts'), [JSON.stringify(orders)], {
    execArgv: [],
    env: { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'litpush-compile-cache') },
  });
  cleanups.push(() => child.kill('SIGKILL'));
  const done = once(child, 'exit');
  const [ready] = await Promise.race([once(child, 'message'), done]);
  expect(ready).toBe('ready');
  const answers: Asker['answers'] = [];
  const asker: Asker = { go: () => child.send('go'), answers, done, onAnswer: () => undefined };
  child.on('message', (word: Exclude<AskerWord, 'ready'>) => {
    answers.push(word);
    asker.onAnswer();
  });
  return asker;
}

const startAskers = (config: Config, plan: { count: number; searches: number; priority?: Priority }) =>
  Promise.all(
    Array.from({ length: plan.count }, () =>
      startAsker({ config, priority: plan.priority ?? 'default', searches: plan.searches }),
    ),
  );

const configFor = (sandbox: FarSandbox, options: TestDatabase['options']): Config => {
  const config = worldConfig({ ...sandbox, ...options });
  return { ...config, ncbi: { ...config.ncbi, rate } };
};

describeEachDatabase('processes that ask PubMed at the same time', (kind) => {
  async function prepare() {
    const sandbox = await strictPubmed();
    const database = await makeDatabase(kind);
    cleanups.push(() => database.close());
    return { sandbox, database, config: configFor(sandbox, database.options) };
  }

  it('keep the limit together, and use all of it', async () => {
    const { sandbox, database, config } = await prepare();
    const askers = await startAskers(config, { count: 4, searches: 20 });
    for (const asker of askers) asker.go();
    await Promise.all(askers.map(({ done }) => done));
    const answers = askers.flatMap(({ answers }) => answers);
    expect(answers).toEqual(Array.from({ length: 80 }, () => ({ kind: 'found', requests: 1 })));
    expect(await sandbox.requests()).toMatchObject({ esearch: 80, refused: 0 });
    // Hardly a token was lost on the way, so the rest of a slot is all that anybody waited for.
    const slots = await database.store.db.selectFrom('ncbi_slot').selectAll().execute();
    expect(slots.length).toBe(rate);
    const used = slots.reduce((sum, { uses }) => sum + uses, 0);
    expect(used).toBeLessThan(90);
  });

  it('let an urgent request of one go before a flood of the others', async () => {
    const { sandbox, config } = await prepare();
    const flood = await startAskers(config, { count: 3, searches: 25 });
    const urgent = await startAsker({ config, searches: 5, priority: 'high' });
    for (const asker of flood) asker.go();
    const flooded = () => flood.reduce((sum, { answers }) => sum + answers.length, 0);
    await expect.poll(flooded, { timeout: 30_000 }).toBeGreaterThanOrEqual(10);
    const before = flooded();
    let passed = 0;
    urgent.onAnswer = () => {
      passed = flooded() - before;
    };
    urgent.go();
    await urgent.done;
    expect(urgent.answers.length).toBe(5);
    // In the order of arrival all 75 would have gone before; by chance some 15 others.
    expect(passed).toBeLessThan(12);
    await Promise.all(flood.map(({ done }) => done));
    expect(await sandbox.requests()).toMatchObject({ esearch: 80, refused: 0 });
  });
});

describe('processes without a database', () => {
  it('know nothing of each other, and the sandbox would notice', async () => {
    const sandbox = await strictPubmed();
    const dataDir = mkdtempSync(join(tmpdir(), 'litpush-test-'));
    cleanups.push(() => rmSync(dataDir, { recursive: true }));
    const config = configFor(sandbox, { dataDir, databaseUrl: null });
    const askers = await startAskers(config, { count: 2, searches: 10 });
    for (const asker of askers) asker.go();
    await Promise.all(askers.map(({ done }) => done));
    expect((await sandbox.requests()).refused).toBeGreaterThan(0);
    expect(readdirSync(dataDir)).toEqual([]);
  });
});

describeEachDatabase('a command that only asks PubMed', (kind) => {
  it.each(['not migrated', 'out of reach'])('asks it also where the database is %s', async (state) => {
    const sandbox = await strictPubmed();
    const database = await makeDatabase(kind, { empty: true });
    cleanups.push(() => database.close());
    const config = configFor(sandbox, database.options);
    if (state === 'out of reach') {
      if (kind === 'postgres') config.databaseUrl = 'postgres://nobody@127.0.0.1:1/nothing';
      else writeFileSync(sqliteFile(config.dataDir), 'this is no database '.repeat(100));
    }
    const found = await withEutils(config, (eutils) => eutils.esearch({ term: 'sepsis', retmax: 1 }));
    expect(found.kind).toBe('found');
  });
});
