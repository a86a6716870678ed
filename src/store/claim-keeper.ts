import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import { extendDeliveryClaims } from './deliveries.ts';
import type { Store } from './open.ts';
import { extendRunClaims } from './runs.ts';

/**
 * The claims that this process holds on runs and deliveries. While work goes on they are renewed; when the process
 * dies they run out after `ttlMs`, and another one takes over.
 */
export interface ClaimKeeper {
  /** How long a claim lives without renewal, in milliseconds. */
  readonly ttlMs: number;
  /** Does the work under a new claim of this kind. */
  hold<T>(kind: 'run' | 'delivery', work: (claim: string) => Promise<T>): Promise<T>;
  close(): void;
}

export function createClaimKeeper(input: { store: Store; log: Logger; ttlMs: number }): ClaimKeeper {
  const { store, log, ttlMs } = input;
  const held = { run: new Set<string>(), delivery: new Set<string>() };
  const renew = async () => {
    await extendRunClaims(store, { claims: [...held.run], ttlMs });
    await extendDeliveryClaims(store, { claims: [...held.delivery], ttlMs });
  };
  const timer = setInterval(() => {
    // A failed renewal only shortens the claim: whoever writes under it is checked again by the database.
    renew().catch((error: unknown) => log.warn({ err: error }, 'claims not renewed'));
  }, ttlMs / 3);
  timer.unref();
  return {
    ttlMs,
    async hold(kind, work) {
      const claim = randomUUID();
      held[kind].add(claim);
      try {
        return await work(claim);
      } finally {
        held[kind].delete(claim);
      }
    },
    close: () => clearInterval(timer),
  };
}
