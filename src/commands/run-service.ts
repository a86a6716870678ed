import { hostname } from 'node:os';
import type { App } from '../app.ts';
import type { QueueName } from '../contract/queue.ts';
import { createSumOfEnded } from '../health/metrics.ts';
import { createHandlers, type HandlerDeps } from '../worker/handlers.ts';
import { type Service, startService } from '../worker/service.ts';

/** Starts what `serve`, `worker` and `demo` have in common: this process looks at the clock and does jobs. */
export async function runService(
  app: App,
  input: {
    role: 'serve' | 'worker' | 'command';
    queues: readonly QueueName[];
    lanes: number;
    standby?: boolean;
    onPush?: HandlerDeps['onPush'];
  },
): Promise<Service> {
  const { config, jobs, counters, alerts, store } = app;
  const addEnded = createSumOfEnded(store);
  const service = await startService({
    ...app,
    handlers: createHandlers({
      ...app,
      onPush: (result) => {
        counters.push(result);
        input.onPush?.(result);
      },
    }),
    redisUrl: config.redisUrl,
    place: {
      name: jobs.workerName,
      host: hostname(),
      pid: process.pid,
      role: input.role,
      queues: input.queues,
      concurrency: input.lanes,
    },
    standby: input.standby ?? false,
    counted: counters.asJson,
    afterTick: async () => {
      await addEnded();
      await alerts.afterTick();
    },
  });
  return {
    ...service,
    async stop(how) {
      const handedBack = await service.stop(how);
      await alerts.stop();
      return handedBack;
    },
  };
}
