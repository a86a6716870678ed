import type { ServerResponse } from 'node:http';
import { FAULT_BODIES, type FaultBody } from './fault-bodies.ts';
import type { When } from './faults.ts';

export type EutilsFaultKind =
  | FaultBody
  /** The real answer, cut in the middle, with a Content-Length that fits the cut. */
  | 'truncated'
  /** The connection breaks in the middle of the body. */
  | 'reset'
  /** The connection breaks before a byte is sent. */
  | 'drop'
  /** No answer for `ms` (60 s unless told), then the connection breaks. */
  | 'hang'
  /** The real answer, `ms` later. */
  | 'slow';

/** A fault of the stand-in PubMed. `on` is the call that it strikes, both unless told. */
export interface EutilsFault extends When {
  kind: EutilsFaultKind;
  on?: 'esearch' | 'efetch';
  ms?: number;
}

export const EUTILS_FAULT_KINDS: readonly string[] = [
  ...Object.keys(FAULT_BODIES),
  ...['truncated', 'reset', 'drop', 'hang', 'slow'],
];

const HANG_MS = 60_000;

/** What is left to answer: `body` when the server should go on with (part of) its real reply, else nothing. */
export async function playFault(fault: EutilsFault, response: ServerResponse): Promise<'answer' | 'done'> {
  const { kind } = fault;
  if (kind === 'slow' || kind === 'hang') await pause(fault.ms ?? HANG_MS, response);
  if (kind === 'slow' || kind === 'truncated' || kind === 'reset') return 'answer';
  if (kind === 'hang' || kind === 'drop') {
    response.destroy();
    return 'done';
  }
  const { status, type, body, headers } = FAULT_BODIES[kind];
  response.writeHead(status, { 'Content-Type': type, ...headers });
  response.end(body);
  return 'done';
}

/** Ends early when the client goes away, so that a stopped test does not wait for a hanging request. */
export function pause(ms: number, response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    response.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
