import type { JournalField, Mapping } from '../contract/journals.ts';
import type { RowNote } from './edition-rows.ts';
import type { Table } from './table.ts';

/** One row of a table under a mapping, and what there is to say about it. */
export interface RowCells {
  /** The cell of a field, trimmed; empty where no column means that. */
  get(field: JournalField): string;
  /** All cells of a field, in the order of its columns. */
  all(field: JournalField): string[];
  /** A value that could not be read, or was mended. */
  note(code: string, facts: RowNote['facts']): void;
  /** The head of the (first) column of a field. */
  head(field: JournalField): string;
}

/** Enough to see what is meant. */
export const clipped = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);

export function rowCells(
  { header, mapping, cells }: { header: Table['header']; mapping: Mapping; cells: string[] },
  note: RowCells['note'],
): RowCells {
  const cell = (at: number): string => (cells[at] ?? '').replace(/^[\s\ufeff]+|[\s\ufeff]+$/g, '');
  return {
    get: (field) => {
      const [at] = mapping[field] ?? [];
      return at === undefined ? '' : cell(at);
    },
    all: (field) => (mapping[field] ?? []).map(cell),
    head: (field) => header[mapping[field]?.[0] ?? -1] ?? '',
    note,
  };
}

/** Takes what was read, or nothing where it is `wrong`, and says so. */
export function orNote<T>(
  row: RowCells,
  { read, field, text }: { read: T | 'wrong'; field: JournalField; text: string },
): T | null {
  if (read !== 'wrong') return read as T;
  row.note('value-wrong', { column: row.head(field), text: clipped(text) });
  return null;
}
