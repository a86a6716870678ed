/** Words as they are compared: lower case, without diacritics, whatever stands between them as one blank. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/(?<=[a-z])\p{M}+/giu, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();

const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;

/**
 * A word, phrase or beginning of a word (`neuro*`) as a question to a folded text that has a blank at both ends. Chinese has no
 * blanks, so it is sought anywhere.
 */
export function seek(word: string): (padded: string) => boolean {
  const folded = fold(word);
  if (folded === '') return () => false;
  if (cjk.test(folded)) return (padded) => padded.includes(folded);
  const sought = word.trimEnd().endsWith('*') ? ` ${folded}` : ` ${folded} `;
  return (padded) => padded.includes(sought);
}
