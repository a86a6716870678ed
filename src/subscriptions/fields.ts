import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { isAddress } from '../mail/mailbox-url.ts';
import { refuseWrongQuery } from './refuse-query.ts';

/** What the installation allows of one subscription. */
export interface Limits {
  /** Papers in one digest. */
  maxArticles: number;
  firstWindowDays: number;
  recipients: number;
}

const words = {
  maxArticles: { en: 'The number of papers in a digest', zh: '每次推送的文献数' },
  firstWindowDays: { en: 'The number of days of the first search', zh: '首次检索的天数' },
  days: { en: 'The number of days', zh: '天数' },
} satisfies Record<string, Bilingual>;

/** @throws {Refusal} `number-wrong` unless it is a whole number from 1 to `max`. */
export function checkNumber(what: keyof typeof words, value: number, max: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  throw new Refusal('number-wrong', { what: words[what], min: 1, max });
}

/** Line breaks and tabs come from pasting. @throws {Refusal} `query-empty`, `query-wrong`. */
export function checkQuery(query: string): string {
  const folded = fold(query);
  if (!folded) throw new Refusal('query-empty');
  refuseWrongQuery(folded);
  return folded;
}

/** The name stands in subjects: one line, and not a long one. Without a name the query is one. */
export const nameFor = (name: string | undefined, query: string): string =>
  shorten(fold(name ?? '') || query);

const mostNameLength = 100;

function shorten(text: string): string {
  // By code points, so that no pair of surrogates is torn.
  const letters = [...text];
  return letters.length > mostNameLength ? `${letters.slice(0, mostNameLength - 1).join('')}…` : text;
}

const fold = (text: string): string => text.replace(/[\s\p{Cc}]+/gu, ' ').trim();

/** Each address once, whatever its case. @throws {Refusal} `address-wrong`, `recipients-wrong`. */
export function checkRecipients(addresses: readonly string[], max: number): string[] {
  const unique = new Map<string, string>();
  for (const address of addresses.map((text) => text.trim())) {
    if (!isAddress(address)) throw new Refusal('address-wrong', { address });
    if (!unique.has(address.toLowerCase())) unique.set(address.toLowerCase(), address);
  }
  if (unique.size < 1 || unique.size > max) throw new Refusal('recipients-wrong', { max });
  return [...unique.values()];
}
