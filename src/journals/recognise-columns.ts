import type { JournalField, Mapping, MetricSource } from '../contract/journals.ts';
import { type ColumnMeaning, yearIn } from './column-names.ts';
import { issnsIn } from './row-issns.ts';
import { journalColumns, severalColumns, valueColumns } from './source-fields.ts';
import type { Table } from './table.ts';

/** A column whose head we know. */
export interface Column extends ColumnMeaning {
  /** Counted from 0. */
  at: number;
  head: string;
}

const sampled = 200;

/** Which of these columns mean what, in a table of this source, and the newest year that their heads name. */
export function columnsFor(
  table: Table,
  { columns, source }: { columns: readonly Column[]; source: MetricSource | null },
): { mapping: Mapping; ambiguous: boolean; year: number | null } {
  const ours = columns
    .map((column) => inContext(table, { column, source }))
    .filter((one) => fits(one, source));
  const mapping: Mapping = {};
  let ambiguous = false;
  for (const [field, all] of Map.groupBy(ours, ({ field }) => field)) {
    const newest = Math.max(...all.map(({ year }) => year ?? 0));
    const current = newest === 0 ? all : all.filter(({ year }) => year === newest);
    const [first] = current;
    if (!first) continue;
    const several = severalColumns.includes(field);
    if (!several && current.length > 1) ambiguous = true;
    mapping[field] = several ? current.map(({ at }) => at) : [first.at];
  }
  const used = new Set(Object.values(mapping).flat());
  const heads = table.header.filter((head, at) => used.has(at) || /total docs|总发文/i.test(head));
  const years = heads.map(yearIn).filter((year) => year !== null);
  return { mapping, ambiguous, year: years.length === 0 ? null : Math.max(...years) };
}

/** Whether a column belongs to a table of this source: an IF says nothing in one of the CAS. */
function fits({ field, source: of }: Column, source: MetricSource | null): boolean {
  if ((journalColumns as readonly JournalField[]).includes(field) || source === null) return true;
  if (!(valueColumns[source] as readonly JournalField[]).includes(field)) return false;
  return of === null || of === source || field === 'warning';
}

/** What the head alone does not tell: whether an ISSN column holds several, and whose the places of a bare column are. */
function inContext(
  table: Table,
  { column, source }: { column: Column; source: MetricSource | null },
): Column {
  if (column.field !== 'issn') return column;
  const joined = source === 'scimago' || source === 'openalex';
  const cells = table.rows.slice(0, sampled).map((row) => row[column.at] ?? '');
  const several = joined || cells.some((cell) => issnsIn(cell, () => {}).length > 1);
  return several ? { ...column, field: 'issns' } : column;
}
