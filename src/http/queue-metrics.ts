import { createHash, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { sendProblem } from './problem.ts';
import { viewOf } from './view.ts';

export interface MetricsText {
  contentType: string;
  body: string;
}

/** For Prometheus. @param input.token null: whoever reaches this address may read it. */
export async function showMetrics(
  c: Context,
  input: { token: string | null; read: () => Promise<MetricsText> },
): Promise<Response> {
  if (input.token !== null && !isToken(c.req.header('Authorization') ?? '', input.token)) {
    c.header('WWW-Authenticate', 'Bearer');
    const detail = {
      en: 'Send the token of the metrics (METRICS_TOKEN): Authorization: Bearer …',
      zh: '请携带指标令牌（METRICS_TOKEN）：Authorization: Bearer …',
    }[viewOf(c).locale];
    return sendProblem(c, { status: 401, code: 'metrics-token-wrong', detail });
  }
  const { contentType, body } = await input.read();
  return c.body(body, 200, { 'Content-Type': contentType });
}

/** How long it takes tells nothing about the token. */
function isToken(authorization: string, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization) ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
