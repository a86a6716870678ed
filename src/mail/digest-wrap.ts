import { isWide } from './digest-shorten.ts';

const width = 76;
const space = 0x20;

/** Signs that begin no line of Chinese. */
const noStart = new Set('，。、；：！？）」』》】”’…—'.split('').map((sign) => sign.charCodeAt(0)));

/**
 * Breaks a paragraph into lines of at most 76 columns (a Chinese character takes two), at spaces and between Chinese
 * characters. A longer word, an address above all, stays whole. Time grows with the length of the text.
 */
export function wrap(text: string): string {
  if (text.length * 2 <= width) return text;
  let wrapped = '';
  let start = 0;
  /** Where the line may end; the column there. */
  let chance = -1;
  let columnsAtChance = 0;
  let columns = 0;
  let before = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const wide = isWide(code);
    if (code === space || ((wide || isWide(before)) && !noStart.has(code) && before !== space)) {
      chance = at;
      columnsAtChance = columns;
    }
    columns += wide ? 2 : 1;
    if (columns > width && code !== space && chance > start) {
      wrapped += `${text.slice(start, chance)}\n`;
      const skipped = text.charCodeAt(chance) === space ? 1 : 0;
      start = chance + skipped;
      columns -= columnsAtChance + skipped;
      chance = -1;
    }
    before = code;
    at += code > 0xffff ? 2 : 1;
  }
  return wrapped + text.slice(start);
}
