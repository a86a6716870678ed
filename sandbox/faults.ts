import { createRandom } from './random.ts';

/** When a fault strikes. Without any of these it strikes each time until it is taken away. */
export interface When {
  /** The next so many times, then no more. */
  next?: number;
  /** With this probability (0 to 1) each time. */
  probability?: number;
  /** Every so many times: 3 means the third, the sixth … */
  every?: number;
}

export interface FaultList<Fault extends When> {
  set(faults: readonly Fault[], seed?: number): void;
  add(fault: Fault): void;
  clear(): void;
  /** The faults with what is left of `next`, and how often each was met and struck. */
  list(): (Fault & { met: number; struck: number })[];
  /** The first fault that applies here and strikes now; counts it. */
  strike(applies: (fault: Fault) => boolean): Fault | undefined;
}

/** Faults that are switched on from outside. Chance is seeded, so that a run can be repeated. */
export function createFaults<Fault extends When>(): FaultList<Fault> {
  let active: (Fault & { met: number; struck: number })[] = [];
  let random = createRandom(1);

  function strikesNow(fault: Fault & { met: number; struck: number }): boolean {
    if (fault.next !== undefined && fault.struck >= fault.next) return false;
    fault.met += 1;
    if (fault.every !== undefined && fault.met % fault.every !== 0) return false;
    return fault.probability === undefined || random.chance(fault.probability);
  }

  const counted = (fault: Fault): Fault & { met: number; struck: number } => ({
    ...fault,
    met: 0,
    struck: 0,
  });
  return {
    set(faults, seed = 1) {
      active = faults.map(counted);
      random = createRandom(seed);
    },
    add: (fault) => {
      active.push(counted(fault));
    },
    clear: () => {
      active = [];
    },
    list: () => active.map((fault) => ({ ...fault })),
    strike(applies) {
      const hit = active.find((fault) => applies(fault) && strikesNow(fault));
      if (hit !== undefined) hit.struck += 1;
      return hit;
    },
  };
}
