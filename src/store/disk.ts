import { closeSync, fsync, openSync } from 'node:fs';

/** The way of SQLite's log to the disk, off the main thread and shared by all who wait at the same time. */
export interface Disk {
  /** Resolves when everything that was committed before the call is on the disk. @throws what the file system says. */
  reached(): Promise<void>;
  close(): void;
}

/** @param log the file `…-wal`; it is there from the first write on, as long as the database is open. */
export function createDisk(log: string): Disk {
  let file: number | null = null;
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  const sync = () =>
    new Promise<void>((resolve, reject) => {
      file ??= openSync(log, 'r');
      fsync(file, (error) => (error ? reject(error) : resolve()));
    });

  function start(): Promise<void> {
    running = sync().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    reached() {
      if (!running) return start();
      // The one under way may have begun before the caller's commit; the next one is for all who come meanwhile.
      next ??= running.then(follow, follow);
      return next;
    },
    close() {
      if (file !== null) closeSync(file);
      file = null;
    },
  };

  function follow(): Promise<void> {
    next = null;
    return start();
  }
}
