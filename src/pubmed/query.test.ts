import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildTerm, checkQuery, dependsOnIndexing, longestQuery } from './query.ts';
import { normalizeQuery } from './query-text.ts';
import { warningInWords } from './query-warning-words.ts';
import { queryWarnings } from './query-warnings.ts';

const dates = { from: '2026-11-01', to: '2026-11-24', createdSince: '2026-06-01' };

describe('what is refused', () => {
  it.each([
    ['', 'empty'],
    [' \n\t\u3000', 'empty'],
    ['""', 'empty'],
    ['- . ?', 'empty'],
    ['(" ")', 'empty'],
    ['x'.repeat(longestQuery + 1), 'too-long'],
    ['"heart failure', 'unclosed-quote'],
    ['“heart failure', 'unclosed-quote'],
    ['a "b" "c', 'unclosed-quote'],
    ['asthma[ti', 'brackets'],
    ['asthma]', 'brackets'],
    ['asthma[]', 'brackets'],
    ['asthma[ti) OR (b]', 'brackets'],
    ['asthma[ti"] OR "b', 'brackets'],
    ['"a [b"[ti]', 'brackets'],
    ['a) OR (b', 'parentheses'],
    ['(a', 'parentheses'],
    ['a)', 'parentheses'],
    ['"a) OR (b"', 'parentheses'],
    ['（a OR b', 'parentheses'],
    ['a AND ()', 'empty-parentheses'],
    ['[mh] AND a', 'tag-without-term'],
    ['a AND [mh]', 'tag-without-term'],
    ['AND a', 'leading-operator'],
    ['NOT a', 'leading-operator'],
    ['a AND (OR b)', 'leading-operator'],
    ['a OR', 'trailing-operator'],
    ['(a OR) AND b', 'trailing-operator'],
    ['a AND NOT b', 'double-operator'],
    ['a & | b', 'double-operator'],
    ['#1 AND a', 'history-reference'],
    ['a AND # 12', 'history-reference'],
    ['＃1', 'history-reference'],
  ])('%s: %s', (query, kind) => {
    expect(checkQuery(query)?.kind).toBe(kind);
  });

  it.each([
    'asthma',
    '心力衰竭',
    'a or b',
    '"poly(ADP-ribose) polymerase"[tiab] OR "benzo[a]pyrene"[nm]',
    '("Heart Failure"[Mesh]) AND (diabet*[tiab] NOT review[pt])',
    '1990[dp]:1995[dp]',
    '("2020/01/01"[dp] : "3000"[dp]) AND "a b"[tiab:~2]',
    '"phase #2 trial"[tiab]',
    "Alzheimer's disease & tau | amyloid",
    'asthma AND hasabstract',
    '（心衰 ＯＲ “heart failure”［tiab］） AND “2020”[dp]',
    '38000001, 38000002',
  ])('%s passes', (query) => {
    expect(checkQuery(query)).toBeNull();
  });

  it('says where', () => {
    expect(checkQuery('asthma AND (b OR c')).toEqual({ kind: 'parentheses', near: '(b OR c' });
    expect(checkQuery('a) OR (b')?.near).toBe(') OR (b');
  });
});

describe('the term', () => {
  it('keeps the query in parentheses of its own', () => {
    expect(buildTerm({ ...dates, query: 'a OR b', mesh: false })).toBe(
      '(a OR b) AND ("2026/11/01"[crdt] : "2026/11/24"[crdt])',
    );
  });

  it('adds what was indexed within the days', () => {
    expect(buildTerm({ ...dates, query: 'a[mh]', mesh: true })).toBe(
      '(a[mh]) AND (("2026/11/01"[crdt] : "2026/11/24"[crdt]) OR ' +
        '(("2026/11/01"[mhda] : "2026/11/24"[mhda]) AND ("2026/06/01"[crdt] : "3000"[crdt])))',
    );
  });

  it('holds the signs of PubMed, not those of a Chinese keyboard', () => {
    expect(normalizeQuery('（心衰　ＯＲ\n“heart failure”［tiab］）、【ti】；')).toBe(
      '(心衰 OR "heart failure"[tiab]) [ti];',
    );
  });

  /** Depth of parentheses at the end of each prefix, read with and without regard to quotes and brackets. */
  const escapes = (text: string, withMarks: boolean): boolean => {
    const plain = withMarks ? text.replace(/"[^"]*"|\[[^\]]*\]/g, '') : text;
    let depth = 0;
    for (const sign of plain) {
      depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
      if (depth < 0) return true;
    }
    return depth !== 0;
  };

  it('is never left by a query that passes, however it is read', () => {
    const part = fc.constantFrom(
      '(',
      ')',
      '"',
      '[',
      ']',
      '（',
      '”',
      ' AND ',
      ' OR ',
      'NOT',
      'a',
      'b*',
      '[mh]',
      '#1',
      ' ',
      '\n',
    );
    let passed = 0;
    const query = fc.array(part, { maxLength: 14 }).map((parts) => parts.join(''));
    const always = fc.property(query, (text) => {
      if (checkQuery(text) !== null) return true;
      passed += 1;
      const sent = normalizeQuery(text);
      return !escapes(sent, true) && !escapes(sent, false) && (sent.split('"').length - 1) % 2 === 0;
    });
    fc.assert(always, { numRuns: 20_000 });
    expect(passed).toBeGreaterThan(300);
  });
});

describe('queries that depend on indexing', () => {
  it.each([
    'asthma[mh]',
    'asthma[MeSH Terms:noexp]',
    'asthma[ mesh : noexp ]',
    '"asthma/therapy"[majr]',
    'x AND therapy[sh]',
    'x AND review[pt]',
    'x AND "Review"[Publication Type]',
    'imatinib[nm]',
    '50-78-2[rn]',
    '50-78-2[EC/RN Number]',
    'x[pa]',
    'x[Pharmacological Action]',
    'x AND humans[filter]',
    'x AND female[Filter]',
    'x AND "all child"[sb]',
    'x AND medline[sb]',
    'x AND systematic[sb]',
    'x AND indexingmethod_automated',
    'asthma［MH］',
  ])('%s', (query) => {
    expect(dependsOnIndexing(query)).toBe(true);
  });

  it.each([
    'heart attack',
    'asthma[tiab]',
    'asthma[tw]',
    'asthma[all]',
    '"review [mh]"[ti]',
    'x AND hasabstract',
    'x AND free full text[sb]',
    'x AND "free full text"[Filter]',
    'x AND publisher[sb]',
    'x AND english[Filter]',
    'x AND english[la] AND nature[ta]',
    '2026[dp]',
    '"a b"[tiab:~3]',
  ])('not %s', (query) => {
    expect(dependsOnIndexing(query)).toBe(false);
  });
});

describe('warnings', () => {
  it.each([
    ['a or b', ['lower-case-operator']],
    ['a And b', ['lower-case-operator']],
    ['"this or that"[ti]', []],
    ['a OR b AND c', ['mixed-operators']],
    ['(a OR b) AND c NOT d', []],
    ['(a OR (b AND c)) AND d', []],
    ['x[NoSuchField]', ['unknown-tag']],
    ['x[Title/Abstract] AND y[tiab:~2] AND z[mesh:noexp]', []],
    ['flu*[ti]', ['short-truncation']],
    ['influ*[ti]', []],
    ['（a）', ['replaced-signs']],
    ['or[au]', []],
  ])('%s', (query, kinds) => {
    const warnings = queryWarnings(query);
    expect(warnings.map(({ kind }) => kind)).toEqual(kinds);
    for (const warning of warnings) expect(warningInWords(warning, 'zh')).toMatch(/[\u4e00-\u9fff]/);
  });
});
