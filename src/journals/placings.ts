import type { JournalValues, Placing } from '../contract/journals.ts';
import type { Place } from './places.ts';

/** What a row says of fields and places, each list as its cells have it. */
export interface Placed {
  categories: string[];
  places: (Place | null)[];
  ranks: (string | null)[];
}

type Placings = Pick<JournalValues, 'overall' | 'categories'>;

/**
 * Which place belongs to which field. As many places as fields: each to its own. One place for several fields: it is the best
 * of them, and which one's is not said. One place and no field: it stands alone.
 *
 * @returns `unpaired` where the numbers go together in no way; then no place is kept, rather than a wrong one.
 */
export function pairPlacings({ categories, places, ranks }: Placed): Placings & { unpaired: boolean } {
  const count = Math.max(places.length, ranks.length);
  if (count === categories.length) {
    const paired = categories.map((category, at) => placing(category, { places, ranks, at }));
    return { overall: null, categories: paired.filter(isNew), unpaired: false };
  }
  const alone = [...new Set(categories)].map((category) => ({ category, place: null, rank: null }));
  if (count > 1) return { overall: null, categories: alone, unpaired: true };
  const best = placing(null, { places, ranks, at: 0 });
  const overall = best.place === null && best.rank === null ? null : best;
  const [only, ...others] = alone;
  // `PSYCHIATRY(SCIE);PSYCHIATRY(SSCI)` is one field.
  if (only && others.length === 0) {
    return { overall: null, categories: [{ ...best, category: only.category }], unpaired: false };
  }
  return { overall, categories: alone, unpaired: false };
}

function placing(
  category: string | null,
  { places, ranks, at }: { places: Placed['places']; ranks: Placed['ranks']; at: number },
): Placing {
  const place = places[at] ?? null;
  return { category, place: place?.place ?? null, rank: ranks[at] ?? place?.rank ?? null };
}

export const isSame = (a: Placing, b: Placing): boolean =>
  a.category === b.category && a.place === b.place && a.rank === b.rank;

const isNew = (one: Placing, at: number, all: Placing[]): boolean =>
  all.findIndex((other) => isSame(one, other)) === at;

/** Splits `A(SCIE);B(SSCI)`, but not within brackets; a comma is part of a name. */
export const listIn = (cell: string): string[] =>
  cell
    .split(/[;；](?![^()]*\))/)
    .map((one) => one.replace(/\s+/g, ' ').trim())
    .filter((one) => one !== '');

const index = 'SCIE?|SSCI|A&?HCI|ESCI|CPCI-?S{1,2}H?|BKCI-?S{1,2}H?';
const indexes = new RegExp(`\\s*(?:\\((?:(?:${index})[,;/\\s]*)+\\)|\\s-\\s(?:${index}))$`, 'i');

/** Without the index that it belongs to: `ONCOLOGY(SCIE)`, `ONCOLOGY - SCIE`. */
export const categoryName = (text: string): string => text.replace(indexes, '').trim();
