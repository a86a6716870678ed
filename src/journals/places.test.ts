import { describe, expect, it } from 'vitest';
import { readPlace, readRank } from './places.ts';
import { categoryName, listIn, pairPlacings } from './placings.ts';

const place = (one: number, rank: string | null = null) => ({ place: one, rank });

describe('a quartile or zone', () => {
  it.each([
    ['Q1', place(1)],
    ['q4', place(4)],
    ['1区', place(1)],
    ['２ 区', place(2)],
    ['三区', place(3)],
    ['1', place(1)],
    ['2.0', place(2)],
    ['医学1区', place(1)],
    ['1区TOP', place(1)],
    ['4 [625/778]', place(4, '625/778')],
    ['1 (3/100)', place(1, '3/100')],
    ['N/A', null],
    ['Not Applicable', null],
    ['-', null],
    ['', null],
    ['Q5', 'wrong'],
    ['0', 'wrong'],
    ['14', 'wrong'],
    ['SCIE', 'wrong'],
  ])('%s', (text, read) => {
    expect(readPlace(text)).toEqual(read);
  });
});

describe('a rank', () => {
  it.each([
    ['1/332', '1/332'],
    ['12 / 332.0', '12/332'],
    ['3 of 10', '3/10'],
  ])('%s as printed', (text, rank) => {
    expect(readRank(text)).toEqual({ rank, mended: false });
  });

  it.each([
    ['45688', '1/31'],
    ['45688.0', '1/31'],
    ['2025-01-31', '1/31'],
    ['2025/1/31 00:00:00', '1/31'],
    ['1月31日', '1/31'],
    ['31-Jan', '1/31'],
    ['Jan-31', '1/31'],
    ['12-Sep', '9/12'],
    // 1/66, which Excel takes for January 1966; and 2/29, for February 2029.
    ['24108', '1/66'],
    ['Jan-66', '1/66'],
    ['47150', '2/29'],
    ['11324', '1/31'],
  ])('%s was a date', (text, rank) => {
    expect(readRank(text)).toEqual({ rank, mended: true });
  });

  it.each(['N/A', '', '-'])('%s is none', (text) => {
    expect(readRank(text)).toBeNull();
  });

  it.each(['x/y', '1/', '31-Foo', '123456789', '2025-13-45'])('%s is wrong', (text) => {
    expect(readRank(text)).toBe('wrong');
  });
});

describe('categories', () => {
  it.each([
    ['A(SCIE);B(SSCI)', ['A', 'B']],
    ['PSYCHIATRY(SCIE, SSCI)', ['PSYCHIATRY']],
    ['PSYCHIATRY(SCIE; SSCI); B', ['PSYCHIATRY', 'B']],
    ['MEDICINE, GENERAL & INTERNAL(SCIE)', ['MEDICINE, GENERAL & INTERNAL']],
    ['ONCOLOGY - SCIE', ['ONCOLOGY']],
    ['Medicine (miscellaneous)', ['Medicine (miscellaneous)']],
  ])('of %s', (cell, names) => {
    expect(listIn(cell).map(categoryName)).toEqual(names);
  });
});

describe('places and categories', () => {
  const q = (one: 1 | 2 | 3 | 4) => ({ place: one, rank: null });

  it('go together where there are as many', () => {
    expect(pairPlacings({ categories: ['A', 'B'], places: [q(1), q(2)], ranks: ['1/9', '5/9'] })).toEqual({
      overall: null,
      categories: [
        { category: 'A', place: 1, rank: '1/9' },
        { category: 'B', place: 2, rank: '5/9' },
      ],
      unpaired: false,
    });
  });

  it('are the best of all where there is one place for several', () => {
    const { overall, categories } = pairPlacings({ categories: ['A', 'B'], places: [q(1)], ranks: ['1/9'] });
    expect(overall).toEqual({ category: null, place: 1, rank: '1/9' });
    expect(categories.map((one) => one.place)).toEqual([null, null]);
  });

  it('are one where one category stands in two indexes', () => {
    const { overall, categories } = pairPlacings({ categories: ['A', 'A'], places: [q(2)], ranks: [] });
    expect(overall).toBeNull();
    expect(categories).toEqual([{ category: 'A', place: 2, rank: null }]);
  });

  it('are not guessed where their numbers differ', () => {
    const { overall, categories, unpaired } = pairPlacings({
      categories: ['A', 'B', 'C'],
      places: [q(1), q(2)],
      ranks: [],
    });
    expect(unpaired).toBe(true);
    expect(overall).toBeNull();
    expect(categories.every((one) => one.place === null)).toBe(true);
  });
});
