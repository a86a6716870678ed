import { Redis } from 'ioredis';

/** A command that Redis has not answered by then has failed, in milliseconds. */
const patienceMs = 700;
const retryEveryMs = 400;

/**
 * One connection that never waits for a Redis that is away: commands fail at once while it is not there, and after
 * `patienceMs` when it does not answer. It reconnects by itself until it is closed. Opens with the first `connect()`.
 */
export function redisConnection(url: string, name: string): Redis {
  const redis = new Redis(url, {
    connectionName: name,
    lazyConnect: true,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    // BullMQ asks for this; without an offline queue nothing is retried anyway.
    maxRetriesPerRequest: null,
    commandTimeout: patienceMs,
    connectTimeout: 1000,
    // A Redis that hangs does not say good-bye either: whoever still waits for an answer is told at once.
    disconnectTimeout: 50,
    retryStrategy: () => retryEveryMs,
  });
  // Every failure shows in the command that meets it; without a listener the first one would end the process.
  redis.on('error', () => undefined);
  return redis;
}

/** An address for eyes and logs: without user and password. */
export function redisAddress(url: string): string {
  const { protocol, hostname, port, pathname } = new URL(url);
  return `${protocol}//${hostname}:${port || 6379}${pathname === '/' ? '' : pathname}`;
}
