/**
 * How a rate is cut into slots. Every token belongs to a slot, and between two uses of one slot lies a whole window of time.
 * So a stretch of one window, wherever it begins, holds at most one use of each slot: never more than `slots × tokens`
 * requests, which is at most the rate.
 *
 * Above some fifty a second (tests, a private mirror) a slot stands for a block of tokens, so that a database is not asked for
 * each. A block may be used during `useMs`. It was taken at T, its last request starts at T + useMs, and the slot's next block
 * comes at T + useMs + window at the earliest: again a whole window lies between, and a stretch of one window meets
 * one block of each slot at most. The price is a rate that is lower by `useMs` in the second.
 */
export interface SlotPlan {
  slots: number;
  /** Tokens of one slot. */
  tokens: number;
  /** How long the tokens of a slot may be used once it is taken; 0 means at once. */
  useMs: number;
  /** The rate as a whole number; `slots × tokens` may be a little less. */
  most: number;
  /** In this stretch at most `most` requests may come in: a second, or more below one a second. */
  periodMs: number;
  /** The same with the margin: in this stretch at most `most` requests start. */
  windowMs: number;
  /** How long a slot rests from when it was taken. */
  spanMs: number;
}

/** Requests that start a second apart may come in a little closer than that. */
export const marginMs = 50;
const mostSlots = 50;
const blockMs = 100;

/** @param perSecond more than 0, also below 1. */
export function planSlots(perSecond: number): SlotPlan {
  const most = Math.max(1, Math.floor(perSecond));
  const tokens = Math.ceil(most / mostSlots);
  const useMs = tokens === 1 ? 0 : blockMs;
  const periodMs = Math.ceil(Math.max(1, 1 / perSecond) * 1000);
  const windowMs = periodMs + marginMs;
  const slots = Math.floor(most / tokens);
  return { most, slots, tokens, useMs, periodMs, windowMs, spanMs: windowMs + useMs };
}
