import { setTimeout as wait } from 'node:timers/promises';
import { redisConnection } from './redis-connection.ts';

/** Looks at Redis all the time: is it there, and does it take what is written? */
export interface RedisWatch {
  /** Resolves after the first look. */
  asked: Promise<void>;
  /** Why Redis cannot be used, in its own words; null while it can. */
  problem(): string | null;
  /** Milliseconds that the last answer took; null without one. */
  latencyMs(): number | null;
  /** Redis' `INFO` as pairs, and its setting `save` where it tells that; null while it does not answer. */
  info(): Promise<Map<string, string> | null>;
  stop(): Promise<void>;
}

const lookEveryMs = 300;
/** One silence may be a hiccup (a slow fork, a long script); two in a row are an outage. Refusals count at once. */
const silencesBorne = 1;
/** A connection that says nothing for so long is opened anew: the other end may be gone without a word. */
const renewAfterMs = 4000;

/** @param input.onChange hears when Redis goes and when it comes back. */
export function watchRedis(input: { url: string; prefix: string; onChange: () => void }): RedisWatch {
  const redis = redisConnection(input.url, 'litpush-watch');
  const database = Number(new URL(input.url).pathname.slice(1));
  let problem: string | null = 'not asked yet';
  let latency: number | null = null;
  let silences = 0;
  let refusal: string | null = null;
  let answeredAt = performance.now();
  redis.on('error', (error: Error) => {
    refusal = error.message;
  });
  const stopping = new AbortController();

  function note(found: string | null): void {
    const changed = (found === null) !== (problem === null);
    problem = found;
    if (changed) input.onChange();
  }

  async function look(): Promise<void> {
    const asked = performance.now();
    try {
      if (redis.status === 'wait') await redis.connect();
      // ioredis goes on in database 0 where the one in the address does not exist; asked like this, Redis says so.
      if (database > 0) await redis.select(database);
      // A write, as a replica and a full memory answer reads and nothing else.
      await redis.set(`${input.prefix}:alive`, '1', 'EX', 60);
      latency = performance.now() - asked;
      answeredAt = performance.now();
      silences = 0;
      refusal = null;
      note(null);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      latency = null;
      if (/timed out/i.test(reason)) {
        silences += 1;
        if (performance.now() - answeredAt > renewAfterMs) {
          answeredAt = performance.now();
          redis.disconnect(true);
        }
        if (silences <= silencesBorne && problem === null) return;
        note('no answer');
      } else if (/writeable|Connection is closed/i.test(reason)) {
        // Between two attempts to connect: what the last attempt failed with tells more.
        note(refusal ?? 'cannot be reached');
      } else note(reason);
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await wait(lookEveryMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      await look();
    }
  }
  const asked = look();
  const running = asked.then(run);

  return {
    asked,
    problem: () => problem,
    latencyMs: () => latency,
    async info() {
      try {
        const info = readInfo(await redis.info());
        // A hosted Redis may refuse to tell its settings.
        const save = await redis.config('GET', 'save').catch(() => null);
        if (Array.isArray(save) && typeof save[1] === 'string') info.set('save', save[1]);
        return info;
      } catch {
        return null;
      }
    },
    async stop() {
      stopping.abort();
      redis.disconnect();
      await running;
    },
  };
}

/** `redis_version:7.0.15` and so on; headings and empty lines are left out. */
const readInfo = (text: string): Map<string, string> =>
  new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const colon = line.indexOf(':');
      return colon > 0 && !line.startsWith('#')
        ? [[line.slice(0, colon), line.slice(colon + 1)] as const]
        : [];
    }),
  );
