import type { QueueName } from '../contract/queue.ts';
import type { Store } from '../store/open.ts';
import { pauseQueueRow, resumeQueueRow } from '../store/paused-queues.ts';

/** What a queue is now, and whether that is new. */
export interface QueuePause {
  queue: QueueName;
  paused: boolean;
  changed: boolean;
}

/** No job of it is begun until it is resumed; what is in hand is finished, and what comes due waits in line. */
export const pauseQueue = async (store: Store, queue: QueueName): Promise<QueuePause> => ({
  queue,
  paused: true,
  changed: await pauseQueueRow(store, queue),
});

/** Whoever calls tells the service (`announce`), so that it begins at once. */
export const resumeQueue = async (store: Store, queue: QueueName): Promise<QueuePause> => ({
  queue,
  paused: false,
  changed: await resumeQueueRow(store, queue),
});
