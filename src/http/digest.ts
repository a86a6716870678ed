import type { Context } from 'hono';
import { digestPage } from './digest-page.ts';
import { answerProblem } from './page.ts';
import { type ReadDigestDeps, readDigest } from './read-digest.ts';
import { isToken } from './token.ts';
import { viewOf } from './view.ts';

/** The page that a mail links to: the whole digest. */
export async function showDigest(c: Context, deps: ReadDigestDeps, token: string): Promise<Response> {
  const digest = isToken(token) ? await readDigest(deps, token, (mail) => viewOf(c, mail).locale) : null;
  return digest ? digestPage(c, viewOf(c, digest.content.locale), digest) : answerProblem(c, 'digestUnknown');
}
