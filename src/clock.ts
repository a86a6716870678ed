/** Where the time comes from, so that a test can move it. Epoch milliseconds, UTC. */
export interface Clock {
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** The day in a zone, `YYYY-MM-DD`. Asked with every mail, so it is reckoned anew only when the clock leaves the day. */
export function createToday(timeZone: string, now: () => number): () => string {
  let known = { day: '', from: 0, to: 0 };
  return () => {
    const instant = now();
    if (instant < known.from || instant >= known.to) {
      const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
      known = {
        day: zoned.toPlainDate().toString(),
        from: zoned.startOfDay().epochMilliseconds,
        to: zoned.add({ days: 1 }).startOfDay().epochMilliseconds,
      };
    }
    return known.day;
  };
}
