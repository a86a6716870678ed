import type { Context, MiddlewareHandler } from 'hono';
import { answerProblem } from './page.ts';

/** Guard of acts without a token: a form on somebody else's page must not set them off. Programs send no such header. */
export const fromOurPage: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  if (site === 'cross-site' || site === 'same-site') return answerProblem(c, 'foreign');
  return next();
};

/**
 * Guard of what a cookie gives the right to: a neighbour on the same domain, or on another port of this machine, is a
 * stranger too. Pages whose forms go here need `ownFormsOnly`, or browsers call them `null`.
 */
export function isFromOurOrigin(c: Context, baseUrl: string | null): boolean {
  const site = c.req.header('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  // Over plain http browsers leave that header out, but each of them says where a POST comes from; programs do not.
  const origin = c.req.header('Origin');
  if (origin === undefined) return true;
  if (baseUrl !== null && origin === new URL(baseUrl).origin) return true;
  return URL.canParse(origin) && new URL(origin).host === c.req.header('Host');
}

/** For a page with such forms. No other site learns where its readers came from, as on every page. */
export const ownFormsOnly = (c: Context): void => c.header('Referrer-Policy', 'same-origin');
