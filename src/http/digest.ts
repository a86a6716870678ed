import type { Context } from 'hono';
import type { Store } from '../store/open.ts';
import { digestPage } from './digest-page.ts';
import { answerProblem } from './page.ts';
import { readDigest } from './read-digest.ts';
import { isToken } from './token.ts';
import { viewOf } from './view.ts';

/** The page that a mail links to: the whole digest. */
export async function showDigest(c: Context, store: Store, token: string): Promise<Response> {
  const digest = isToken(token) ? await readDigest(store, token, (mail) => viewOf(c, mail).locale) : null;
  return digest ? digestPage(c, viewOf(c, digest.content.locale), digest) : answerProblem(c, 'digestUnknown');
}
