import type { Badge } from '../contract/digest.ts';
import { type FoundMetrics, type JournalMetrics, metricSources, type Placing } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';

type Label = string | null;

const words = {
  en: {
    in: (year: number | string) => ` (${year})`,
    best: 'best ',
    zone: (zone: number) => `CAS zone ${zone}`,
    minorZone: (zone: number, best: boolean) => `CAS ${best ? 'best ' : ''}subfield zone ${zone}`,
    zoneless: 'CAS',
    citedness: 'OpenAlex 2-year citedness',
    warning: 'On a warning list',
    and: ', ',
  },
  zh: {
    in: (year: number | string) => `（${year}）`,
    best: '最高 ',
    zone: (zone: number) => `中科院 ${zone} 区`,
    minorZone: (zone: number, best: boolean) => `中科院小类${best ? '最高' : ''} ${zone} 区`,
    zoneless: '中科院',
    citedness: 'OpenAlex 两年篇均被引',
    warning: '预警期刊',
    and: '、',
  },
} as const satisfies Record<Locale, unknown>;

/**
 * What the editions in force say of a paper's journal, each with its year: a warning first, then impact factor and JCR
 * quartile, then the zone of the Chinese Academy of Sciences. SCImago speaks where JCR has nothing to say of this journal, and
 * OpenAlex where neither has. Values stand as their table prints them; what is N/A is not shown.
 */
export function metricBadges({ found }: JournalMetrics, locale: Locale): Badge[] {
  const { jcr, scimago, openalex, cas } = found;
  const standing =
    impact(jcr, { of: 'IF', by: 'JCR ', locale }) ??
    impact(scimago, { of: 'SJR', by: '', alone: 'SJR ', locale }) ??
    citedness(openalex, locale);
  return [
    ...badge('warning', warning(found, locale)),
    ...badge('metric', standing),
    ...badge('metric', zone(cas, locale)),
  ];
}

const badge = (kind: Badge['kind'], label: Label): Badge[] => (label === null ? [] : [{ kind, label }]);

/** `IF 12.3 · JCR Q1 (2024)`, `SJR 1.234 · Q1 (2025)`; a part that the table does not have is left out. */
function impact(
  found: FoundMetrics | undefined,
  name: { of: string; by: string; alone?: string; locale: Locale },
): Label {
  if (!found) return null;
  const { measure } = found.values;
  const { of, by, alone = by, locale } = name;
  const best = bestOf(found);
  const quartile = best && `${best.among ? words[locale].best : ''}Q${best.place}`;
  const parts = [measure && `${of} ${measure.text}`, quartile && `${measure ? by : alone}${quartile}`].filter(
    (part) => part !== null,
  );
  return parts.length === 0 ? null : `${parts.join(' · ')}${words[locale].in(found.edition.year)}`;
}

/** `CAS zone 1 Top (2025)`: of the 大类; of the best 小类 only where a table has no other. */
function zone(found: FoundMetrics | undefined, locale: Locale): Label {
  if (!found) return null;
  const { overall, categories, top } = found.values;
  const say = words[locale];
  const major = overall?.place ?? null;
  const minor = major === null ? best(categories) : null;
  const where =
    major !== null
      ? say.zone(major)
      : minor !== null
        ? say.minorZone(minor.place, minor.among)
        : top
          ? say.zoneless
          : null;
  return where && `${where}${top ? ' Top' : ''}${say.in(found.edition.year)}`;
}

function citedness(found: FoundMetrics | undefined, locale: Locale): Label {
  const measure = found?.values.measure;
  if (!measure) return null;
  // OpenAlex gives what its division gave, fifteen figures and more.
  const text =
    measure.from === measure.to && measure.text.length > 6 ? measure.from.toFixed(2) : measure.text;
  return `${words[locale].citedness} ${text}${words[locale].in(found.edition.year)}`;
}

/** Any table can carry warnings: a list of its own, or a column of another one. Each year once, the newest first. */
function warning(found: JournalMetrics['found'], locale: Locale): Label {
  const years = metricSources.flatMap((source) =>
    found[source]?.values.warning ? [found[source].edition.year] : [],
  );
  if (years.length === 0) return null;
  const { warning: label, in: inYear, and } = words[locale];
  return `${label}${inYear([...new Set(years)].toSorted((a, b) => b - a).join(and))}`;
}

interface Best {
  place: number;
  /** It stands in several fields, and elsewhere lower: "best" says so. */
  among: boolean;
}

/** What the table itself names for all fields together, or the best of them. */
const bestOf = ({ values: { overall, categories } }: FoundMetrics): Best | null =>
  best(overall === null ? categories : [overall, ...categories]);

function best(placings: readonly Placing[]): Best | null {
  const places = placings.flatMap(({ place }) => place ?? []);
  if (places.length === 0) return null;
  const place = Math.min(...places);
  return { place, among: places.some((other) => other !== place) };
}
