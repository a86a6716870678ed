/** One piece of a query as it is written. `text` of a quoted phrase or a tag is what stands inside the marks. */
export type QueryPiece =
  | { kind: 'open' | 'close' | 'operator' | 'history' | 'word'; text: string; at: number }
  | { kind: 'quoted' | 'tag'; text: string; at: number; closed: boolean };

/** What a Chinese keyboard or a word processor writes for the signs of the query language. */
const signs: Readonly<Record<string, string>> = {
  '\u3000': ' ',
  '【': '[',
  '】': ']',
  '〔': '[',
  '〕': ']',
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '〝': '"',
  '〞': '"',
  '‘': "'",
  '’': "'",
  '、': ' ',
  '。': ' ',
};

/**
 * The query as it is sent. Signs of Chinese keyboards and word processors become the ones that PubMed knows, because
 * they can only mean that: `（`, `）`, `［`, `：`, `＃`, `ＡＮＤ` and all other full-width forms, `【】`, curly quotes, the
 * ideographic space; `、` and `。` separate like a space. Line breaks and control characters become spaces.
 */
export const normalizeQuery = (query: string): string =>
  query
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000【】〔〕“”„‟〝〞‘’、。]/g, (sign) => signs[sign] ?? sign)
    .replace(/[\s\u0000-\u001f\u007f\u0085\u200b\ufeff]+/g, ' ')
    .trim();

const piece =
  /"(?<quoted>[^"]*)(?<quoteEnd>"?)|\[(?<tag>[^\]]*)(?<tagEnd>\]?)|(?<paren>[()])|(?<sign>[&|])|#\s*(?<history>\d+)|(?<word>[^\s()"[\]&|#]+|[\]#])/g;

const operators: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);

/** The pieces of a normalised query. Operators count in capitals only, as for PubMed. */
export const piecesOf = (query: string): QueryPiece[] =>
  [...query.matchAll(piece)].map((match): QueryPiece => {
    const at = match.index;
    const { quoted, quoteEnd, tag, tagEnd, paren, sign, history, word = '' } = match.groups ?? {};
    if (quoted !== undefined) return { kind: 'quoted', text: quoted, at, closed: quoteEnd !== '' };
    if (tag !== undefined) return { kind: 'tag', text: tag, at, closed: tagEnd !== '' };
    if (paren !== undefined) return { kind: paren === '(' ? 'open' : 'close', text: paren, at };
    if (sign !== undefined) return { kind: 'operator', text: sign, at };
    if (history !== undefined) return { kind: 'history', text: `#${history}`, at };
    return { kind: operators.has(word) ? 'operator' : 'word', text: word, at };
  });
