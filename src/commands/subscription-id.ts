import { Refusal } from '../errors.ts';
import type { Context } from './command.ts';

/** The subscription that the first word names. @throws {Refusal} `subscription-unknown` where it is no number. */
export function subscriptionId(context: Context): number {
  const [word = ''] = context.words;
  if (!/^\d{1,9}$/.test(word)) throw new Refusal('subscription-unknown', { id: word });
  return Number(word);
}
