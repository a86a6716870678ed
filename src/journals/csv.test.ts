import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv.ts';

const rows = (text: string, { delimiter = ',', columns = 3 } = {}): string[][] =>
  csvRows(text, { delimiter, columns }).toArray();

describe('the rows of a CSV', () => {
  it('have quoted cells with delimiters, quotes and line breaks', () => {
    expect(rows('"a, b",1,"say ""x"""\r\n"two\nlines",2,y\r\n')).toEqual([
      ['a, b', '1', 'say "x"'],
      ['two\nlines', '2', 'y'],
    ]);
  });

  it('keep their number where a line is blank, and end with any line break', () => {
    expect(rows('a,b,c\r\rd,e,f\n  \nx,y,z')).toEqual([
      ['a', 'b', 'c'],
      [],
      ['d', 'e', 'f'],
      [],
      ['x', 'y', 'z'],
    ]);
  });

  it('keep a quote within a bare cell, and blanks around a quoted one are none of it', () => {
    expect(rows('the "x" journal,1, "a,b" ')).toEqual([['the "x" journal', '1', 'a,b']]);
  });

  it.each([
    ['is never closed', 'A,"b,c\nd,e,f\ng,h,i', [['A,"b,c'], ['d', 'e', 'f'], ['g', 'h', 'i']]],
    [
      'is closed by the quote of a later row',
      '"A,b,c\nd,e,f\n"G, H",h,i',
      [['"A,b,c'], ['d', 'e', 'f'], ['G, H', 'h', 'i']],
    ],
    [
      'is closed where a cell ends, rows later',
      '"A,b,c\nd,e,"f"\ng,h,i',
      [['"A,b,c'], ['d', 'e', 'f'], ['g', 'h', 'i']],
    ],
    [
      'makes a row of many lines with too few cells',
      '"A,b\nc",d\ne,f,g',
      [['"A,b'], ['c"', 'd'], ['e', 'f', 'g']],
    ],
    [
      'stands in the middle',
      '"A "B" C",1,2\nd,e,f',
      [
        ['A "B" C', '1', '2'],
        ['d', 'e', 'f'],
      ],
    ],
  ])('do not swallow each other where a quote %s', (_, text, expected) => {
    expect(rows(text)).toEqual(expected);
  });

  it('lose one row at most to a quote that is missing or too many, in a table of 3,000', () => {
    const lines = Array.from({ length: 3000 }, (_, n) => `"Journal, of ${n}",1234-5679,"${n}"`);
    fc.assert(
      fc.property(fc.nat(2999), fc.nat(25), fc.boolean(), (line, at, takes) => {
        const broken = [...lines];
        const whole = lines[line] ?? '';
        const quotes = [...whole.matchAll(/"/g)].map(({ index }) => index);
        const where = takes ? (quotes[at % quotes.length] ?? 0) : at;
        broken[line] = `${whole.slice(0, where)}${takes ? '' : '"'}${whole.slice(takes ? where + 1 : where)}`;
        const read = rows(broken.join('\n'));
        expect(read).toHaveLength(3000);
        const others = read.filter((_, n) => n !== line);
        expect(others.every((row, n) => row[2] === String(n < line ? n : n + 1))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('are those that were written, whatever stands in their cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', ' ', ';', '中'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 }), (table) => {
        const text = table
          .map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        expect(rows(text)).toEqual(table);
      }),
    );
  });
});
