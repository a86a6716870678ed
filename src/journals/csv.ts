import { limits, tooLarge } from './limits.ts';

/** So many lines may one quoted cell have. More of them, and its closing quote was forgotten. */
const mostLines = 50;
/** And so many characters. */
const mostCharacters = 100_000;

interface Cursor {
  text: string;
  delimiter: string;
  /** Cells of a whole row; 0 while that is not known. */
  columns: number;
  at: number;
  /** Where the next quote is, at or after `at`; kept, as a file may have none. */
  quote: number;
}

/**
 * One row after the other, a blank line as no cells. Quotes as RFC 4180 has them.
 *
 * A quote that is not closed must not swallow what comes after it: where a quoted cell goes on over lines that look like rows
 * themselves, does not end, or ends in the middle of a cell, the line is taken as it stands: with cells between its delimiters
 * if its quotes are paired (`"A "B" C",1`), else as one cell, which no table takes. The next line is a row again.
 */
export function* csvRows(
  text: string,
  { delimiter, columns = 0 }: { delimiter: string; columns?: number },
): Generator<string[]> {
  const cursor: Cursor = { text, delimiter, columns, at: 0, quote: nextQuote(text, 0) };
  while (cursor.at < text.length) yield readRow(cursor);
}

function readRow(cursor: Cursor): string[] {
  const { text, delimiter, at: start } = cursor;
  const end = endOfLine(text, start);
  if (cursor.quote < start) cursor.quote = nextQuote(text, start);
  const plain = cursor.quote >= end.at;
  const quoted = plain ? null : quotedRow(cursor, end);
  if (quoted) return quoted;
  cursor.at = end.next;
  const line = text.slice(start, end.at);
  if (line.trim() === '') return [];
  const cells = line.split(delimiter, limits.columns + 1);
  if (cells.length > limits.columns) throw tooLarge('columns');
  if (plain) return cells;
  // One quote without its partner: where the cells of this row end, nobody can say.
  if ((line.match(/"/g)?.length ?? 0) % 2 === 1) return [line];
  return cells.map((cell) => cell.replace(/^\s*"|"\s*$/g, ''));
}

/** Null, and the cursor stays, where the quotes of the row are wrong. */
function quotedRow(cursor: Cursor, firstLine: Line): string[] | null {
  const { text, delimiter, columns } = cursor;
  const cells: string[] = [];
  let line = firstLine;
  for (let at = cursor.at; ; at += delimiter.length) {
    if (cells.length === limits.columns) throw tooLarge('columns');
    const cell = readCell(cursor, { at, line });
    if (!cell) return null;
    cells.push(cell.text);
    at = cell.end;
    if (cell.end > line.at) line = endOfLine(text, cell.end);
    if (text.startsWith(delimiter, at)) continue;
    if (line !== firstLine && columns > 0 && cells.length !== columns) return null;
    cursor.at = line.next;
    return cells;
  }
}

/** @returns the cell, and where the delimiter, the line break or the end of the text is that follows it. */
function readCell(
  cursor: Cursor,
  { at: start, line }: { at: number; line: Line },
): { text: string; end: number } | null {
  const { text, delimiter } = cursor;
  const at = afterBlanks(text, start);
  if (text[at] !== '"') {
    const next = text.indexOf(delimiter, start);
    const end = next === -1 || next > line.at ? line.at : next;
    return { text: text.slice(start, end), end };
  }
  const close = closingQuote(text, at + 1);
  if (close === -1) return null;
  const end = afterBlanks(text, close + 1);
  const ends =
    end >= text.length || text[end] === '\n' || text[end] === '\r' || text.startsWith(delimiter, end);
  if (!ends) return null;
  const inside = text.slice(at + 1, close).replaceAll('""', '"');
  if (close > line.at && swallowsRows(cursor, inside)) return null;
  return { text: inside, end };
}

function swallowsRows({ columns, delimiter }: Cursor, inside: string): boolean {
  const [, ...lines] = inside.split(/\r\n|\r|\n/);
  if (lines.length >= mostLines) return true;
  return columns > 2 && lines.some((line) => line.split(delimiter).length >= columns);
}

/** -1 where there is none within what a cell may have. */
function closingQuote(text: string, start: number): number {
  const most = start + mostCharacters;
  for (let at = text.indexOf('"', start); at !== -1 && at < most; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

const nextQuote = (text: string, start: number): number => {
  const at = text.indexOf('"', start);
  return at === -1 ? text.length : at;
};

function afterBlanks(text: string, start: number): number {
  let at = start;
  while (text[at] === ' ') at += 1;
  return at;
}

interface Line {
  /** Where it ends. */
  at: number;
  /** Where the next one begins. */
  next: number;
}

/** Lines end with LF, CRLF or CR. */
function endOfLine(text: string, start: number): Line {
  lineBreak.lastIndex = start;
  const found = lineBreak.exec(text);
  return found ? { at: found.index, next: lineBreak.lastIndex } : { at: text.length, next: text.length };
}

const lineBreak = /\r\n|\r|\n/g;
