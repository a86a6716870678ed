import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldTitle } from './title.ts';

describe('two ways to print one title', () => {
  it.each([
    ['The Lancet. Respiratory medicine', 'Lancet Respiratory Medicine,The'],
    ['The Lancet. Respiratory medicine', 'Lancet Respiratory Medicine, The'],
    ['The New England journal of medicine', 'NEW ENGLAND JOURNAL OF MEDICINE'],
    ['Numerical heat transfer. Part A, Applications', 'NUMERICAL HEAT TRANSFER PART A-APPLICATIONS'],
    ['Genes & development', 'GENES AND DEVELOPMENT'],
    ['Genes &amp; development', 'Genes and Development'],
    ['Drugs in R&D', 'DRUGS IN R & D'],
    ["Langenbeck's archives of surgery", 'LANGENBECKS ARCHIVES OF SURGERY'],
    ['Journal of women’s health', 'JOURNAL OF WOMENS HEALTH'],
    ['Women´s health', 'WOMENS HEALTH'],
    ["Annales d'endocrinologie", 'ANNALES D ENDOCRINOLOGIE'],
    ['Zeitschrift für Gastroenterologie', 'ZEITSCHRIFT FUR GASTROENTEROLOGIE'],
    ['Zeitschrift fu\u0308r Gastroenterologie', 'Zeitschrift für Gastroenterologie'],
    ['Große Straße', 'GROSSE STRASSE'],
    ['Ugeskrift for læger og Læknablaðið', 'UGESKRIFT FOR LAEGER OG LAEKNABLADID'],
    ['Łódź Ørsted', 'LODZ ORSTED'],
    ['İstanbul tıp', 'ISTANBUL TIP'],
    ['ＥＡＳＴ　Ａｓｉａ', 'East Asia'],
    ['  eLife\n', 'ELIFE'],
  ])('%s is %s', (one, other) => {
    expect(foldTitle(one)).toBe(foldTitle(other));
    expect(foldTitle(one)).not.toBe('');
  });
});

describe('two titles', () => {
  it.each([
    ['Microbiology (Reading, England)', 'MICROBIOLOGY'],
    ['Clinical medicine (London, England)', 'Clinical medicine'],
    ['Acta crystallographica. Section A', 'Acta crystallographica. Section B'],
    ['Canadian journal of history', 'Journal of history'],
    ['BBA : reviews', 'BBA'],
    ['Cell. Supplement', 'Cell'],
    ['ハート', 'バート'],
    ['中华医学杂志', '中华内科杂志'],
    ['Вестник', 'Herald'],
  ])('%s is not %s', (one, other) => {
    expect(foldTitle(one)).not.toBe(foldTitle(other));
  });
});

describe('a folded title', () => {
  it('keeps Chinese', () => {
    expect(foldTitle('中华医学杂志（英文版）')).toBe('中华医学杂志 英文版');
  });

  it('keeps an article that is all there is', () => {
    expect(foldTitle('The')).toBe('the');
  });

  it('is empty where nothing names anything', () => {
    for (const text of ['', ' – ', '???', '\0', '´']) expect(foldTitle(text)).toBe('');
  });

  it('is words with one blank between, and folds to itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const folded = foldTitle(text);
        expect(folded).toMatch(/^(?:[\p{L}\p{M}\p{N}]+(?: [\p{L}\p{M}\p{N}]+)*)?$/u);
        // But `the the X`: one article is taken off each time.
        if (!folded.startsWith('the ')) expect(foldTitle(folded)).toBe(folded);
      }),
    );
  });
});
