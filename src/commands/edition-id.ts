import { Refusal } from '../errors.ts';
import type { Context } from './command.ts';

/** The edition that the first word names. @throws {Refusal} `edition-unknown` where it is no number. */
export function editionId(context: Context): number {
  const [word = ''] = context.words;
  if (!/^\d{1,9}$/.test(word)) throw new Refusal('edition-unknown', { id: word });
  return Number(word);
}
