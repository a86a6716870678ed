import type { QueueMode } from '../contract/queue.ts';
import type { Logger } from '../log.ts';
import { endLease, holdLease, readLease } from '../store/lease.ts';
import type { Store } from '../store/open.ts';
import { createModeRule } from './mode-rule.ts';

/** How long a process that died stays in charge, in milliseconds: nobody looks at the clock meanwhile. */
const leaseMs = 3000;

/** Which process looks at the clock, and how jobs travel, as this process knows it. */
export interface InCharge {
  mode(): QueueMode;
  /** Looks at the lease and keeps it or takes it where it is free. @returns whether this process is in charge. */
  look(): Promise<boolean>;
  /** Another process may take over at once. */
  leave(): Promise<void>;
}

/**
 * The lease chooses only who looks at the clock and what is called the mode. Whoever believes wrongly to be in charge
 * does no harm: every slot, job and message is claimed on its own.
 *
 * @param input.redisProblem why Redis cannot be used, seen from here; null while it can.
 */
export function createInCharge(input: {
  store: Store;
  processId: string;
  redisProblem: () => string | null;
  log: Logger;
}): InCharge {
  const { store, processId: holder, log } = input;
  const rule = createModeRule();
  let mode: QueueMode = 'local';
  let told: QueueMode | null = null;

  function note(seen: QueueMode, reason: string | null): void {
    mode = seen;
    // Once for each change, in each process: a storm of lines would hide the one that matters.
    if (told !== seen) log.info({ mode: seen, reason }, 'queue mode');
    told = seen;
  }

  return {
    mode: () => mode,
    async look() {
      const problem = input.redisProblem();
      const decided = rule(problem === null, performance.now());
      const lease = await readLease(store);
      if (lease?.held && lease.holder !== holder) {
        note(lease.mode, lease.reason);
        return false;
      }
      // Well again and not long enough yet: the reason stays what it was.
      const reason = decided === 'rq' ? null : (problem ?? lease?.reason ?? 'redis was just away');
      if (!(await holdLease(store, { holder, ttlMs: leaseMs, mode: decided, reason }))) return false;
      note(decided, reason);
      return true;
    },
    leave: () => endLease(store, holder),
  };
}
