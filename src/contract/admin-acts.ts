import { z } from 'zod';
import { route, rowId } from './api.ts';
import { FailedJob, QueueStatus, queueNames } from './queue.ts';

const count = z.int().nonnegative();
const QueueParam = z.object({ name: z.enum(queueNames) });
const IdParam = z.object({ id: rowId });
const Paused = z.object({
  queue: z.enum(queueNames),
  paused: z.boolean(),
  /** False where it was so before. */
  changed: z.boolean(),
});
/** A job that will do it. */
const Requested = z.object({
  job: z.int(),
  /** It had been asked for before and is not done yet. */
  joined: z.boolean(),
});
const Retried = z.object({
  /** In line again. */
  retried: count,
  /** Cleared, as another open run or job does the same. */
  cleared: count,
});
const Cleared = z.object({ cleared: count });

/** What an admin can ask and do about the queue. */
export const adminRoutes = {
  status: route({
    id: 'queueStatus',
    method: 'GET',
    path: '/api/admin/queue',
    access: 'admin',
    summary: { en: 'How jobs travel at this moment', zh: '查询任务队列的当前状态' },
    answer: QueueStatus,
  }),
  rqStatus: route({
    id: 'rqStatus',
    method: 'GET',
    path: '/admin/rq/status',
    access: 'admin',
    summary: {
      en: 'The same as /api/admin/queue, at its long-known address',
      zh: '与 /api/admin/queue 相同（沿用的地址）',
    },
    // Programs have asked it with all kinds of things behind it, against caches, and were answered.
    query: z.looseObject({}),
    answer: QueueStatus,
  }),
  test: route({
    id: 'testQueue',
    method: 'POST',
    path: '/api/admin/queue/test',
    access: 'admin',
    summary: {
      en: 'Send a job there and back; answers when it is back, after 10 seconds at most',
      zh: '发送一个测试任务并等待其返回（最多 10 秒）',
    },
    answer: z.object({
      ok: z.boolean(),
      way: z.enum(['rq', 'local']),
      ms: z.number().nonnegative().nullable(),
      worker: z.string().nullable(),
      problem: z.enum(['paused', 'no-worker', 'too-late', 'failed']).nullable(),
    }),
  }),
  pause: route({
    id: 'pauseQueue',
    method: 'POST',
    path: '/api/admin/queue/{name}/pause',
    access: 'admin',
    summary: { en: 'Pause a queue: no further job of it is begun', zh: '暂停队列：不再开始其中的任务' },
    params: QueueParam,
    answer: Paused,
  }),
  resume: route({
    id: 'resumeQueue',
    method: 'POST',
    path: '/api/admin/queue/{name}/resume',
    access: 'admin',
    summary: { en: 'Resume a paused queue', zh: '恢复已暂停的队列' },
    params: QueueParam,
    answer: Paused,
  }),
  failedJobs: route({
    id: 'failedJobs',
    method: 'GET',
    path: '/api/admin/jobs/failed',
    access: 'admin',
    summary: {
      en: 'Jobs that failed for good, the newest first, at most 1,000',
      zh: '列出最终失败的任务（最新在前，最多 1000 个）',
    },
    answer: z.object({ jobs: z.array(FailedJob) }),
  }),
  retryFailed: route({
    id: 'retryFailedJobs',
    method: 'POST',
    path: '/api/admin/jobs/retry-failed',
    access: 'admin',
    summary: { en: 'Retry all failed jobs', zh: '重试所有失败的任务' },
    answer: Retried,
  }),
  clearFailed: route({
    id: 'clearFailedJobs',
    method: 'DELETE',
    path: '/api/admin/jobs/failed',
    access: 'admin',
    summary: { en: 'Clear all failed jobs', zh: '清空所有失败的任务' },
    answer: Cleared,
  }),
  sweep: route({
    id: 'sweepJobs',
    method: 'POST',
    path: '/api/admin/jobs/sweep',
    access: 'admin',
    summary: {
      en: 'Remove from Redis what is left of jobs whose subscription was deleted',
      zh: '从 Redis 中移除已删除订阅遗留的任务',
    },
    answer: z.object({
      removed: count,
      /** False where Redis is away or not used: then nothing was to be removed. */
      reached: z.boolean(),
    }),
  }),
  retryJob: route({
    id: 'retryJob',
    method: 'POST',
    path: '/api/admin/jobs/{id}/retry',
    access: 'admin',
    summary: { en: 'Retry one failed job', zh: '重试一个失败的任务' },
    params: IdParam,
    answer: Retried,
    refusals: [404],
  }),
  clearJob: route({
    id: 'clearJob',
    method: 'DELETE',
    path: '/api/admin/jobs/{id}',
    access: 'admin',
    summary: { en: 'Clear one failed job', zh: '清除一个失败的任务' },
    params: IdParam,
    answer: Cleared,
    refusals: [404],
  }),
  scheduleAll: route({
    id: 'scheduleAll',
    method: 'POST',
    path: '/api/admin/schedule',
    access: 'admin',
    summary: {
      en: 'Compute the next push of every active subscription anew',
      zh: '重新安排所有启用订阅的下次推送时间',
    },
    status: 202,
    answer: Requested,
  }),
  pushAll: route({
    id: 'pushAll',
    method: 'POST',
    path: '/api/admin/push',
    access: 'admin',
    summary: { en: 'Push every active subscription now', zh: '立即推送所有启用的订阅' },
    status: 202,
    answer: Requested,
  }),
  pushOne: route({
    id: 'pushSubscription',
    method: 'POST',
    path: '/api/admin/subscriptions/{id}/push',
    access: 'admin',
    summary: { en: 'Push one subscription now', zh: '立即推送指定订阅' },
    params: IdParam,
    body: z.strictObject({
      /** `test` gives a digest and remembers nothing of it. */
      trigger: z.enum(['manual', 'test']).default('manual'),
    }),
    status: 202,
    answer: z.object({
      run: z.int(),
      /** Null where another process has the run in hand without a job. */
      job: z.int().nullable(),
      /** A run of this subscription was open already; it is done first of all now. */
      joined: z.boolean(),
    }),
    refusals: [404],
  }),
} as const;
