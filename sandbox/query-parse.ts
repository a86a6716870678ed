/** A query as a tree. Operators have no precedence: PubMed reads strictly from left to right. */
export type Query =
  | { type: 'term'; text: string; quoted: boolean; tag?: string }
  | { type: 'range'; from: string; to: string; tag: string }
  | { type: 'history'; number: number }
  | { type: 'binary'; operator: Operator; left: Query; right: Query };
export type Operator = 'AND' | 'OR' | 'NOT';

type Token =
  | { kind: '(' | ')' | ':' }
  | { kind: 'operator'; operator: Operator }
  | { kind: 'quoted' | 'word' | 'tag'; text: string }
  | { kind: 'history'; number: number };

const TOKEN =
  /\s+|([()])|"([^"]*)"?|\[([^\]]*)\]?|#(\d+)|(:)|([^\s()"[\]:]+(?::(?=[^\s()"[\]])[^\s()"[\]:]+)*)/g;

function tokens(query: string): Token[] {
  const found: Token[] = [];
  for (const [, paren, quoted, tag, history, colon, word] of query.matchAll(TOKEN)) {
    if (paren === '(' || paren === ')') found.push({ kind: paren });
    else if (quoted !== undefined) found.push({ kind: 'quoted', text: quoted.trim() });
    else if (tag !== undefined) found.push({ kind: 'tag', text: tag.trim() });
    else if (history !== undefined) found.push({ kind: 'history', number: Number(history) });
    else if (colon !== undefined) found.push({ kind: ':' });
    else if (word === 'AND' || word === 'OR' || word === 'NOT')
      found.push({ kind: 'operator', operator: word });
    else if (word === '&' || word === '|')
      found.push({ kind: 'operator', operator: word === '&' ? 'AND' : 'OR' });
    else if (word !== undefined) found.push({ kind: 'word', text: word });
  }
  return found;
}

/**
 * Parses a search as PubMed does: operators in capitals, an implicit AND between what stands side by side, a tag that
 * belongs to all bare words before it. Nothing is refused; stray parentheses and operators are passed over. `null` when
 * there is nothing to search for.
 */
export function parseQuery(text: string): Query | null {
  const list = tokens(text);
  let position = 0;
  const kindAt = (offset = 0): Token['kind'] | undefined => list[position + offset]?.kind;
  const textHere = (): string => {
    const token = list[position];
    return token !== undefined && 'text' in token ? token.text : '';
  };

  function takeTag(): string | undefined {
    if (kindAt() !== 'tag') return undefined;
    const tag = textHere();
    position++;
    return tag;
  }

  /** One quoted phrase, or all bare words up to the next other thing, with the tag that follows. */
  function takeText(): { text: string; quoted: boolean; tag?: string } {
    const quoted = kindAt() === 'quoted';
    const parts = [textHere()];
    position++;
    while (!quoted && kindAt() === 'word') {
      parts.push(textHere());
      position++;
    }
    const tag = takeTag();
    return { text: parts.join(' '), quoted, ...(tag === undefined ? {} : { tag }) };
  }

  function takeTerm(): Query {
    const start = takeText();
    if (kindAt() === ':' && (kindAt(1) === 'word' || kindAt(1) === 'quoted')) {
      position++;
      const end = takeText();
      return { type: 'range', from: start.text, to: end.text, tag: start.tag ?? end.tag ?? '' };
    }
    const [from = '', to = '', ...more] = start.quoted ? [] : start.text.split(':');
    if (start.tag !== undefined && to !== '' && more.length === 0)
      return { type: 'range', from, to, tag: start.tag };
    return { type: 'term', ...start };
  }

  function takeGroup(depth: number): Query | null {
    let left: Query | null = null;
    let operator: Operator = 'AND';
    while (position < list.length) {
      const token = list[position];
      if (token?.kind === ')') {
        position++;
        if (depth > 0) return left;
        continue;
      }
      if (token?.kind === 'operator') {
        operator = token.operator;
        position++;
        continue;
      }
      let right: Query | null;
      if (token?.kind === '(') {
        position++;
        right = takeGroup(depth + 1);
      } else if (token?.kind === 'history') {
        position++;
        right = { type: 'history', number: token.number };
      } else if (token?.kind === 'word' || token?.kind === 'quoted') right = takeTerm();
      else {
        position++;
        continue;
      }
      if (left === null) left = right;
      else if (right !== null) left = { type: 'binary', operator, left, right };
      operator = 'AND';
    }
    return left;
  }

  return takeGroup(0);
}
