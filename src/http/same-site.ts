import type { MiddlewareHandler } from 'hono';
import { answerProblem } from './page.ts';

/** Guard of acts without a token: a form on somebody else's page must not set them off. Programs send no such header. */
export const fromOurPage: MiddlewareHandler = async (c, next) => {
  const site = c.req.header('Sec-Fetch-Site');
  if (site === 'cross-site' || site === 'same-site') return answerProblem(c, 'foreign');
  return next();
};
