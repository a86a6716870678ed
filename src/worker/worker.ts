import type { Logger } from '../log.ts';

/**
 * A piece of work that may be there: does one and says whether there was any. Calls `taken` as soon as it has one. Never
 * throws for expected failures.
 */
export type Work = (taken: () => void) => Promise<boolean>;

export interface Worker {
  /** Something may be due: a resting lane looks at once, and while there is more, the next one. */
  nudge(): void;
  /** Takes no new work and waits for what is in hand. */
  stop(): Promise<void>;
}

/**
 * Does work in `lanes` at a time. While there is nothing, one lane looks every `idleMs`; whoever finds something wakes
 * the next, so that an idle process asks little and a flood soon has all lanes.
 */
export function startWorker(input: { work: Work; lanes: number; idleMs: number; log: Logger }): Worker {
  const { work, log } = input;
  let stopping = false;
  /** Somebody nudged while nobody rested: the next lane that would rest looks once more. */
  let news = false;
  const resting: (() => void)[] = [];
  const wakeOne = () => {
    const wake = resting.shift();
    if (wake) wake();
    else news = true;
  };
  const rest = () => new Promise<void>((resolve) => resting.push(resolve));

  async function lane(): Promise<void> {
    while (!stopping) {
      news = false;
      let worked = false;
      try {
        worked = await work(wakeOne);
      } catch (error) {
        // The database is away, or a fault of ours: the row keeps its claim until it runs out, and the lane goes on.
        log.error({ err: error }, 'work failed');
      }
      if (!worked && !stopping && !news) await rest();
    }
  }
  const lanes = Array.from({ length: input.lanes }, () => lane());
  const timer = setInterval(wakeOne, input.idleMs);
  return {
    nudge: wakeOne,
    async stop() {
      stopping = true;
      clearInterval(timer);
      for (const wake of resting.splice(0)) wake();
      await Promise.all(lanes);
    },
  };
}
