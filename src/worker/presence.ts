import type { QueueMode, QueueName } from '../contract/queue.ts';
import type { Store } from '../store/open.ts';
import { aliveMs, livingProcesses, notePresence } from '../store/processes.ts';

/** Where a process runs, and what it takes on. */
export interface Place {
  name: string;
  host: string;
  pid: number;
  role: 'serve' | 'worker' | 'command';
  queues: readonly QueueName[];
  concurrency: number;
}

export interface Presence {
  /** Says that this process is alive, and looks whether others are. */
  note(mode: QueueMode): Promise<void>;
  /** Jobs travel without Redis, and for a while there was no worker that could take them. */
  isAlone(mode: QueueMode): boolean;
}

const noteEveryMs = 2000;
/** A worker that is being restarted is waited for so long, in milliseconds. */
const aloneAfterMs = 5000;

export function createPresence(input: {
  store: Store;
  processId: string;
  place: Place;
  standby: boolean;
  counted?: () => Promise<string>;
}): Presence {
  const { store, processId, place } = input;
  let notedAt = Number.NEGATIVE_INFINITY;
  let aloneSince: number | null = null;

  async function lookForWorkers(now: number): Promise<void> {
    const others = (await livingProcesses(store, aliveMs)).filter(({ id }) => id !== processId);
    const workers = others.filter(({ queues }) => queues.includes('default'));
    aloneSince = workers.length > 0 ? null : (aloneSince ?? now);
  }

  return {
    async note(mode) {
      const now = performance.now();
      if (input.standby && mode === 'local') await lookForWorkers(now);
      if (now - notedAt < noteEveryMs) return;
      notedAt = now;
      const metrics = (await input.counted?.()) ?? null;
      // A server that only stands by is no worker in anybody's eyes.
      const queues = JSON.stringify(input.standby ? [] : place.queues);
      await notePresence(store, { ...place, id: processId, queues, metrics });
    },
    isAlone: (mode) =>
      mode === 'local' && aloneSince !== null && performance.now() - aloneSince >= aloneAfterMs,
  };
}
