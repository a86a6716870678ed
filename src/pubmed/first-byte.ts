import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe } from 'node:diagnostics_channel';

/**
 * `fetch` returns long before a request leaves: the connection may have to be made first, over TLS, and the process may be
 * busy. What counts at the other end is when it leaves.
 */
const watched = new AsyncLocalStorage<() => void>();
const requests = new WeakMap<object, () => void>();
let watching = false;

interface Message {
  request: object;
}

/** Does a `fetch` and calls `leaves` at the moment when its headers are handed to the connection. */
export function watchFirstByte<T>(leaves: () => void, work: () => Promise<T>): Promise<T> {
  if (!watching) {
    watching = true;
    // Node's own fetch announces both; a fetch that announces nothing is simply not watched.
    subscribe('undici:request:create', (message) => {
      const notify = watched.getStore();
      if (notify) requests.set((message as Message).request, notify);
    });
    subscribe('undici:client:sendHeaders', (message) => requests.get((message as Message).request)?.());
  }
  return watched.run(leaves, work);
}
