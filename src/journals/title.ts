/** Letters that no decomposition takes apart, as tables in plain Latin print them. */
const plainLetters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ħ: 'h',
};

/**
 * The title of a journal in the one form in which titles are compared: lower case, without diacritics, punctuation and a
 * leading or inverted article, `&` as `and`. `Lancet Respiratory Medicine,The` and `The Lancet. Respiratory medicine` come out
 * the same.
 *
 * What stands in brackets stays: `Microbiology (Reading, England)` is not the Russian `MICROBIOLOGY`. So does what follows
 * ` : `: a journal and its supplement often differ there alone.
 *
 * @returns words joined by one blank; empty where the text has no letter and no digit.
 */
export function foldTitle(text: string): string {
  const plain = text
    .replace(/['‘’ʼ`´]/g, "'")
    .normalize('NFKD')
    // Only where a mark changes how a letter is written; in Japanese or Hindi it makes another letter.
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[ßæœøłđðþıħ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/&(?:amp;)*/g, ' and ')
    // `Women's` is printed `WOMENS`, but `d'endocrinologie` `D ENDOCRINOLOGIE`.
    .replace(/(?<=\p{L})'s(?!\p{L})/gu, 's')
    .replace(/,\s*the\s*$/, '');
  return plain
    .replace(/[^\p{L}\p{M}\p{N}]+|(?<![\p{L}\p{M}\p{N}])\p{M}+/gu, ' ')
    .trim()
    .replace(/ {2,}/g, ' ')
    .replace(/^the (?=.)/, '');
}
