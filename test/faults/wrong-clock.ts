/**
 * Preloaded into a process (`--import`), it makes that process' own clock wrong by `WRONG_CLOCK_MS`. The database's
 * clock, and timers, are not touched: as on a machine whose clock nobody has set.
 */
const wrongBy = Number(process.env['WRONG_CLOCK_MS'] ?? 0);
const RightDate = globalThis.Date;

class WrongDate extends RightDate {
  constructor(...given: unknown[]) {
    if (given.length === 0) super(RightDate.now() + wrongBy);
    else super(...(given as [number]));
  }
  static override now(): number {
    return RightDate.now() + wrongBy;
  }
}
globalThis.Date = WrongDate as DateConstructor;
