import type { Mapping, MetricSource } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { fieldNames, sourceNames } from './field-names.ts';
import { journalColumns, neededColumns, severalColumns } from './source-fields.ts';
import type { Table } from './table.ts';

/** @throws Refusal where a table cannot be read by this mapping: what is missing, or which column is none. */
export function checkMapping(
  table: Table,
  { source, mapping }: { source: MetricSource; mapping: Mapping },
): void {
  const columns = table.header.length;
  for (const [field, at] of Object.entries(mapping) as [keyof Mapping, number[]][]) {
    const outside = at.find((column) => column >= columns || column < 0);
    if (outside !== undefined) {
      throw new Refusal('mapping-column', { field: fieldNames[field], column: outside + 1, columns });
    }
    if (at.length > 1 && !severalColumns.includes(field)) {
      throw new Refusal('mapping-several', { field: fieldNames[field] });
    }
  }
  if (!journalColumns.some((field) => mapping[field])) throw new Refusal('mapping-no-journal');
  const needed: readonly (keyof Mapping)[] = neededColumns[source];
  if (!needed.some((field) => mapping[field])) {
    const fields = {
      en: needed.map((field) => fieldNames[field].en).join(', '),
      zh: needed.map((field) => fieldNames[field].zh).join('、'),
    };
    throw new Refusal('mapping-no-values', { source: sourceNames[source], fields });
  }
  checkPairs(mapping, ['category', 'quartile']);
  checkPairs(mapping, ['category', 'rank']);
  checkPairs(mapping, ['minor', 'minorZone']);
}

/** Several columns go together by their order, so there must be as many of both. */
function checkPairs(mapping: Mapping, [a, b]: [keyof Mapping, keyof Mapping]): void {
  const many = mapping[a]?.length ?? 0;
  const others = mapping[b]?.length ?? 0;
  if (others > 1 && many !== others) {
    throw new Refusal('mapping-pairs', { a: fieldNames[a], many, b: fieldNames[b], others });
  }
}
