import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does with one request. */
export interface Scripted {
  status?: number;
  body?: string;
  headers?: Record<string, string>;
  /**
   * `drop`: the connection ends before a byte is sent; `reset`: in the middle of the body; `hang`: no byte comes;
   * `stall`: half of the body, then no more.
   */
  fault?: 'drop' | 'reset' | 'hang' | 'stall';
}

export interface Received {
  method: string;
  path: string;
  headers: IncomingMessage['headers'];
  form: URLSearchParams;
}

export interface ScriptedEutils {
  url: string;
  received: Received[];
  /** The answers to come, in turn; the last one answers everything after it. */
  play(...answers: Scripted[]): void;
  stop(): Promise<void>;
}

/** An HTTP server on this machine that answers as it is told, and remembers what it was asked. */
export async function startScripted(): Promise<ScriptedEutils> {
  const received: Received[] = [];
  let script: Scripted[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      received.push({ method, path, headers, form: new URLSearchParams(Buffer.concat(chunks).toString()) });
      answer(response, (script.length > 1 ? script.shift() : script[0]) ?? { status: 404 });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/entrez/eutils/`,
    received,
    play(...answers) {
      script = answers;
      received.length = 0;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(response: ServerResponse, { status = 200, body = '', headers = {}, fault }: Scripted): void {
  if (fault === 'drop') response.destroy();
  if (fault === 'drop' || fault === 'hang') return;
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'Content-Length': bytes.length, ...headers });
  if (fault === undefined) {
    response.end(bytes);
    return;
  }
  response.write(bytes.subarray(0, bytes.length >> 1), () => {
    if (fault === 'reset') response.socket?.resetAndDestroy();
  });
}
