import { isoOfSerial } from './excel-date.ts';
import { limits, tooLarge } from './limits.ts';
import type { Workbook } from './xlsx-parts.ts';
import { readXml, unescaped } from './xlsx-xml.ts';

/** All rows of a sheet from row 1, those without a value as no cells. A cell with a formula has the value that Excel kept. */
export async function readSheet(bytes: Buffer, workbook: Workbook): Promise<string[][]> {
  const rows: string[][] = [];
  let cells = 0;
  let number = 0;
  let column = 0;
  let row: string[] = [];
  let type = '';
  let style = 0;
  let value = '';
  let reading = false;
  let spoken = false;
  await readXml(bytes, {
    open: (name, attributes) => {
      if (name === 'v' || name === 't') reading = !spoken;
      else if (name === 'c') {
        type = attributes['t'] ?? 'n';
        style = Number(attributes['s'] ?? 0);
        value = '';
        column = columnOf(attributes['r']) ?? column;
      } else if (name === 'row') {
        const said = Number(attributes['r'] ?? 0);
        number = said > number && Number.isSafeInteger(said) ? said : number + 1;
        row = [];
        column = 0;
      } else if (name === 'rPh') spoken = true;
    },
    text: (more) => {
      if (reading) value += more;
    },
    close: (name) => {
      if (name === 'v' || name === 't') reading = false;
      else if (name === 'c') {
        if (value !== '') set(row, { column, text: textOf({ type, style, value }, workbook) });
        column += 1;
      } else if (name === 'row') {
        if (row.length === 0) return;
        if (number > limits.rows + 20) throw tooLarge('rows');
        while (rows.length < number - 1) rows.push([]);
        rows.push(row);
        cells += row.length;
        if (cells > limits.cells) throw tooLarge('cells');
      } else if (name === 'rPh') spoken = false;
    },
  });
  return rows;
}

function set(row: string[], { column, text }: { column: number; text: string }): void {
  if (column >= limits.columns) throw tooLarge('columns');
  while (row.length < column) row.push('');
  row[column] = text;
}

/** `AB12` is column 27, counted from 0. */
function columnOf(reference: string | undefined): number | null {
  if (!reference) return null;
  let column = 0;
  let at = 0;
  for (; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  return at === 0 || at > 4 ? null : column - 1;
}

function textOf(cell: { type: string; style: number; value: string }, workbook: Workbook): string {
  const { type, style, value } = cell;
  if (type === 's') return workbook.strings[Number(value)] ?? '';
  if (type === 'b') return value.trim() === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n') return unescaped(value);
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  // What Excel keeps as 2.7999999999999998 is 2.8.
  return (workbook.dates[style] ? isoOfSerial(number, workbook.from1904) : null) ?? String(number);
}
