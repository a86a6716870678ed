import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Control, readBody } from './control.ts';
import type { Corpus } from './corpus.ts';
import { efetch } from './efetch.ts';
import { esearch } from './esearch.ts';
import { type EutilsFault, pause, playFault } from './eutils-faults.ts';
import { type EutilsRequests, noRequests } from './eutils-requests.ts';
import { FAULT_BODIES } from './fault-bodies.ts';
import { createFaults, type FaultList } from './faults.ts';
import { createHistory } from './history.ts';
import { type Listening, listen } from './listen.ts';
import { createRateWindow } from './rate-window.ts';
import { JSON_TYPE, type Reply } from './reply.ts';

export interface EutilsOptions {
  corpus: Corpus;
  /** 0 or absent: any free port. */
  port?: number;
  host?: string;
  /** Requests a second for each key or client, which may change while it runs; PubMed's own figures (3, 10 with a key) when absent. */
  limit?: { perSecond: number | undefined };
  latencyMs?: number;
  faults?: FaultList<EutilsFault>;
  /** Counted up from what it holds. */
  requests?: EutilsRequests;
  /** Answers `/sandbox/…` on the same port. */
  control?: Control;
  /** Epoch milliseconds; what `last 30 days` counts from. */
  now?: () => number;
}

export interface Eutils extends Listening {
  /** Ends with `/entrez/eutils/`. */
  eutilsUrl: string;
  faults: FaultList<EutilsFault>;
  requests: EutilsRequests;
}

const PATH = '/entrez/eutils/';
const MAX_URL = 8192;
/** So that an address of some 8 KB reaches us, who say 414, and is not cut off by Node with 431. */
const MAX_HEADERS = 1 << 20;

async function parametersOf(request: IncomingMessage, url: URL): Promise<URLSearchParams> {
  const parameters = new URLSearchParams(url.searchParams);
  if (request.method === 'POST') {
    for (const [name, value] of new URLSearchParams(await readBody(request))) parameters.append(name, value);
  }
  return parameters;
}

function send(response: ServerResponse, reply: Reply, fault: EutilsFault | undefined): void {
  const whole = Buffer.from(reply.body);
  const body = fault?.kind === 'truncated' ? whole.subarray(0, Math.ceil(whole.length * 0.6)) : whole;
  response.writeHead(reply.status, {
    'Content-Type': reply.type,
    'Content-Length': body.length,
    ...reply.headers,
  });
  if (fault?.kind !== 'reset') {
    response.end(body);
    return;
  }
  response.write(body.subarray(0, body.length >> 1), () => response.socket?.resetAndDestroy());
}

/** ESearch and EFetch over HTTP, as PubMed answers them, on this machine. */
export async function startEutils(options: EutilsOptions): Promise<Eutils> {
  const { corpus, control, latencyMs = 0, now = Date.now } = options;
  const faults = options.faults ?? createFaults<EutilsFault>();
  const history = createHistory();
  const rate = createRateWindow();
  const requests = options.requests ?? noRequests();

  /** Sets the two rate headers; the 429 when this client has had its share. */
  function refusal(
    parameters: URLSearchParams,
    request: IncomingMessage,
    response: ServerResponse,
  ): Reply | undefined {
    const key = parameters.get('api_key');
    const client = key ?? request.socket.remoteAddress ?? '';
    const { allowed, limit, remaining, count } = rate(
      client,
      options.limit?.perSecond ?? (key === null ? 3 : 10),
      performance.now(),
    );
    response.setHeader('X-RateLimit-Limit', limit);
    response.setHeader('X-RateLimit-Remaining', remaining);
    if (allowed) return undefined;
    requests.refused += 1;
    const body = {
      error: 'API rate limit exceeded',
      'api-key': client,
      count: String(count),
      limit: String(limit),
    };
    return { status: 429, type: JSON_TYPE, body: JSON.stringify(body) };
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://sandbox');
    if (control !== undefined && (await control(request, response, url))) return;
    const call = url.pathname.slice(PATH.length).replace('.fcgi', '');
    if (!url.pathname.startsWith(PATH) || (call !== 'esearch' && call !== 'efetch')) {
      response
        .writeHead(404, { 'Content-Type': 'text/plain' })
        .end('Not here. Try esearch.fcgi or efetch.fcgi.\n');
      return;
    }
    if ((request.url ?? '').length > MAX_URL) {
      send(response, FAULT_BODIES['uri-too-large'], undefined);
      return;
    }
    const parameters = await parametersOf(request, url);
    const refused = refusal(parameters, request, response);
    if (refused !== undefined) {
      send(response, refused, undefined);
      return;
    }
    requests[call] += 1;
    if (latencyMs > 0) await pause(latencyMs, response);
    const fault = faults.strike((one) => one.on === undefined || one.on === call);
    if (fault !== undefined && (await playFault(fault, response)) === 'done') return;
    const reply =
      call === 'esearch'
        ? esearch(parameters, { corpus, history, now: now() })
        : efetch(parameters, { corpus, history });
    send(response, reply, fault);
  }

  const server = createServer({ maxHeaderSize: MAX_HEADERS }, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`sandbox: ${String(error)}\n`);
    });
  });
  const listening = await listen(server, options);
  return { ...listening, eutilsUrl: `${listening.url}${PATH}`, faults, requests };
}
