import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Corpus } from './corpus.ts';
import type { EutilsFault } from './eutils-faults.ts';
import { type EutilsRequests, noRequests } from './eutils-requests.ts';
import type { FaultList } from './faults.ts';
import { type Listening, listen } from './listen.ts';
import { addGenerated, type GenerateRequest } from './made-up-corpus.ts';
import type { Outbox } from './outbox.ts';
import type { SmtpFault } from './smtp-faults.ts';

/** What can be steered from another process; each process has the parts that it runs. */
export interface ControlParts {
  corpus?: Corpus;
  eutilsFaults?: FaultList<EutilsFault>;
  smtpFaults?: FaultList<SmtpFault>;
  outbox?: Outbox;
  requests?: EutilsRequests;
  /** Requests a second that PubMed takes. */
  limit?: { perSecond: number | undefined };
  /** Opens and closes the mail server's port. */
  listenSmtp?: (open: boolean) => Promise<void>;
}

/** Answers a request under `/sandbox/`; false when it is none. */
export type Control = (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<boolean>;

/** What `POST /sandbox/faults` takes: each list that is given replaces the one in force. */
interface FaultsRequest {
  eutils?: EutilsFault[];
  smtp?: SmtpFault[];
  /** For faults with a probability. */
  seed?: number;
}

export async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const answerJson = (response: ServerResponse, value: unknown, status = 200): void => {
  response
    .writeHead(status, { 'Content-Type': 'application/json; charset=UTF-8' })
    .end(JSON.stringify(value));
};

/**
 * The steering wheel of the sandbox:
 * `GET|POST|DELETE /sandbox/faults`, `POST /sandbox/articles` (XML), `POST /sandbox/generate`, `GET /sandbox/outbox`,
 * `GET /sandbox/outbox/N` (the message as it came), `GET /sandbox/requests` (counts), `POST /sandbox/rate`
 * (`{"perSecond":10}`), `POST /sandbox/smtp` (`{"open":false}`), `POST /sandbox/reset` (no faults, an empty outbox, counts at 0; the articles stay).
 */
export function createControl(parts: ControlParts): Control {
  const { corpus, eutilsFaults, smtpFaults, outbox, requests, limit, listenSmtp } = parts;
  const faultsNow = (): unknown => ({ eutils: eutilsFaults?.list(), smtp: smtpFaults?.list() });

  function clearFaults(): void {
    eutilsFaults?.clear();
    smtpFaults?.clear();
  }

  function showMessage(response: ServerResponse, number: number): void {
    const raw = outbox?.raw(number);
    if (raw === undefined) answerJson(response, { error: 'no such message' }, 404);
    else response.writeHead(200, { 'Content-Type': 'message/rfc822' }).end(raw);
  }

  const routes: Record<string, (request: IncomingMessage) => Promise<unknown>> = {
    'GET /sandbox/faults': async () => faultsNow(),
    'DELETE /sandbox/faults': async () => {
      clearFaults();
      return faultsNow();
    },
    'POST /sandbox/faults': async (request) => {
      const { eutils, smtp, seed } = JSON.parse(await readBody(request)) as FaultsRequest;
      if (eutils !== undefined) eutilsFaults?.set(eutils, seed);
      if (smtp !== undefined) smtpFaults?.set(smtp, seed);
      return faultsNow();
    },
    'POST /sandbox/articles': async (request) => ({ added: corpus?.add(await readBody(request)) ?? [] }),
    'POST /sandbox/generate': async (request) => {
      const wanted = JSON.parse(await readBody(request)) as GenerateRequest;
      return { added: corpus === undefined ? [] : addGenerated(corpus, wanted) };
    },
    'GET /sandbox/outbox': async () => outbox?.list() ?? [],
    'GET /sandbox/requests': async () => requests ?? {},
    'POST /sandbox/rate': async (request) => {
      const { perSecond } = JSON.parse(await readBody(request)) as { perSecond: number };
      if (limit) limit.perSecond = perSecond;
      return { perSecond };
    },
    'POST /sandbox/smtp': async (request) => {
      const { open } = JSON.parse(await readBody(request)) as { open: boolean };
      await listenSmtp?.(open);
      return { open };
    },
    'POST /sandbox/reset': async () => {
      clearFaults();
      await listenSmtp?.(true);
      outbox?.clear();
      if (requests !== undefined) Object.assign(requests, noRequests());
      return { articles: corpus?.size() ?? 0 };
    },
  };

  return async (request, response, url) => {
    if (!url.pathname.startsWith('/sandbox/')) return false;
    const number = /^\/sandbox\/outbox\/(\d+)$/.exec(url.pathname)?.[1];
    const route = routes[`${request.method} ${url.pathname}`];
    if (number !== undefined) showMessage(response, Number(number));
    else if (route === undefined) answerJson(response, { error: 'no such route' }, 404);
    else answerJson(response, await route(request));
    return true;
  };
}

/** The same routes on a port of their own, for a process that runs the mail server alone. */
export function startControl(
  parts: ControlParts,
  address: { port?: number; host?: string },
): Promise<Listening> {
  const control = createControl(parts);
  const server = createServer((request, response) => {
    control(request, response, new URL(request.url ?? '/', 'http://sandbox'))
      .then((answered) => {
        if (!answered) answerJson(response, { error: 'no such route' }, 404);
      })
      .catch((error: unknown) => answerJson(response, { error: String(error) }, 400));
  });
  return listen(server, address);
}
