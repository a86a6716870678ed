import type { Mapping, MetricSource } from '../contract/journals.ts';
import { checkMapping } from './check-mapping.ts';
import { decimalMark } from './decimal-mark.ts';
import type { EditionRows, JournalRow, RowNote } from './edition-rows.ts';
import { joinRows } from './join-rows.ts';
import { breathe } from './limits.ts';
import { refusedRow } from './refused-row.ts';
import { rowCells } from './row-cells.ts';
import { readJournal } from './row-journal.ts';
import { readValues } from './row-values.ts';
import type { Table } from './table.ts';

/** Rows between two turns of the event loop. */
const turn = 500;

export interface ReadingEdition {
  table: Table;
  source: MetricSource;
  mapping: Mapping;
  /** Of all rows of the file, blank ones too. Called every 500 rows and at the end. */
  onRows?: (done: number, all: number) => void | Promise<void>;
}

/**
 * Reads every row of a table. None is lost: each that is not blank is a journal, says more of an earlier row's journal, or is
 * refused with its reason. A value that cannot be read is left out and noted, and the rest of its row stands.
 *
 * @throws Refusal where the mapping does not fit, as `checkMapping` says.
 */
export async function readEdition(input: ReadingEdition): Promise<EditionRows> {
  const { table, source, mapping, onRows } = input;
  checkMapping(table, input);
  const notes: RowNote[] = [];
  const joined = joinRows((note) => notes.push(note));
  const [measured = -1] = mapping.measure ?? [];
  const decimal = decimalMark(
    table.rows.values().map((cells) => cells[measured] ?? ''),
    source,
  );
  const counts = { read: 0, joined: 0, refused: 0 };
  const takeRow = (cells: string[], row: number): void => {
    if (cells.every((cell) => cell.trim() === '')) return;
    counts.read += 1;
    const found: RowNote[] = [];
    const note = (code: string, facts: RowNote['facts']): void => {
      found.push({ row, kind: 'changed', code, facts });
    };
    const refused = refusedRow(cells, { table, mapping });
    const one = refused ? null : readRow(rowCells({ header: table.header, mapping, cells }, note));
    if (!one) {
      counts.refused += 1;
      notes.push({ row, kind: 'refused', ...(refused ?? { code: 'nameless', facts: {} }) });
      return;
    }
    notes.push(...found);
    const earlier = joined.add({ row, ...one });
    if (earlier === null) return;
    counts.joined += 1;
    notes.push({ row, kind: 'joined', code: 'joined', facts: { with: earlier } });
  };
  const readRow = (cells: ReturnType<typeof rowCells>): Omit<JournalRow, 'row'> | null => {
    const journal = readJournal(cells);
    return journal && { ...journal, values: readValues(cells, { source, decimal }) };
  };

  for (const [at, cells] of table.rows.entries()) {
    takeRow(cells, table.firstRow + at);
    if ((at + 1) % turn !== 0) continue;
    await onRows?.(at + 1, table.rows.length);
    await breathe();
  }
  await onRows?.(table.rows.length, table.rows.length);
  const changed = new Set(notes.filter(({ kind }) => kind === 'changed').map(({ row }) => row)).size;
  return { ...counts, changed, journals: joined.journals, notes: notes.sort((a, b) => a.row - b.row) };
}
