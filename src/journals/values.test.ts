import { describe, expect, it } from 'vitest';
import { decimalMark } from './decimal-mark.ts';
import { readBoolean, readMeasure } from './values.ts';

const exact = (text: string, value: number) => ({ text, from: value, to: value });

describe('a number of a table', () => {
  it.each([
    ['232.4', exact('232.4', 232.4)],
    ['1,234.5', exact('1,234.5', 1234.5)],
    ['1,234', exact('1,234', 1234)],
    ['１．５', exact('1.5', 1.5)],
    ['0', exact('0', 0)],
    ['.5', exact('.5', 0.5)],
    ['2.7999999999999998', exact('2.8', 2.8)],
    ['1.2e-2', exact('0.012', 0.012)],
    ['<0.1', { text: '<0.1', from: 0, to: 0.1 }],
    ['＜ 0.1', { text: '<0.1', from: 0, to: 0.1 }],
    ['N/A', null],
    ['n/a', null],
    ['', null],
    [' - ', null],
    ['Not Applicable', null],
    ['暂无', null],
    ['abc', 'wrong'],
    ['1,23', 'wrong'],
    ['12.3.4', 'wrong'],
    ['-1', 'wrong'],
    ['1e400', 'wrong'],
    ['Infinity', 'wrong'],
  ])('%s, decimals after a dot', (text, value) => {
    expect(readMeasure(text, { decimal: '.' })).toEqual(value);
  });

  it.each([
    ['106,094', exact('106.094', 106.094)],
    ['1.234,5', exact('1234.5', 1234.5)],
    ['<0,1', { text: '<0.1', from: 0, to: 0.1 }],
    ['7', exact('7', 7)],
    ['1.5', 'wrong'],
  ])('%s, decimals after a comma', (text, value) => {
    expect(readMeasure(text, { decimal: ',' })).toEqual(value);
  });
});

describe('the decimal mark of a column', () => {
  it.each([
    ['jcr', ['1,234', '0.5', 'N/A'], '1,234', '.'],
    ['jcr', ['1,234', '0,5'], '1,234', ','],
    ['jcr', ['232,4', '<0,1', '7'], '7', ','],
    ['jcr', ['1,234', '5', '6', '7'], '1,234', '.'],
    ['jcr', ['1.234,5', '2.000,1'], '2.000,1', ','],
    ['scimago', ['106,094', '0.5'], '106,094', ','],
    ['scimago', ['106,094', '0.5'], '0.5', '.'],
  ] as const)('of %s %j', (source, cells, cell, mark) => {
    expect(decimalMark(cells, source)(cell)).toBe(mark);
  });
});

describe('yes and no', () => {
  it.each([
    ['是', true],
    ['Yes', true],
    ['TRUE', true],
    ['否', false],
    ['false', false],
    ['非Top', false],
    ['', null],
    ['N/A', null],
    ['maybe', 'wrong'],
  ])('%s', (text, value) => {
    expect(readBoolean(text)).toBe(value);
  });
});
