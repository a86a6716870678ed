const ENCODED_WORDS = /=\?[^?]+\?[bq]\?[^?]*\?=(?:\s+(?==\?))?/gi;
const ENCODED_WORD = /^=\?([^?]+)\?([bq])\?([^?]*)\?=/i;

function decodeWord(word: string): string {
  const [, charset = '', encoding = '', text = ''] = ENCODED_WORD.exec(word) ?? [];
  const bytes =
    encoding.toLowerCase() === 'b'
      ? Buffer.from(text, 'base64')
      : Buffer.from(
          text
            .replaceAll('_', ' ')
            .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
          'latin1',
        );
  return bytes.toString(/^utf-?8$/i.test(charset) ? 'utf8' : 'latin1');
}

/** The end of the header of a message, its empty line included; the whole message when there is no body. */
export function headerEnd(message: Buffer): number {
  const end = message.indexOf('\r\n\r\n');
  return end < 0 ? message.length : end + 4;
}

/** All header fields, unfolded, names in small letters, encoded words decoded; of fields that repeat, the last. */
export function readHeaders(message: Buffer): Record<string, string> {
  const unfolded = message.toString('utf8', 0, headerEnd(message)).replace(/\r\n(?=[ \t])/g, '');
  const headers: Record<string, string> = {};
  for (const line of unfolded.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 1) continue;
    const value = line.slice(colon + 1).trim();
    headers[line.slice(0, colon).toLowerCase()] = value.replace(ENCODED_WORDS, decodeWord);
  }
  return headers;
}
