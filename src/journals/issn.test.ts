import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpIssn } from '../../test/editions.ts';
import { readIssn } from './issn.ts';

const right = (issn: string) => ({ issn, valid: true });
const wrong = (issn: string) => ({ issn, valid: false });

describe('an ISSN', () => {
  it.each([
    ['1234-5679'],
    ['12345679'],
    [' 1234 - 5679 '],
    ['1234–5679'],
    ['1234—5679'],
    ['1234−5679'],
    ['１２３４－５６７９'],
    ['ISSN 1234-5679'],
    [' issn: 1234-5679'],
    ['eISSN：1234-5679'],
    ['E-ISSN 1234-5679'],
    ['ISSN-L 1234-5679'],
    ['1234-5679 (Online)'],
    ['ISSN (print): 1234-5679'],
    ['="1234-5679"'],
    ["'1234-5679"],
    ['\u{feff}1234\u{ad}-5679\u{200b}'],
    ['12345679.0'],
  ])('is read from %s', (text) => {
    expect(readIssn(text)).toEqual(right('1234-5679'));
  });

  it('has a capital X, whatever was typed', () => {
    expect(readIssn('1050-124x')).toEqual(right('1050-124X'));
    expect(readIssn('1050-124Х')).toEqual(right('1050-124X'));
  });

  it('gets the zeros back that a spreadsheet took', () => {
    expect(readIssn('79235')).toEqual(right('0007-9235'));
    expect(readIssn('3785955')).toEqual(right('0378-5955'));
  });

  it('is not made of a shorter number whose check digit is wrong', () => {
    expect(readIssn('79234')).toBeNull();
    expect(readIssn('20256')).toBeNull();
  });

  it('is said to be wrong where its check digit is', () => {
    expect(readIssn('1234-567x')).toEqual(wrong('1234-567X'));
    expect(readIssn('1234-5678')).toEqual(wrong('1234-5678'));
  });

  it('is wrong where it stands for none', () => {
    expect(readIssn('0000-0000')).toEqual(wrong('0000-0000'));
    expect(readIssn('00000')).toBeNull();
  });

  it.each([
    'N/A',
    'NA',
    '-',
    '',
    '****-****',
    '1234-56',
    '1215-18513',
    '1215-185M',
    'X2345679',
    '1234-5679/1050-124X',
    'ISSN',
  ])('is not %s', (text) => {
    expect(readIssn(text)).toBeNull();
  });

  it('is read as itself, and no other digit checks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 0, max: 10 }), (n, other) => {
        const issn = madeUpIssn(n);
        const check = other === 10 ? 'X' : String(other);
        expect(readIssn(issn)).toEqual(right(issn));
        expect(readIssn(`${issn.slice(0, 8)}${check}`)?.valid).toBe(issn.endsWith(check));
      }),
    );
  });
});
