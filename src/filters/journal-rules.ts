import type { FilterRule } from '../contract/filters.ts';
import {
  type JournalValues,
  type Measure,
  type MetricSource,
  metricSources,
  type Placing,
} from '../contract/journals.ts';
import type { Check, Finding } from './check.ts';
import type { Facts } from './facts.ts';
import { fold } from './fold.ts';

type Which = Extract<FilterRule, { rule: 'cas-zone' }>['of'];

const valuesOf = ({ metrics }: Facts, source: MetricSource): JournalValues | null =>
  metrics.found[source]?.values ?? null;

/** Whether a figure lies from `min` to `max`, both included. `<0.1` lies somewhere below 0.1. */
export const measureIn = (source: MetricSource, range: { min?: number; max?: number }): Check => ({
  source,
  find: (facts) => {
    const measure = valuesOf(facts, source)?.measure ?? null;
    return measure === null ? 'unknown' : within(measure, range);
  },
  value: (facts) => {
    const values = valuesOf(facts, source);
    return values === null ? null : (values.measure?.text ?? 'N/A');
  },
});

function within({ from, to }: Measure, range: { min?: number; max?: number }): Finding {
  const { min = 0, max = Number.POSITIVE_INFINITY } = range;
  // An open interval does not reach its upper end.
  const below = to < min || (to === min && from < to);
  if (below || from > max) return 'fail';
  return from >= min && to <= max ? 'pass' : 'unknown';
}

/** Whether a journal's quartile or zone is one of these. */
export const placeIn = (
  source: MetricSource,
  asked: { in: readonly number[]; of: Which },
  letter: string,
): Check => ({
  source,
  find: (facts) => {
    const values = valuesOf(facts, source);
    return values === null ? 'unknown' : placed(values, asked);
  },
  value: (facts) => {
    const values = valuesOf(facts, source);
    if (values === null) return null;
    const places = seenPlaces(values, asked.of);
    const known = places.flatMap(({ place }) => (place === null ? [] : [`${letter}${place}`]));
    return known.length > 0 ? [...new Set(known)].join('; ') : 'N/A';
  },
});

const all = ({ overall, categories }: JournalValues): Placing[] => [
  ...(overall ? [overall] : []),
  ...categories,
];

function seenPlaces(values: JournalValues, of: Which): Placing[] {
  if (of === 'major') return values.overall ? [values.overall] : [];
  if (of === 'best' || of === 'worst') return all(values);
  return all(values).filter(({ category }) => isNamed(category, of.category));
}

function placed(values: JournalValues, { in: wanted, of }: { in: readonly number[]; of: Which }): Finding {
  const seen = seenPlaces(values, of);
  const places = seen.flatMap(({ place }) => (place === null ? [] : [place]));
  if (typeof of === 'object' && seen.length === 0) return all(values).length === 0 ? 'unknown' : 'fail';
  if (places.length === 0) return 'unknown';
  const best = Math.min(...places);
  const worst = Math.max(...places);
  // An overall placing is the best of all fields; fields without a placing of their own stand there or below.
  const open = seen.some(({ place }) => place === null);
  if (of !== 'worst') {
    if (open && values.overall?.place == null && best > 1) {
      const could = Array.from({ length: best }, (_, index) => index + 1);
      return agreed(could.map((place) => wanted.includes(place)));
    }
    return wanted.includes(best) ? 'pass' : 'fail';
  }
  if (!open) return wanted.includes(worst) ? 'pass' : 'fail';
  const could = [1, 2, 3, 4].filter((place) => place >= worst);
  return agreed(could.map((place) => wanted.includes(place)));
}

const agreed = (answers: boolean[]): Finding =>
  answers.every(Boolean) ? 'pass' : answers.some(Boolean) ? 'unknown' : 'fail';

/** ` ONCOLOGY 肿瘤学` is named by either half or the whole; `ONCOLOGY(SCIE)` without what stands in brackets. */
function isNamed(category: string | null, name: string): boolean {
  if (category === null) return false;
  const wanted = fold(name);
  const plain = category.replace(/\([^)]*\)\s*$/, '');
  const halves = [
    category,
    plain,
    plain.replace(/\p{Script=Han}.*$/su, ''),
    plain.replace(/^[^\p{Script=Han}]*/u, ''),
  ];
  return halves.some((half) => fold(half) === wanted);
}

export const isTop: Check = {
  source: 'cas',
  find: (facts) => {
    const top = valuesOf(facts, 'cas')?.top ?? null;
    return top === null ? 'unknown' : top ? 'pass' : 'fail';
  },
  // That it is not Top is all there is to say.
  value: () => null,
};

/** A list of warnings names all that it warns of: a journal that is not on it is known to be fine. Any table may carry one. */
export const isNotWarnedOf: Check = {
  find: ({ metrics }) => {
    const lists = metricSources.filter((source) => metrics.inForce[source]?.fields.includes('warning'));
    if (lists.length === 0) return 'unknown';
    return lists.some((source) => metrics.found[source]?.values.warning != null) ? 'fail' : 'pass';
  },
  value: ({ metrics }) =>
    metricSources.flatMap((source) => metrics.found[source]?.values.warning ?? []).join('; ') || null,
};
