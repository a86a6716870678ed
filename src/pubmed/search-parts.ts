import type { ESearchOutcome } from './eutils.ts';
import type { EutilsFailure } from './eutils-outcome.ts';
import { keepsDates } from './translation.ts';

/** What PubMed gives of one search. */
export const mostIds = 9999;

/** Parts are planned a little smaller, as papers never spread evenly over the days. */
const planned = mostIds * 0.9;

/** Why ids are not all that PubMed counted. */
export type SearchGap =
  /** A reply without our dates: its hits may be from any day. */
  | 'dates-lost'
  /** More than 9,999 on one day, and no clause tells them apart. */
  | 'day-too-large'
  /** Fewer ids than the same reply counts, or the same id twice. */
  | 'short-page'
  /** The parts do not add up to the whole. */
  | 'count-moved';

/** A part of a search that is complete in itself, or says why it is not. */
export interface Part {
  kind: 'part';
  count: number;
  ids: number[];
  gap: SearchGap | null;
}

/** Sends one term with `retmax` 9,999. */
export type Ask = (term: string) => Promise<ESearchOutcome>;

interface Slice {
  term: string;
  /** Days of creation, `YYYY-MM-DD`; `to` may be `3000`. */
  from: string;
  to: string;
  /** Clauses that may still divide a single day. */
  clauses: readonly string[];
}

/**
 * Clauses that split a day's papers into those that match and those that do not, so that both halves together are the
 * whole. Each cuts elsewhere: abstract, language, full text, type, what was created on paper long ago.
 */
const dividing = (day: string): string[] => [
  'hasabstract',
  'english[la]',
  'free full text[sb]',
  '"journal article"[pt]',
  `"${day.slice(0, 4)}"[dp]`,
  'medline[sb]',
  'humans[mh]',
  'female[mh]',
];

/**
 * All ids of a search that counts more than 9,999: by days of creation, a single day by clauses and their complement.
 * No part is asked for whose count follows from the others, unless its ids are wanted.
 *
 * @param input.termOf the search, limited to some days of creation.
 * @param input.from, input.to `YYYY-MM-DD`: no hit was created outside.
 * @param input.open whether the last part has no end, for records that PubMed dates ahead.
 * @param input.count of the whole search.
 */
export async function searchInParts(input: {
  ask: Ask;
  termOf: (from: string, to: string) => string;
  from: string;
  to: string;
  open: boolean;
  count: number;
}): Promise<Part | EutilsFailure> {
  const { ask, termOf } = input;
  const last = Temporal.PlainDate.from(input.to);

  const sliceOf = (from: Temporal.PlainDate, to: Temporal.PlainDate): Slice => {
    const end = input.open && to.equals(last) ? '3000' : to.toString();
    const term = termOf(from.toString(), end);
    return { term, from: from.toString(), to: end, clauses: dividing(from.toString()) };
  };

  /** @param expected the count as it follows from other parts; null where it does not. */
  async function collect(slice: Slice, expected: number | null): Promise<Part | EutilsFailure> {
    if (expected === 0) return { kind: 'part', count: 0, ids: [], gap: null };
    if (expected !== null && expected > mostIds) return divide(slice, expected, null);
    const reply = await ask(slice.term);
    if (reply.kind !== 'found') return reply;
    const { count, ids } = reply;
    if (!keepsDates(reply.translation, { field: 'created', from: slice.from, to: slice.to }) && count > 0)
      return { kind: 'part', count, ids, gap: 'dates-lost' };
    if (count > mostIds) return divide(slice, count, ids);
    return { kind: 'part', count, ids, gap: ids.length === count ? null : 'short-page' };
  }

  const divide = (slice: Slice, count: number, page: number[] | null): Promise<Part | EutilsFailure> => {
    const from = Temporal.PlainDate.from(slice.from);
    const to = slice.to === '3000' ? last : Temporal.PlainDate.from(slice.to);
    const days = from.until(to).days + 1;
    return days > 1 ? divideDays({ from, days, count }) : divideDay(slice, count, page);
  };

  /** The newest days first: the search is for new papers, so most of them are there. */
  async function divideDays(whole: {
    from: Temporal.PlainDate;
    days: number;
    count: number;
  }): Promise<Part | EutilsFailure> {
    const pieces = Math.min(whole.days, Math.max(2, Math.ceil(whole.count / planned)));
    const startOf = (piece: number) => whole.from.add({ days: Math.floor((piece * whole.days) / pieces) });
    const parts: Part[] = [];
    for (let piece = pieces - 1; piece >= 0; piece -= 1) {
      const left = Math.max(0, whole.count - sum(parts));
      const slice = sliceOf(startOf(piece), startOf(piece + 1).subtract({ days: 1 }));
      const part = await collect(slice, piece === 0 || left === 0 ? left : null);
      if (part.kind !== 'part') return part;
      parts.push(part);
    }
    return joined(parts, whole.count);
  }

  async function divideDay(
    slice: Slice,
    count: number,
    page: number[] | null,
  ): Promise<Part | EutilsFailure> {
    const [clause, ...clauses] = slice.clauses;
    if (clause === undefined) {
      const reply = page ? { kind: 'found' as const, ids: page } : await ask(slice.term);
      return reply.kind === 'found' ? { kind: 'part', count, ids: reply.ids, gap: 'day-too-large' } : reply;
    }
    const matching = await collect({ ...slice, term: `${slice.term} AND (${clause})`, clauses }, null);
    if (matching.kind !== 'part') return matching;
    const left = Math.max(0, count - matching.count);
    // All or none match: the clause tells nothing apart, and the term can do without it.
    if (left === 0) return joined([matching], count);
    if (matching.count === 0) return divideDay({ ...slice, clauses }, count, page);
    const others = await collect({ ...slice, term: `${slice.term} NOT (${clause})`, clauses }, left);
    return others.kind === 'part' ? joined([matching, others], count) : others;
  }

  return divideDays({
    from: Temporal.PlainDate.from(input.from),
    days: Temporal.PlainDate.from(input.from).until(last).days + 1,
    count: input.count,
  });
}

const sum = (parts: readonly Part[]): number => parts.reduce((total, part) => total + part.count, 0);

/** The gravest first: what no second try would mend. */
const gaps: readonly SearchGap[] = ['dates-lost', 'day-too-large', 'short-page', 'count-moved'];

function joined(parts: readonly Part[], expected: number): Part {
  const count = sum(parts);
  const found = new Set<SearchGap | null>(parts.map((part) => part.gap));
  if (count !== expected) found.add('count-moved');
  const gap = gaps.find((one) => found.has(one)) ?? null;
  return { kind: 'part', count, ids: parts.flatMap((part) => part.ids), gap };
}
