/** The stop words that PubMed leaves out of an untagged search (the short ones that matter in practice). */
const STOP_WORDS = new Set(
  'a about again all almost also although always among an and another any are as at be because been before being between both but by can could did do does done due during each either enough especially etc for found from further had has have having here how however i if in into is it its itself just made mainly make may might most mostly must nearly neither no nor not obtained of often on or our overall perhaps quite rather really regarding seem seen several should show showed shown shows significantly since so some such than that the their theirs them then there therefore these they this those through thus to upon use used using various very was we were what when which while with within without would'.split(
    ' ',
  ),
);

const ASCII = /^[\x00-\x7f]*$/;
const MARKS = /\p{M}+/gu;
const WORD = /\p{Script=Han}|[[\p{L}\p{N}]--\p{Script=Han}]+/gv;
const ASCII_WORD = /[a-z0-9]+/g;

/** Small letters, no diacritics, compatibility forms (full-width letters, ligatures, subscripts) made plain. */
export function fold(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.normalize('NFKD').replace(MARKS, '').toLowerCase();
}

/** The words of a text as they are indexed; every Chinese character is a word, so that a phrase of them is a substring. */
export function words(text: string): string[] {
  const folded = fold(text);
  return folded.match(ASCII.test(folded) ? ASCII_WORD : WORD) ?? [];
}

/** A whole value (journal, heading, DOI) as it is indexed: its words, one space between them. */
export function normalized(text: string): string {
  return words(text).join(' ');
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word);
}
