import { isKnownTag, plainTag } from './query-fields.ts';
import { normalizeQuery, piecesOf, type QueryPiece } from './query-text.ts';

/** A query that PubMed takes, though perhaps not as its author means it. */
export interface QueryWarning {
  kind:
    | 'lower-case-operator'
    /** Read from left to right: `a OR b AND c` is `(a OR b) AND c`. */
    | 'mixed-operators'
    | 'unknown-tag'
    /** Fewer than four characters before `*`. */
    | 'short-truncation'
    /** Signs that `normalizeQuery` replaced. */
    | 'replaced-signs';
  text: string;
}

/** Each kind and text once. For a query that `checkQuery` lets pass. */
export function queryWarnings(query: string): QueryWarning[] {
  const text = normalizeQuery(query);
  const pieces = piecesOf(text);
  const warnings = pieces.flatMap((piece, index) => warningOf(piece, pieces[index + 1]));
  const mixed = mixedOperators(pieces);
  if (mixed !== null) warnings.push({ kind: 'mixed-operators', text: mixed });
  if (/[\uff01-\uff5e【】〔〕“”„‟〝〞、。]/.test(query)) warnings.push({ kind: 'replaced-signs', text });
  return [...new Map(warnings.map((warning) => [`${warning.kind} ${warning.text}`, warning])).values()];
}

function warningOf(piece: QueryPiece, next: QueryPiece | undefined): QueryWarning[] {
  const { text } = piece;
  if (piece.kind === 'word' && /^(?:and|or|not)$/i.test(text)) {
    return next === undefined || next.kind === 'tag' ? [] : [{ kind: 'lower-case-operator', text }];
  }
  if (piece.kind === 'word' && /^[^*]{1,3}\*$/.test(text)) return [{ kind: 'short-truncation', text }];
  if (piece.kind === 'tag' && !isKnownTag(plainTag(text)))
    return [{ kind: 'unknown-tag', text: `[${text}]` }];
  return [];
}

/** AND and OR in one pair of parentheses, as `OR … AND`; null where each has but one of them. NOT is as strong as both. */
function mixedOperators(pieces: readonly QueryPiece[]): string | null {
  const levels: (string | null)[] = [null];
  for (const { kind, text } of pieces) {
    if (kind === 'open') levels.push(null);
    if (kind === 'close') levels.pop();
    if (kind !== 'operator' || text === 'NOT') continue;
    const operator = text === '&' ? 'AND' : text === '|' ? 'OR' : text;
    const before = levels.at(-1) ?? null;
    if (before !== null && before !== operator) return `${before} … ${operator}`;
    levels[levels.length - 1] = operator;
  }
  return null;
}
