/** When this process's latest requests started, by a clock that nobody sets. */
export interface OwnWindow {
  /** Requests started so far. */
  count(): number;
  /** Milliseconds until one more may start; 0 now. */
  msUntilFree(): number;
  /** One starts. @returns to be called when it really leaves. */
  start(): () => void;
}

/** One cell for each request that a window may hold, used in turn: between two uses of a cell lies a whole window. */
export function createOwnWindow({ most, windowMs }: { most: number; windowMs: number }): OwnWindow {
  const startedAt = new Float64Array(most).fill(Number.NEGATIVE_INFINITY);
  let count = 0;
  const now = () => performance.now();
  return {
    count: () => count,
    msUntilFree: () => Math.max(0, (startedAt[count % most] ?? 0) + windowMs - now()),
    start() {
      const cell = count % most;
      count += 1;
      startedAt[cell] = now();
      return () => {
        startedAt[cell] = now();
      };
    },
  };
}
