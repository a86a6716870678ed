import { z } from 'zod';

/** Whose figures a table holds. `warning` is a list of journals to be careful with, such as 国际期刊预警名单. */
export const metricSources = ['jcr', 'cas', 'scimago', 'openalex', 'warning'] as const;
export const MetricSource = z.enum(metricSources);
export type MetricSource = z.infer<typeof MetricSource>;

/**
 * A number as its table prints it. `<0.1` lies somewhere from 0 up to, and without, 0.1: `from` 0, `to` 0.1. An exact one has
 * `from` equal to `to`.
 */
export const Measure = z.object({ text: z.string(), from: z.number(), to: z.number() });
export type Measure = z.infer<typeof Measure>;

/** Where a journal stands in one field: JCR and SCImago quartile 1 to 4, or CAS zone 1 to 4. */
export const Placing = z.object({
  /** As printed (`ONCOLOGY`, `医学`); null where the table gives one placing and does not say in which field. */
  category: z.string().nullable(),
  /** Null where the table says N/A or nothing. */
  place: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).nullable(),
  /** `1/333`, as printed; null where absent. */
  rank: z.string().nullable(),
});
export type Placing = z.infer<typeof Placing>;

/** What one row (or several of one journal) says. What a source does not have is null or empty. */
export const JournalValues = z.object({
  /** JCR: impact factor. SCImago: SJR. OpenAlex: mean citedness of two years. Null: N/A, or no such column. */
  measure: Measure.nullable(),
  /** CAS: 大类. JCR and SCImago: the best placing, where the table names one for all fields together. */
  overall: Placing.nullable(),
  /** JCR and SCImago categories, CAS 小类, in the table's order. */
  categories: z.array(Placing),
  /** CAS only. */
  top: z.boolean().nullable(),
  /** The words of the warning; null where there is none. */
  warning: z.string().nullable(),
  /** Whether all its papers are free to read; null where the table does not say. */
  openAccess: z.boolean().nullable(),
});
export type JournalValues = z.infer<typeof JournalValues>;

/** What the columns of a table can mean. Those above the line say which journal a row is about. */
export const journalFields = [
  'title',
  'nlmId',
  'issn',
  'eissn',
  /** `issn-l` of OpenAlex. */
  'linkingIssn',
  /** Several in one cell, however they are joined: `p/e`, `12345678, 23456789`, a JSON list. */
  'issns',
  // ——
  'measure',
  'category',
  'quartile',
  'rank',
  'major',
  'majorZone',
  'minor',
  'minorZone',
  'top',
  'warning',
  'openAccess',
] as const;
export const JournalField = z.enum(journalFields);
export type JournalField = z.infer<typeof JournalField>;

/**
 * Which column means what. Columns are counted from 0. `category`, `quartile`, `rank`, `minor` and `minorZone` may be several,
 * which go together by their order.
 */
export const Mapping = z.partialRecord(JournalField, z.array(z.int().nonnegative()).min(1));
export type Mapping = z.infer<typeof Mapping>;

/** An edition that is in force, as far as a reader and a rule need to know it. */
export interface EditionInForce {
  id: number;
  source: MetricSource;
  year: number;
  /** What its table has columns for. */
  fields: readonly JournalField[];
}

/** How a row was found to be about the journal of a paper, the surest first. */
export const matchWays = ['nlm-id', 'issn', 'title'] as const;
export type MatchWay = (typeof matchWays)[number];

/** What one edition says of the journal of a paper. */
export interface FoundMetrics {
  edition: EditionInForce;
  /** As the table prints it. */
  title: string;
  by: MatchWay;
  values: JournalValues;
}

/** All that is known of the journal of a paper. A source without an edition in force, or without this journal, is absent. */
export interface JournalMetrics {
  inForce: Partial<Record<MetricSource, EditionInForce>>;
  found: Partial<Record<MetricSource, FoundMetrics>>;
}

/** Nothing is known: no edition is in force. */
export const noMetrics: JournalMetrics = { inForce: {}, found: {} };
