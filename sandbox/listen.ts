import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Listening {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** Ends at once, open connections included. */
  stop(): Promise<void>;
}

/** Resolves when the port is open; rejects when it is taken. */
export function listen(
  server: Server,
  { port = 0, host = '127.0.0.1' }: { port?: number; host?: string },
): Promise<Listening> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const bound = (server.address() as AddressInfo).port;
      resolve({
        url: `http://${host}:${bound}`,
        port: bound,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      });
    });
  });
}
