import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import { extendDeliveryClaims } from './deliveries.ts';
import { extendJobClaims, handBackJobs } from './jobs.ts';
import type { Store } from './open.ts';
import { extendRunClaims, handBackRuns } from './runs.ts';

type ClaimKind = 'job' | 'run' | 'delivery';

/**
 * The claims that this process holds on jobs, runs and deliveries. While work goes on they are renewed; when the process
 * dies they run out after `ttlMs`, and another one takes over.
 */
export interface ClaimKeeper {
  /** How long a claim lives without renewal, in milliseconds. */
  readonly ttlMs: number;
  /** Does the work under a new claim of this kind. */
  hold<T>(kind: ClaimKind, work: (claim: string) => Promise<T>): Promise<T>;
  /**
   * Gives back what this process cannot finish, so that another one need not wait. A message that is being sent is no
   * longer ours to give: its claim runs out, and it is uncertain.
   *
   * @returns how many jobs.
   */
  handBack(): Promise<number>;
  close(): void;
}

export function createClaimKeeper(input: { store: Store; log: Logger; ttlMs: number }): ClaimKeeper {
  const { store, log, ttlMs } = input;
  const held = { job: new Set<string>(), run: new Set<string>(), delivery: new Set<string>() };
  const renew = async () => {
    await extendJobClaims(store, { claims: [...held.job], ttlMs });
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
    async handBack() {
      const jobs = [...held.job];
      await handBackRuns(store, [...held.run]);
      await handBackJobs(store, jobs);
      return jobs.length;
    },
    close: () => clearInterval(timer),
  };
}
