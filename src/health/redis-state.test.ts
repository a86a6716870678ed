import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { startRedis, type TestRedis } from '../../test/redis.ts';
import { createLog } from '../log.ts';
import { type Carrier, createCarrier } from '../queue/carrier.ts';
import { redisState } from './redis-state.ts';

describe('the state of Redis', () => {
  it('where there is none, is that', async () => {
    expect(await redisState({ url: null, carrier: null })).toMatchObject({
      configured: false,
      connected: false,
      address: null,
      problem: null,
      warnings: [],
    });
  });
});

describe.skipIf(!inject('redis'))('the state of a Redis', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let carrier: Carrier;
  const open = async (options: string[]) => {
    redis = await startRedis(options);
    carrier = createCarrier({
      store: database.store,
      url: redis.url,
      prefix: 'litpush-x',
      onNews: () => undefined,
      log: createLog('silent'),
    });
    await carrier.ready;
  };
  beforeEach(async () => {
    database = await makeDatabase('sqlite');
  });
  afterEach(async () => {
    await carrier.close();
    await redis.stop();
    await database.close();
  });
  const state = () => redisState({ url: redis.url, carrier });

  it('tells version, memory and time of answer, and warns of what would hurt', async () => {
    await open(['--maxmemory', '64mb', '--maxmemory-policy', 'allkeys-lru']);
    const seen = await state();
    expect(seen).toMatchObject({
      configured: true,
      connected: true,
      address: redis.url,
      problem: null,
      maxMemoryBytes: 64 * 2 ** 20,
      evictedKeys: 0,
      evictionPolicy: 'allkeys-lru',
      persistence: 'off',
      warnings: ['no-persistence', 'evicts-keys'],
    });
    expect(seen.version).toMatch(/^\d+\.\d+/);
    expect(seen.usedMemoryBytes).toBeGreaterThan(100_000);
    expect(seen.latencyMs).toBeGreaterThan(0);
    await redis.say('CONFIG', 'SET', 'save', '60 1');
    await redis.say('CONFIG', 'SET', 'maxmemory-policy', 'noeviction');
    expect(await state()).toMatchObject({ persistence: 'on', warnings: [] });
  });

  it('takes the append-only file for persistence', async () => {
    await open(['--appendonly', 'yes']);
    expect(await state()).toMatchObject({ persistence: 'on', warnings: [] });
  });

  it('does not guess where its settings are kept from us', async () => {
    await open(['--rename-command', 'CONFIG', '']);
    expect(await state()).toMatchObject({ connected: true, persistence: null, warnings: [] });
  });

  it('that went is told with the reason', async () => {
    await open([]);
    await redis.kill();
    while (carrier.problem() === null) await new Promise((go) => setTimeout(go, 20));
    const seen = await state();
    expect(seen).toMatchObject({ configured: true, connected: false, version: null, latencyMs: null });
    expect(seen.problem).toBeTruthy();
  });
});
