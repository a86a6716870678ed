import { z } from 'zod';

/** In the order in which a free lane looks at them. */
export const queueNames = ['high', 'default', 'low'] as const;
export type QueueName = (typeof queueNames)[number];

/** `rq` while jobs travel through Redis, `local` while the processes take them from the database themselves. */
export type QueueMode = 'rq' | 'local';

export const jobKinds = [
  /** One run of a subscription. */
  'push',
  /** One message that waits for another try. */
  'deliver',
  /** A push of every active subscription, each as a job of its own. */
  'push-all',
  /** Each active subscription's next slot, computed anew. */
  'schedule-all',
  /** There and back, to see that jobs travel. */
  'test',
  /** The figures of one day. */
  'statistics',
  /** What is no longer needed goes. */
  'retention',
  /** 90 days of PubMed held against one subscription's ledger. */
  'reconcile',
  /** A journal table read into an edition. */
  'import-journals',
] as const;
export type JobKind = (typeof jobKinds)[number];

export type JobState = 'waiting' | 'active' | 'done' | 'failed';

/** An attempt that ended without success. Instants and durations in milliseconds. */
export interface FailedAttempt {
  at: number;
  ms: number;
  error: string;
  worker: string | null;
}

const instant = z.iso.datetime();
const count = z.int().nonnegative();
const queueName = z.enum(queueNames);

const QueueCounts = z.object({
  waiting: count,
  active: count,
  /** Waiting for a later attempt. */
  delayed: count,
  failed: count,
  /** In the last 24 hours. */
  completed: count,
  /** How long the job that has waited longest is due, in seconds; null where none waits. */
  oldestWaitingSeconds: z.number().nonnegative().nullable(),
  paused: z.boolean(),
});
export type QueueCounts = z.infer<typeof QueueCounts>;

/** What an operator should mend at Redis. */
export const redisWarnings = ['no-persistence', 'evicts-keys', 'old-version'] as const;

const RedisState = z.object({
  configured: z.boolean(),
  connected: z.boolean(),
  /** Without user and password. */
  address: z.string().nullable(),
  /** Why it cannot be used, in Redis' own words where it has any. */
  problem: z.string().nullable(),
  latencyMs: z.number().nonnegative().nullable(),
  version: z.string().nullable(),
  usedMemoryBytes: count.nullable(),
  maxMemoryBytes: count.nullable(),
  evictedKeys: count.nullable(),
  evictionPolicy: z.string().nullable(),
  persistence: z.enum(['on', 'off']).nullable(),
  warnings: z.array(z.enum(redisWarnings)),
});
export type RedisState = z.infer<typeof RedisState>;

const WorkerState = z.object({
  id: z.string(),
  name: z.string(),
  host: z.string(),
  pid: z.int(),
  role: z.enum(['serve', 'worker', 'command']),
  queues: z.array(queueName),
  concurrency: count,
  current: z.array(z.object({ job: z.int(), kind: z.enum(jobKinds), since: instant })),
  startedAt: instant,
  lastSeen: instant,
});
export type WorkerState = z.infer<typeof WorkerState>;

export const FailedJob = z.object({
  job: z.int(),
  kind: z.enum(jobKinds),
  queue: queueName,
  subscription: z.int().nullable(),
  attempts: count,
  error: z.string(),
  failedAt: instant,
  /** Of the last attempt. */
  tookMs: z.number().nonnegative().nullable(),
});
export type FailedJob = z.infer<typeof FailedJob>;

/** The answer of `/admin/rq/status`: everything about how jobs travel, at one moment. */
export const QueueStatus = z.object({
  status: z.literal('success'),
  mode: z.enum(['rq', 'local']),
  since: instant,
  /** Why the mode is `local`; null in `rq`. */
  reason: z.string().nullable(),
  redis: RedisState,
  queues: z.record(queueName, QueueCounts),
  workers: z.array(WorkerState),
  scheduler: z.object({
    /** The process that looks at the clock. */
    holder: z.string().nullable(),
    lastTick: instant.nullable(),
    nextDue: instant.nullable(),
    /** Subscriptions that are due and have no run yet. */
    overdue: count,
  }),
  /** The newest first, at most 20. */
  failed: z.array(FailedJob),
  now: instant,
});
export type QueueStatus = z.infer<typeof QueueStatus>;
