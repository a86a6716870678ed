import { randomUUID } from 'node:crypto';
import { createRedisBackend, Queue, Worker } from 'bullmq';
import { type QueueName, queueNames } from '../contract/queue.ts';
import type { JobOffer } from '../store/job-offers.ts';
import { redisConnection } from './redis-connection.ts';

/** A job that Redis brought: the row `id`, for its attempt number `attempt`. */
export interface Brought {
  id: number;
  attempt: number;
  /** It leaves Redis: whatever became of it stands in the row. */
  leave(): Promise<void>;
}

/**
 * The three queues on one connection, for as long as Redis is there. When it goes, the session is closed and a new one
 * opened later: no command of an old one is left to be answered late.
 */
export interface RedisSession {
  offer(jobs: readonly JobOffer[]): Promise<void>;
  take(queue: QueueName): Promise<Brought | null>;
  /** Whether Redis was emptied since this was asked last, by whichever process. */
  wasWiped(): Promise<boolean>;
  /** For the board. */
  queues: readonly Queue[];
  close(): Promise<void>;
}

/** An id that a killed process took with it is free again after this time; the row's claim is what protects the work. */
const lockMs = 20_000;

/** @param input.onOffer hears when any process has put jobs into Redis. */
export async function openRedisSession(input: {
  url: string;
  prefix: string;
  onOffer: () => void;
}): Promise<RedisSession> {
  const { prefix } = input;
  const redis = redisConnection(input.url, 'litpush');
  const ears = redisConnection(input.url, 'litpush-ears');
  const channel = `${prefix}:offered`;
  const token = randomUUID();
  const opened: (Queue | Worker)[] = [];
  const close = async () => {
    // First of all nobody waits for an answer any more: a Redis that hangs must not hold up those who go on without it.
    redis.disconnect();
    ears.disconnect();
    for (const one of opened) await one.close().catch(() => undefined);
  };
  try {
    await Promise.all([redis.connect(), ears.connect()]);
    await ears.subscribe(channel);
    ears.on('message', input.onOffer);
    const lines = queueNames.map((name) => openLine(name, { redis, prefix }));
    for (const { queue, worker } of lines) opened.push(queue, worker);
    // A script that changes nothing: a Redis that runs none is of no use.
    await Promise.all(lines.map(({ queue }) => queue.isMaxed()));
    // Ids that died with their process are brought once more.
    for (const { worker } of lines) void worker.startStalledCheckTimer();
    const workerOf = new Map(lines.map(({ queue, worker }) => [queue.name, worker]));
    return {
      queues: lines.map(({ queue }) => queue),
      async offer(jobs) {
        for (const { queue } of lines) {
          const own = jobs.filter((job) => job.queue === queue.name);
          if (own.length > 0) await queue.addBulk(own.map(message));
        }
        await redis.publish(channel, '1');
      },
      async take(name) {
        const job = await workerOf.get(name)?.getNextJob(token, { block: false });
        const [id = 0, attempt = 0] = (job?.id ?? '').split('-').map(Number);
        if (!job) return null;
        return { id, attempt, leave: async () => void (await job.moveToCompleted('', token, false)) };
      },
      wasWiped: async () => (await redis.set(`${prefix}:epoch`, token, 'NX')) === 'OK',
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function openLine(
  name: QueueName,
  { redis, prefix }: { redis: ReturnType<typeof redisConnection>; prefix: string },
) {
  const shared = { connection: redis, prefix, skipVersionCheck: true };
  const queue = new Queue(name, shared);
  // Jobs are fetched by hand, the urgent queue first, so no worker needs a blocking connection of its own.
  const worker = new Worker(
    name,
    null,
    { ...shared, autorun: false, lockDuration: lockMs, stalledInterval: 5_000, maxStalledCount: 1_000_000 },
    (line, options) => createRedisBackend(line, options),
  );
  // Every failure shows in the call that meets it.
  queue.on('error', () => undefined);
  worker.on('error', () => undefined);
  return { queue, worker };
}

/**
 * An id with a colon or a whole number is refused by BullMQ, and one that sits in its failed set is silently ignored: so
 * each attempt has an id of its own, and nothing finished stays.
 */
const message = ({ id, kind, attempts }: JobOffer) => ({
  name: kind,
  data: { job: id },
  opts: { jobId: `${id}-${attempts}`, attempts: 1, removeOnComplete: true, removeOnFail: true },
});
