import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ApiRoute } from '../contract/api.ts';
import { answerEither } from './api-problem.ts';

/** No form of ours is larger. Bytes. */
const mostBody = 64 * 1024;

const small = bodyLimit({ maxSize: mostBody, onError: (c) => answerEither(c, 'tooLarge') });

/**
 * Reads the body of what is not a file, and refuses one that is larger than any form. Files wait until the guard has let their
 * sender through: `mount` reads them, up to a limit of their own.
 */
export function limitBodies(routes: readonly ApiRoute[]): MiddlewareHandler {
  const files = routes
    .filter(({ mostBytes }) => mostBytes !== null)
    .map(({ method, path }) => ({ method, address: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`) }));
  const isFile = ({ method, path }: { method: string; path: string }): boolean =>
    files.some((file) => file.method === method && file.address.test(path));
  return (c, next) => (isFile(c.req) ? next() : small(c, next));
}
