import { createServer, type RequestListener } from 'node:http';
import { isIPv6 } from 'node:net';
import { Refusal } from '../errors.ts';

export interface HttpServer {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** Takes no new request, finishes those in hand, ends all connections. */
  stop(): Promise<void>;
}

/** What is not finished so long after `stop` is cut off, in milliseconds. */
const graceMs = 3_000;

/** How long a request may take to arrive, in milliseconds: its head, and all of it, which may be a large file over a slow line. */
const arrival = { headersTimeout: 30_000, requestTimeout: 300_000 };

/** Opens the port. @throws {Refusal} `port-taken`. */
export function listen(
  answer: RequestListener,
  { host, port }: { host: string; port: number },
): Promise<HttpServer> {
  const server = createServer(arrival, answer);
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'EADDRINUSE' ? new Refusal('port-taken', { port }) : error),
    );
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolve({ url: `http://${nameOf(host)}:${bound}`, port: bound, stop });
    });
  });

  async function stop(): Promise<void> {
    const closed = new Promise((resolve) => server.close(resolve));
    // A connection that answers its last request becomes idle only after `close` has looked.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const grace = setTimeout(() => server.closeAllConnections(), graceMs);
    await closed;
    clearInterval(idle);
    clearTimeout(grace);
  }
}

/** What a browser on this machine calls it: "all addresses" is none. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return isIPv6(host) ? `[${host}]` : host;
}
