import type { MetricSource } from '../contract/journals.ts';

/**
 * Which mark stands before the decimals in a column of numbers. It is a matter of the whole column: `1,234` is 1234 where
 * another cell says `0.5`, and 1.234 where another says `0,5`.
 *
 * No SJR reaches a thousand, so that in SCImago the one mark that a cell has is the decimal one: `106,094` is 106.094.
 */
export function decimalMark(cells: Iterable<string>, source: MetricSource): (cell: string) => '.' | ',' {
  if (source === 'scimago') return lastMark;
  let numbers = 0;
  let dots = 0;
  let commas = 0;
  let surelyDecimal = 0;
  for (const cell of cells) {
    const [, plain] = /^\s*[<≤]?\s*(\d[\d.,]*)\s*$/.exec(cell) ?? [];
    if (plain === undefined) continue;
    numbers += 1;
    if (/\.\d*$/.test(plain)) dots += 1;
    else if (plain.includes(',')) {
      commas += 1;
      // Not three digits behind it, or a nought alone before it: these are no thousands.
      if (!/^[1-9]\d{0,2}(?:,\d{3})+$/.test(plain)) surelyDecimal += 1;
    }
  }
  if (dots === 0 && (surelyDecimal > 0 || commas * 2 > Math.max(numbers, 5))) return () => ',';
  // `1.234` and `0,5` in one column: the dot groups thousands.
  return surelyDecimal > dots ? () => ',' : () => '.';
}

const lastMark = (cell: string): '.' | ',' => (cell.lastIndexOf(',') > cell.lastIndexOf('.') ? ',' : '.');
