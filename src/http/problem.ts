import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';

export interface Problem {
  status: ContentfulStatusCode;
  /** For programs; never changes. */
  code: string;
  /** For people, in their language. */
  detail: string;
}

/** What went wrong, for a program: RFC 9457. */
export const sendProblem = (c: Context, { status, code, detail }: Problem): Response =>
  c.body(
    JSON.stringify({ type: 'about:blank', title: STATUS_CODES[status] ?? '', status, detail, code }),
    status,
    { 'Content-Type': 'application/problem+json' },
  );
