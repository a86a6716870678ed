import type { Logger } from '../log.ts';

/** A piece of work that may be there: does one and says whether there was any. Never throws for expected failures. */
export type Work = () => Promise<boolean>;

export interface Worker {
  /** Something may be due: idle lanes look at once. */
  nudge(): void;
  /** Takes no new work and waits for what is in hand. */
  stop(): Promise<void>;
}

/**
 * Does due work from the database in `lanes` at a time. Between two looks at an empty table a lane waits `idleMs`, or
 * until it is nudged.
 */
export function startWorker(input: { work: Work; lanes: number; idleMs: number; log: Logger }): Worker {
  const { work, log } = input;
  let stopping = false;
  const waiting = new Set<() => void>();

  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      waiting.add(wake);
    });

  async function lane(): Promise<void> {
    while (!stopping) {
      let worked = false;
      try {
        worked = await work();
      } catch (error) {
        // The database is away, or a fault of ours: the row keeps its claim until it runs out, and the lane goes on.
        log.error({ err: error }, 'work failed');
        await rest(input.idleMs);
      }
      if (!worked && !stopping) await rest(input.idleMs);
    }
  }

  const lanes = Array.from({ length: input.lanes }, () => lane());
  const nudge = () => {
    for (const wake of [...waiting]) wake();
  };
  return {
    nudge,
    async stop() {
      stopping = true;
      nudge();
      await Promise.all(lanes);
    },
  };
}
