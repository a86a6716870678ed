import { Buffer } from 'node:buffer';
import { escapeHtml } from '../html.ts';

/** UTF-8. What a mail program cuts at is bytes, not characters. */
export const bytesOf = (text: string): number => Buffer.byteLength(text, 'utf8');

/** `…` and the space before it. */
const ellipsisBytes = 4;
/** A sentence end is worth so much of the room; below that the cut is at a word. */
const leastSentence = 0.6;
const leastWord = 0.5;

/**
 * Cuts HTML of text and simple inline tags (i, b, u, sup, sub) to `max` bytes, the ellipsis included: at the end of a
 * sentence, else of a word, else between two characters. Never inside a tag, an entity or a surrogate pair; what is
 * open is closed. Time grows with `max`, not with the input.
 */
export function shortenHtml(html: string, max: number): string {
  if (html.length * 3 <= max || (html.length <= max && bytesOf(html) <= max)) return html;
  let closers = '';
  let bytes = 0;
  let at = 0;
  let sentence: Cut | null = null;
  let word: Cut | null = null;
  let last: Cut = { at: 0, bytes: 0, closers: '' };
  let before = 0;
  while (at < html.length) {
    const token = tokenAt(html, at);
    const now: Cut = { at, bytes, closers };
    if (now.bytes + now.closers.length + ellipsisBytes > max) break;
    last = now;
    if (!token.tag) {
      if (endsSentence(before, token.code)) sentence = now;
      if (token.code === space || isWide(before) || isWide(token.code)) word = now;
      before = token.code;
    } else if (html.charCodeAt(at + 1) === slash) {
      closers = closers.slice(closers.indexOf('>') + 1);
    } else {
      closers = `</${html.slice(at + 1, token.end)}${closers}`;
    }
    bytes += token.bytes;
    at = token.end;
  }
  const cut =
    sentence && sentence.bytes >= max * leastSentence
      ? sentence
      : word && word.bytes >= max * leastWord
        ? word
        : last;
  const kept = html.slice(0, cut.at).trimEnd();
  return `${kept}${cut.closers}${/[.!?]$/.test(kept) ? ' …' : '…'}`;
}

interface Cut {
  at: number;
  bytes: number;
  /** What closes the tags that are open here. */
  closers: string;
}

const space = 0x20;
const slash = 0x2f;

/** One tag, entity or character from here on. */
function tokenAt(html: string, at: number): { end: number; bytes: number; code: number; tag: boolean } {
  const code = html.codePointAt(at) ?? 0;
  if (code === 0x3c || code === 0x26) {
    const end = html.indexOf(code === 0x3c ? '>' : ';', at) + 1;
    if (end > 0) return { end, bytes: end - at, code, tag: code === 0x3c };
  }
  // A lone surrogate becomes U+FFFD: three bytes too.
  const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  return { end: at + (code > 0xffff ? 2 : 1), bytes, code, tag: false };
}

/** 。！？ end a sentence by themselves, `. ! ?` before a space. */
const endsSentence = (before: number, next: number): boolean =>
  before === 0x3002 ||
  before === 0xff01 ||
  before === 0xff1f ||
  (next === space && (before === 0x2e || before === 0x21 || before === 0x3f));

/** Characters of two columns, between which a line may break: CJK, kana, Hangul, full-width forms. */
export const isWide = (code: number): boolean =>
  code >= 0x1100 &&
  (code <= 0x115f ||
    (code >= 0x2e80 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0x20000 && code <= 0x3fffd));

/** Control characters, and those that turn the direction of what follows. */
const invisible = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+/g;

/** Plain text from outside as one line of HTML of at most `max` bytes. Time grows with `max`, not with the input. */
export const lineHtml = (text: string, max: number): string => {
  // A character is one byte at least: what is far past `max` cannot be needed, unless all before it is invisible.
  const line = text
    .slice(0, 8 * max)
    .replace(invisible, ' ')
    .trim();
  return shortenHtml(escapeHtml(line.slice(0, max + 1)), max);
};

const characters: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** The same words without markup. A power keeps its sign (`10^5`): `105` would be another number. */
export function plainOf(html: string): string {
  let text = html;
  if (text.includes('<')) {
    text = text.replace(/(\d)<sup>(?=[-−–+]?\d+<\/sup>)/g, '$1^').replace(/<[^>]*>/g, '');
  }
  return text.includes('&')
    ? text.replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => characters[entity] ?? '')
    : text;
}
