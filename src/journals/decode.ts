import { Refusal } from '../errors.ts';

export interface Decoded {
  text: string;
  /** `utf-8`, `utf-16le`, `utf-16be`, `gb18030` or `windows-1252`. */
  encoding: string;
}

/**
 * Reads bytes as text: what a byte order mark says, else UTF-8, else GB18030 (which GBK and GB2312 are part of), else
 * windows-1252. A file that is UTF-8 but for a few bytes stays UTF-8; what is lost is U+FFFD.
 *
 * @throws Refusal where it is no text.
 */
export function decode(bytes: Uint8Array): Decoded {
  const encoding = encodingOf(bytes);
  const text = new TextDecoder(encoding).decode(bytes);
  if (text.includes('\0')) throw new Refusal('table-not-text');
  return { text, encoding };
}

function encodingOf(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (reads(bytes, 'utf-8')) return 'utf-8';
  const { foreign, lost } = loosely(bytes);
  if (lost * 20 < foreign) return 'utf-8';
  return lettersStandAlone(bytes) || !reads(bytes, 'gb18030') ? 'windows-1252' : 'gb18030';
}

function reads(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function loosely(bytes: Uint8Array): { foreign: number; lost: number } {
  const text = new TextDecoder().decode(bytes);
  const lost = text.match(/\ufffd/g)?.length ?? 0;
  return { lost, foreign: (text.match(/[^\0-\x7f]/g)?.length ?? 0) - lost };
}

/** `Española` in windows-1252 would be read as Chinese: but there each high byte stands between plain letters. */
function lettersStandAlone(bytes: Uint8Array): boolean {
  let high = 0;
  let alone = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    if ((bytes[at] ?? 0) < 0x80) continue;
    high += 1;
    if ((bytes[at - 1] ?? 0) < 0x80 && (bytes[at + 1] ?? 0) < 0x80) alone += 1;
  }
  return alone * 2 > high;
}
