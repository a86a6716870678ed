import type { Bilingual } from '../contract/locale.ts';
import type { RedisState } from '../contract/queue.ts';
import type { Carrier } from '../queue/carrier.ts';
import { redisAddress } from '../queue/redis-connection.ts';

/** What an operator is told of each warning. */
export const redisAdvice: Record<RedisState['warnings'][number], Bilingual> = {
  'no-persistence': {
    en: 'Redis keeps nothing over a restart. Jobs are not lost, as the database holds them; `appendonly yes` spares the catching up.',
    zh: 'Redis 未启用持久化。任务保存在数据库中，不会丢失；设置 `appendonly yes` 可省去重启后的补发。',
  },
  'evicts-keys': {
    en: 'Redis drops keys when its memory is full. Set `maxmemory-policy noeviction`.',
    zh: 'Redis 内存满时会丢弃数据，请设置 `maxmemory-policy noeviction`。',
  },
  'old-version': {
    en: 'Redis is older than 6.2. Update it.',
    zh: 'Redis 版本低于 6.2，请升级。',
  },
};

/** BullMQ works from here on as it should. */
const oldestVersion = [6, 2];

/**
 * How Redis does, and what to mend there.
 *
 * @param input.carrier null where nobody here has a connection: only the address is then known.
 */
export async function redisState(input: {
  url: string | null;
  carrier: Carrier | null;
}): Promise<RedisState> {
  const { url, carrier } = input;
  const watch = carrier?.watch ?? null;
  const problem = url === null || carrier === null ? null : carrier.problem();
  const connected = watch !== null && problem === null;
  const info = connected ? await watch.info() : null;
  const text = (name: string): string | null => info?.get(name) ?? null;
  const whole = (name: string): number | null => (/^\d+$/.test(text(name) ?? '') ? Number(text(name)) : null);
  const state = {
    configured: url !== null,
    connected,
    address: url === null ? null : redisAddress(url),
    problem,
    latencyMs: connected ? watch.latencyMs() : null,
    version: text('redis_version'),
    usedMemoryBytes: whole('used_memory'),
    maxMemoryBytes: whole('maxmemory'),
    evictedKeys: whole('evicted_keys'),
    evictionPolicy: text('maxmemory_policy'),
    persistence: info && persistenceOf(info),
  };
  return { ...state, warnings: warningsFor(state) };
}

/** Null where Redis does not say: a hosted one keeps its settings to itself. */
function persistenceOf(info: ReadonlyMap<string, string>): RedisState['persistence'] {
  if (info.get('aof_enabled') === '1') return 'on';
  const save = info.get('save');
  if (save === undefined) return null;
  return save.trim() === '' ? 'off' : 'on';
}

function warningsFor(state: Omit<RedisState, 'warnings'>): RedisState['warnings'] {
  const warnings: RedisState['warnings'] = [];
  if (state.persistence === 'off') warnings.push('no-persistence');
  const evicts = state.evictionPolicy !== null && state.evictionPolicy !== 'noeviction';
  if (evicts && (state.maxMemoryBytes ?? 0) > 0) warnings.push('evicts-keys');
  if (state.version !== null && isOld(state.version)) warnings.push('old-version');
  return warnings;
}

function isOld(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [least = 0, leastMinor = 0] = oldestVersion;
  return major < least || (major === least && minor < leastMinor);
}
