import { isIndexingFilter, isIndexingSwitch, isIndexingTag, isSubsetTag, plainTag } from './query-fields.ts';
import { normalizeQuery, piecesOf, type QueryPiece } from './query-text.ts';

/** Why a query cannot be sent. What PubMed would repair by guessing is refused too: with our dates added, a guess can mean "everything new today". */
export interface QueryProblem {
  kind:
    | 'empty'
    | 'too-long'
    | 'unclosed-quote'
    | 'brackets'
    | 'parentheses'
    | 'empty-parentheses'
    | 'tag-without-term'
    | 'leading-operator'
    | 'trailing-operator'
    | 'double-operator'
    | 'history-reference';
  /** The query from the place of the problem, shortened; empty where the whole query is meant. */
  near: string;
}

/** UTF-16 units. The longest strategies of systematic reviews have about 10,000. */
export const longestQuery = 20_000;

/** The first thing that is wrong with a query; null where it can be sent. Takes it as typed, see `normalizeQuery`. */
export function checkQuery(query: string): QueryProblem | null {
  const text = normalizeQuery(query);
  if (text.length > longestQuery) return { kind: 'too-long', near: '' };
  const pieces = piecesOf(text);
  const problem = marksProblem(pieces) ?? groupProblem(pieces);
  if (problem !== null) return { kind: problem.kind, near: text.slice(problem.at, problem.at + 30) };
  const says = pieces.some((piece) => isText(piece) && /[\p{L}\p{N}]/u.test(piece.text));
  return says ? null : { kind: 'empty', near: '' };
}

type Found = { kind: QueryProblem['kind']; at: number } | null;

const isText = (piece: QueryPiece | undefined): boolean => piece?.kind === 'word' || piece?.kind === 'quoted';

/** Quotes and brackets. Inside quotes `(` and `[` are allowed in pairs: a reader that overlooks the quotes still sees pairs. */
function marksProblem(pieces: readonly QueryPiece[]): Found {
  for (const piece of pieces) {
    const { at } = piece;
    if (piece.kind === 'quoted' && !piece.closed) return { kind: 'unclosed-quote', at };
    if (piece.kind === 'quoted' && !inPairs(piece.text, '(', ')')) return { kind: 'parentheses', at };
    if (piece.kind === 'quoted' && !inPairs(piece.text, '[', ']')) return { kind: 'brackets', at };
    if (piece.kind === 'tag' && (!piece.closed || /^\s*$|[()[\]"]/.test(piece.text)))
      return { kind: 'brackets', at };
    if (piece.kind === 'word' && piece.text === ']') return { kind: 'brackets', at };
    if (piece.kind === 'history') return { kind: 'history-reference', at };
  }
  return null;
}

function inPairs(text: string, open: string, close: string): boolean {
  let depth = 0;
  for (const sign of text) {
    if (sign === open) depth += 1;
    if (sign === close) depth -= 1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** Parentheses, operators and tags: what may stand beside what. No prefix closes more than it opened, so nothing escapes ours. */
function groupProblem(pieces: readonly QueryPiece[]): Found {
  const open: number[] = [];
  for (const [index, piece] of pieces.entries()) {
    const { at } = piece;
    const before = pieces[index - 1];
    const after = pieces[index + 1];
    if (piece.kind === 'open') open.push(at);
    if (piece.kind === 'close' && open.pop() === undefined) return { kind: 'parentheses', at };
    if (piece.kind === 'close' && before?.kind === 'open')
      return { kind: 'empty-parentheses', at: before.at };
    if (piece.kind === 'tag' && !isText(before) && before?.kind !== 'close')
      return { kind: 'tag-without-term', at };
    if (piece.kind !== 'operator') continue;
    if (before?.kind === 'operator') return { kind: 'double-operator', at: before.at };
    if (before === undefined || before.kind === 'open') return { kind: 'leading-operator', at };
    if (after === undefined || after.kind === 'close') return { kind: 'trailing-operator', at };
  }
  const [unclosed] = open;
  return unclosed === undefined ? null : { kind: 'parentheses', at: unclosed };
}

/**
 * Whether an article may match only once NLM has indexed it, weeks after it appeared: true for a tag of a field that
 * indexing fills ([mh] [majr] [sh] [pt] [nm] [rn] [pa] …, under every name and with `:noexp`) and for filters such as
 * `humans[filter]` or `medline[sb]`. Untagged words and [tw] are not counted, though PubMed maps them to MeSH: in its
 * translation the heading only stands beside the words themselves, joined by OR, and these match from the first day.
 */
export function dependsOnIndexing(query: string): boolean {
  const pieces = piecesOf(normalizeQuery(query));
  return pieces.some((piece, index) => {
    if (piece.kind === 'word') return isIndexingSwitch(piece.text);
    if (piece.kind !== 'tag') return false;
    const tag = plainTag(piece.text);
    if (!isSubsetTag(tag)) return isIndexingTag(tag);
    return isIndexingFilter(valueBefore(pieces, index));
  });
}

/** The words that a tag belongs to, as `free full text` of `free full text[sb]`. */
function valueBefore(pieces: readonly QueryPiece[], tagAt: number): string {
  const words: string[] = [];
  for (let at = tagAt - 1; isText(pieces[at]); at -= 1) {
    words.unshift(pieces[at]?.text ?? '');
    if (pieces[at]?.kind === 'quoted') break;
  }
  return words.join(' ');
}

/** A range of days for a term. Days as `YYYY-MM-DD`, both included; `3000` is PubMed's way to say "and later". */
export const dayRange = (field: 'crdt' | 'mhda', from: string, to: string): string => {
  const written = (day: string): string => `"${day.replaceAll('-', '/')}"[${field}]`;
  return `(${written(from)} : ${written(to)})`;
};

/**
 * The term of a push: the query in parentheses of its own, AND the dates. With `mesh` also what was created since
 * `createdSince` and got its MeSH headings within the days. The query must have passed `checkQuery`.
 *
 * @param input.from, input.to, input.createdSince `YYYY-MM-DD`.
 */
export function buildTerm(input: {
  query: string;
  from: string;
  to: string;
  createdSince: string;
  mesh: boolean;
}): string {
  const { from, to, createdSince, mesh } = input;
  const created = dayRange('crdt', from, to);
  const indexed = `(${dayRange('mhda', from, to)} AND ${dayRange('crdt', createdSince, '3000')})`;
  return `(${normalizeQuery(input.query)}) AND ${mesh ? `(${created} OR ${indexed})` : created}`;
}
