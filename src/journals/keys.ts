import { type Identified, issnsOf } from './identity.ts';
import { foldTitle } from './title.ts';

/** So much of a title stands in an index; PostgreSQL refuses a key of more than 2,700 bytes. */
const longestTitle = 200;

/**
 * Under what a journal is found: `i:` and an ISSN without hyphen, `n:` and an NLM id, `t:` and a folded title. Each once.
 *
 * A key says where to look, no more: `match.ts` decides whether two that share one are the same journal.
 */
export function keysOf({ title, identity }: Identified): string[] {
  const keys = issnsOf(identity).map((issn) => `i:${issn.replace('-', '')}`);
  if (identity.nlmId !== null) keys.push(`n:${identity.nlmId}`);
  const folded = title === null ? '' : foldTitle(title);
  if (folded !== '') keys.push(titleKey(folded));
  return keys;
}

/** @param folded by `foldTitle`. */
export const titleKey = (folded: string): string => `t:${cut(folded)}`;

/** By letters, so that no letter is cut in two. */
const cut = (text: string): string =>
  text.length <= longestTitle ? text : Array.from(text).slice(0, longestTitle).join('');
