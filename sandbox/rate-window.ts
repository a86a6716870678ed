export interface RateAnswer {
  allowed: boolean;
  limit: number;
  /** Requests left in the second that ends now. */
  remaining: number;
  /** Requests of the last second, this one and refused ones included. */
  count: number;
}

const SECOND = 1000;

/**
 * A true sliding window for each client: in no stretch of one second, wherever it begins, are more than `limit`
 * requests let through.
 */
export function createRateWindow(): (client: string, limit: number, now: number) => RateAnswer {
  const clients = new Map<string, { allowed: number[]; refused: number[] }>();
  return (client, limit, now) => {
    const since = now - SECOND;
    const before = clients.get(client) ?? { allowed: [], refused: [] };
    const allowed = before.allowed.filter((time) => time > since);
    const refused = before.refused.filter((time) => time > since);
    clients.set(client, { allowed, refused });
    const fits = allowed.length < limit;
    (fits ? allowed : refused).push(now);
    return {
      allowed: fits,
      limit,
      remaining: Math.max(0, limit - allowed.length),
      count: allowed.length + refused.length,
    };
  };
}
