/** How long and how often one call may be tried. Times in milliseconds. */
export interface RetryPolicy {
  attempts: number;
  /** The first wait is at most this, each further one at most twice the one before. */
  baseMs: number;
  /** No wait of our own choice is longer. */
  capMs: number;
  /** No attempt starts later than this after the first one. Time spent in line for a token does not count. */
  totalMs: number;
  /** One attempt, from connecting to the last byte. */
  timeoutMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 5,
  baseMs: 1000,
  capMs: 30_000,
  totalMs: 180_000,
  timeoutMs: 60_000,
};

/**
 * The wait before the next attempt: exponential back-off with full jitter, or what the server asked for and a little
 * more, so that those who were refused together do not come back together.
 *
 * @param input.attempt attempts made so far, from 1.
 * @param input.elapsedMs since the first attempt began.
 * @param input.retryAfterMs what the server asked for; null where it asked for nothing.
 * @param input.random from 0 up to, not including, 1.
 * @returns milliseconds; null when no further attempt may be made.
 */
export function retryDelay(
  input: { attempt: number; elapsedMs: number; retryAfterMs: number | null; random: number },
  policy: RetryPolicy,
): number | null {
  const { attempt, elapsedMs, retryAfterMs, random } = input;
  if (attempt >= policy.attempts) return null;
  const delay =
    retryAfterMs === null
      ? random * Math.min(policy.capMs, policy.baseMs * 2 ** (attempt - 1))
      : retryAfterMs + random * policy.baseMs;
  return elapsedMs + delay > policy.totalMs ? null : Math.round(delay);
}

/** `Retry-After` in either of its forms, seconds or an HTTP date, as milliseconds from `now`; null where it says nothing. */
export function retryAfterMs(header: string | null, now: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  // Only the HTTP form begins with a weekday; `Date.parse` alone would read "-5" as a month.
  const date = /^[A-Z][a-z]{2,8},? /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
