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
  const whole = !word.trimEnd().endsWith('*');
  // Sought by its first letter and not by the blank before it: blanks are everywhere.
  return (padded) => {
    for (let at = padded.indexOf(folded); at >= 0; at = padded.indexOf(folded, at + 1)) {
      if (padded[at - 1] === ' ' && (!whole || padded[at + folded.length] === ' ')) return true;
    }
    return false;
  };
}
