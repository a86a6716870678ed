import { type Mapping, type MetricSource, metricSources } from '../contract/journals.ts';
import { meaningOf, yearIn } from './column-names.ts';
import { type Column, columnsFor } from './recognise-columns.ts';
import type { Table } from './table.ts';

export { checkMapping } from './check-mapping.ts';

/** What a table seems to be. */
export interface Recognised {
  source: MetricSource | null;
  year: number | null;
  /** A layout that we know by heart: nothing is to be confirmed but source and year. */
  known: boolean;
  mapping: Mapping;
}

/** What tells a source by itself, and how its name stands in the names of files. */
const tells: Record<MetricSource, { fields: (keyof Mapping)[]; inName: RegExp }> = {
  jcr: { fields: ['measure', 'quartile', 'rank'], inName: /jcr|journal[-_ ]citation|影响因子/i },
  cas: {
    fields: ['major', 'majorZone', 'minor', 'minorZone', 'top'],
    inName: /中科院|分区|zky|(?<![a-z])cas(?![a-z])/i,
  },
  scimago: { fields: ['measure', 'quartile'], inName: /scimago|sjr/i },
  openalex: { fields: ['measure', 'title'], inName: /openalex/i },
  warning: { fields: ['warning'], inName: /预警|warning/i },
};

/** What a layout that we know by heart has. */
const byHeart: Record<MetricSource, (keyof Mapping)[][]> = {
  jcr: [['title'], ['issn', 'eissn', 'issns'], ['measure'], ['quartile']],
  cas: [['title'], ['issn', 'issns'], ['major'], ['majorZone'], ['top']],
  scimago: [['title'], ['issns'], ['measure'], ['quartile']],
  openalex: [['title'], ['issns', 'linkingIssn'], ['measure']],
  warning: [['title'], ['warning']],
};

/**
 * Proposes what a table is and which column means what, by the heads of the columns and, where these leave it open, by the
 * cells and the name of the file.
 *
 * @param hints `name` of the file; `source`, where a person has said it.
 */
export function recognise(table: Table, hints: { name?: string; source?: MetricSource } = {}): Recognised {
  const columns = table.header.flatMap((head, at): Column[] => {
    const meaning = meaningOf(head);
    return meaning ? [{ at, head, ...meaning }] : [];
  });
  const { source: seen, sure } = sourceOf(columns, hints.name ?? '');
  const source = hints.source ?? seen;
  const { mapping, ambiguous, year: printed } = columnsFor(table, { columns, source });
  const isWhole =
    source !== null &&
    byHeart[source].every((fields) => fields.some((field) => mapping[field] !== undefined));
  const year = printed ?? yearIn(hints.name ?? '') ?? yearOfCells(table);
  return { source, year, mapping, known: isWhole && sure && source === seen && !ambiguous };
}

/** The source that most columns speak for; the name of the file decides where several or none do. */
function sourceOf(columns: Column[], name: string): { source: MetricSource | null; sure: boolean } {
  const votes = metricSources.map((source) => {
    const telling = columns.filter(
      (one) => one.source === source && tells[source].fields.includes(one.field),
    );
    return { source, votes: new Set(telling.map(({ field }) => field)).size };
  });
  const [first, second] = votes
    // A warning among the columns of a CAS table is part of it.
    .filter(
      ({ source }) =>
        source !== 'warning' || !votes.some((other) => other.source === 'cas' && other.votes > 0),
    )
    .filter((one) => one.votes > 0)
    .sort((a, b) => b.votes - a.votes);
  const named = metricSources.find((source) => tells[source].inName.test(name)) ?? null;
  if (!first) return { source: named, sure: false };
  // A lone `Quartile` may be anybody's; JCR and CAS side by side are a table of somebody's own.
  if (second && named !== null) return { source: named, sure: false };
  return { source: first.source, sure: second === undefined };
}

/** The newest year in a column of years (`年份`) or of dates of change (OpenAlex). */
function yearOfCells({ header, rows }: Table): number | null {
  const at = header.findIndex((head) => /^(?:年份|年度|year|jcr ?year|updated_date)$/i.test(head));
  if (at === -1) return null;
  let newest: number | null = null;
  for (const row of rows) {
    const year = Number(/^(?:199|20[0-4])\d/.exec(row[at] ?? '')?.[0]);
    if (year > (newest ?? 0)) newest = year;
  }
  return newest;
}
