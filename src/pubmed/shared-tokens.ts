import type { Priority } from './waiting-line.ts';

/**
 * Where several processes take the tokens of one limit from. A slot that was taken rests for `spanMs`, so that of `slots` of
 * them no more can be taken in any stretch of that length. Each call may throw.
 */
export interface SharedTokens {
  /**
   * Takes a free slot, once for all processes. Its turn is a place in `yieldTo`, which names those for whom a slot of that
   * turn is left alone when they wait in another process. Where there is none for us, the other processes learn who is
   * `waiting` here, and we when to ask again and how long a pause still lasts.
   */
  take(request: {
    slots: number;
    spanMs: number;
    waiting: readonly Priority[];
    yieldTo: readonly (readonly Priority[])[];
  }): Promise<{ slot: number; turn: number } | { waitMs: number; pausedMs: number }>;
  /** Nobody waits here with these priorities any longer. */
  withdraw(waiting: readonly Priority[]): Promise<unknown>;
  /** Nobody gets a slot for so long; never shortens a longer pause. */
  pause(ms: number): Promise<unknown>;
  /** The slot rests from now on, not from when it was taken. */
  rest(late: { slot: number; spanMs: number }): Promise<unknown>;
}
