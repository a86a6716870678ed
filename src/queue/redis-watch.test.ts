import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { startRedis, type TestRedis } from '../../test/redis.ts';
import { type RedisWatch, watchRedis } from './redis-watch.ts';

describe.skipIf(!inject('redis'))('the watch over Redis', () => {
  let redis: TestRedis;
  let watch: RedisWatch | undefined;
  beforeEach(async () => {
    redis = await startRedis();
  });
  afterEach(async () => {
    await watch?.stop();
    await redis.stop();
  });

  const look = async (url: string) => {
    watch = watchRedis({ url, prefix: 'test', onChange: () => undefined });
    await watch.asked;
    return watch;
  };

  it('finds one that is there', async () => {
    const { problem, latencyMs, info } = await look(redis.url);
    expect(problem()).toBeNull();
    expect(latencyMs()).toBeGreaterThan(0);
    expect((await info())?.get('redis_version')).toMatch(/^\d+\./);
  });

  it('does not take another database for the one in the address', async () => {
    const { problem } = await look(redis.url.replace(/\/0$/, '/99'));
    expect(problem()).toMatch(/out of range/i);
    expect(await redis.say('DBSIZE')).toBe(0);
  });

  it('works in the database of the address', async () => {
    const { problem } = await look(redis.url.replace(/\/0$/, '/3'));
    expect(problem()).toBeNull();
    expect(await redis.say('DBSIZE')).toBe(0);
  });
});
