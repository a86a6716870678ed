import type { JournalField, JournalValues, Measure, MetricSource } from '../contract/journals.ts';

export type Change = 'gain' | 'lose' | 'stay';

/** Of what a table has columns for. */
export type Fields = ReadonlySet<JournalField>;

/** What is compared of a journal. */
export interface Standing {
  /** As printed; null: N/A, or no such column. */
  measure: string | null;
  /** JCR and SCImago: the best quartile. CAS: the zone of the 大类. */
  place: number | null;
  top: boolean | null;
  warning: string | null;
}

/** What a person reads first of these values. */
export function standingOf(values: JournalValues): Standing {
  const { measure, top, warning } = values;
  return { measure: measure?.text ?? null, place: placeOf(values), top, warning };
}

/**
 * Whether a journal does better in the new edition than in the old one: by its measure, where that says nothing by its
 * quartile (JCR, SCImago, OpenAlex); by the zone of its 大类, then by its Top mark (CAS). A new warning is a loss, the end of one
 * a gain, and both count before everything else. What only one of the two tables has a column for is left out; so is what
 * only one of them has a value for, unless it is the first thing compared: to lose one's impact factor is a loss.
 */
export function changeOf(
  source: MetricSource,
  before: { values: JournalValues; fields: Fields },
  after: { values: JournalValues; fields: Fields },
): Change {
  const [was, is] = [before.values, after.values];
  const both = (...fields: JournalField[]) =>
    [before, after].every((one) => fields.some((field) => one.fields.has(field)));
  const steps: number[] = [];
  if (both('warning')) steps.push(Number(was.warning !== null) - Number(is.warning !== null));
  const smaller = (a: number | null, b: number | null) => (a === null || b === null ? 0 : a - b);
  if (source === 'cas') {
    if (both('majorZone', 'minorZone')) steps.push(hasOne(placeOf(was), placeOf(is)));
    steps.push(smaller(placeOf(was), placeOf(is)));
    if (both('top')) steps.push(Number(is.top === true) - Number(was.top === true));
  } else if (source !== 'warning') {
    if (both('measure')) steps.push(hasOne(was.measure, is.measure), larger(was.measure, is.measure));
    steps.push(smaller(placeOf(was), placeOf(is)));
  }
  const step = steps.find((one) => one !== 0) ?? 0;
  return step > 0 ? 'gain' : step < 0 ? 'lose' : 'stay';
}

const hasOne = (was: unknown, is: unknown): number => Number(is !== null) - Number(was !== null);

/** Where one may reach into the other (`<0.1` and `0.05`) nobody can say. An upper end is no part of its range. */
function larger(was: Measure | null, is: Measure | null): number {
  if (!was || !is || was.text === is.text) return 0;
  const exact = (one: Measure) => one.from === one.to;
  if (exact(was) && exact(is)) return Math.sign(is.from - was.from);
  if (is.from > was.to || (is.from === was.to && !exact(was))) return 1;
  return is.to < was.from || (is.to === was.from && !exact(is)) ? -1 : 0;
}

function placeOf({ overall, categories }: JournalValues): number | null {
  if (overall && overall.place !== null) return overall.place;
  const places = categories.flatMap(({ place }) => place ?? []);
  return places.length === 0 ? null : Math.min(...places);
}

/** What becomes of a journal by a new edition. */
export type Verdict = Change | 'new' | 'gone';
export const verdicts: readonly Verdict[] = ['gain', 'lose', 'stay', 'new', 'gone'];

interface Said {
  values: JournalValues;
  fields: Fields;
}

/**
 * What becomes of a journal, null where a table does not have it. A warning list is a list of losses: to come onto it is one,
 * to leave it is a gain.
 */
export function verdictOf(source: MetricSource, before: Said | null, after: Said | null): Verdict {
  if (source === 'warning') {
    const [was, is] = [isWarned(before), isWarned(after)];
    if (was !== is) return is ? 'lose' : 'gain';
  }
  if (!before) return 'new';
  if (!after) return 'gone';
  return source === 'warning' ? 'stay' : changeOf(source, before, after);
}

/** A list without a column for the words of its warnings names only journals that are warned of. */
const isWarned = (said: Said | null): boolean =>
  said !== null && (said.values.warning !== null || !said.fields.has('warning'));
