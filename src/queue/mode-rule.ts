import type { QueueMode } from '../contract/queue.ts';

/** How long Redis must have been well before jobs go there again, in milliseconds. */
const calmMs = 2000;
/** After an outage that followed another one closely. Stays below the 10 s within which the return is promised. */
const longCalmMs = 7000;
const closelyMs = 60_000;

/**
 * Decides how jobs travel. Away from Redis at once; back when it has been well for a while, so that a Redis that comes
 * and goes does not take everybody with it each time. Instants are of a clock that only goes forward.
 */
export function createModeRule(mode: QueueMode = 'local') {
  let wellSince: number | null = null;
  let lastOutage = Number.NEGATIVE_INFINITY;
  let calm = 0;
  return (well: boolean, now: number): QueueMode => {
    if (!well) {
      if (wellSince !== null) {
        calm = now - lastOutage < closelyMs ? longCalmMs : calmMs;
        lastOutage = now;
      }
      wellSince = null;
      mode = 'local';
      return mode;
    }
    wellSince ??= now;
    if (mode === 'local' && now - wellSince >= calm) mode = 'rq';
    return mode;
  };
}
