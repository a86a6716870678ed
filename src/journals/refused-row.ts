import type { Mapping } from '../contract/journals.ts';
import type { RowNote } from './edition-rows.ts';
import { readIssn } from './issn.ts';
import { clipped } from './row-cells.ts';
import type { Table } from './table.ts';

/** Excel holds no longer cell; a longer title is not one. */
const longest = { cell: 32_767, title: 1000 };

/** What exports print below their tables. */
const footer =
  /^(?:copyright\s*(?:©|\(c\)|\d{4})|©|\(c\)\s*\d{4}|by exporting|exported (?:on|by|from)|terms of use|data (?:source|from)\s*:|数据来源|数据说明|版权所有|注\s*[:：])/i;

/** Why a row is none about a journal, as far as its shape tells; null where it may be one. */
export function refusedRow(
  cells: string[],
  { table, mapping }: { table: Table; mapping: Mapping },
): Pick<RowNote, 'code' | 'facts'> | null {
  const { header } = table;
  const text = cells.find((cell) => cell.trim() !== '')?.trim() ?? '';
  if (footer.test(text) && !cells.some((cell) => readIssn(cell)?.valid)) {
    return { code: 'footer', facts: { text: clipped(text) } };
  }
  const extra = cells.length > header.length && cells.slice(header.length).some((cell) => cell.trim() !== '');
  if (extra || cells.length < header.length) {
    return { code: 'cells-wrong', facts: { cells: cells.length, columns: header.length } };
  }
  const [title = -1] = mapping.title ?? [];
  if ((cells[title] ?? '').length > longest.title || cells.some((cell) => cell.length > longest.cell)) {
    return { code: 'cell-long', facts: {} };
  }
  const used = Object.values(mapping).flat();
  const again = used.length > 1 && used.every((at) => (cells[at] ?? '').trim() === header[at]);
  return again ? { code: 'header-again', facts: {} } : null;
}
