import { meaningOf } from './column-names.ts';

/** Exports have the words of a search, a date or a licence above the head. */
const within = 20;

export interface FoundHeader {
  /** Which row, counted from 0. */
  at: number;
  /** How many of its columns we know. */
  known: number;
}

/**
 * Which of the first rows is the head of the table: the one with most columns that we know; where none has two of them, the
 * first row with more than one cell, else the first that is not blank.
 *
 * @returns null where all rows are blank.
 */
export function findHeader(rows: readonly string[][]): FoundHeader | null {
  const first = rows
    .slice(0, within)
    .map((cells, at) => ({ at, known: knownIn(cells), filled: filledIn(cells) }));
  const [best] = first.toSorted((a, b) => b.known - a.known);
  if (best && best.known > 1) return best;
  return first.find(({ filled }) => filled > 1) ?? first.find(({ filled }) => filled > 0) ?? null;
}

const knownIn = (cells: string[]): number =>
  new Set(cells.map((cell) => meaningOf(cell)?.field).filter((field) => field !== undefined)).size;

const filledIn = (cells: string[]): number => cells.filter((cell) => cell.trim() !== '').length;
