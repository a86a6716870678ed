import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../contract/article.ts';
import type { FilterNode, Filters, OnUnknown } from '../contract/filters.ts';
import { noMetrics } from '../contract/journals.ts';
import { type Facts, factsOf } from './facts.ts';
import { judgeOf } from './judge.ts';
import { withUnknown } from './with-unknown.ts';

/** Each rule asks whether this language is among the paper's; a paper without languages is unknown to all of them. */
const languages = ['eng', 'chi', 'ger'];
const rule = fc.record({
  rule: fc.constant('languages-only' as const),
  languages: fc.constantFrom(...languages.map((language) => [language])),
  unknown: fc.constantFrom<OnUnknown>('keep', 'mark', 'drop'),
});
const { node } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    rule,
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
}));
const filters: fc.Arbitrary<Filters> = fc.record({ all: fc.array(node, { maxLength: 4 }) });
const spoken = fc.uniqueArray(fc.constantFrom(...languages));

const paper = (list: string[]): Facts =>
  factsOf({ languages: list, mesh: [], authors: [] } as unknown as Article, noMetrics);

type Truth = 'pass' | 'fail' | 'unknown';

/** Kleene's logic, from the outside in; what is not known counts for the paper unless its rule drops it. */
function expected(tree: FilterNode, list: string[], negated = false): boolean {
  if ('not' in tree) return expected(tree.not, list, !negated);
  if ('all' in tree || 'any' in tree) {
    const answers = ('all' in tree ? tree.all : tree.any).map((one) => expected(one, list, negated));
    return 'all' in tree !== negated ? !answers.includes(false) : answers.includes(true);
  }
  if (tree.rule !== 'languages-only') throw new Error('no such rule here');
  const truth: Truth =
    list.length === 0 ? 'unknown' : list.includes(tree.languages[0] ?? '') ? 'pass' : 'fail';
  if (truth === 'unknown') return tree.unknown !== 'drop';
  return (truth === 'pass') !== negated;
}

const passes = (some: Filters, list: string[]): boolean => judgeOf(some)(paper(list)).verdict === 'pass';
const runs = { numRuns: 2000 };

describe('any tree of rules', () => {
  it('does what its logic says', () => {
    fc.assert(
      fc.property(filters, spoken, (some, list) => {
        expect(passes(some, list)).toBe(some.all.every((one) => expected(one, list)));
      }),
      runs,
    );
  });

  it('lets no more papers pass with a rule more', () => {
    fc.assert(
      fc.property(filters, node, spoken, (some, more, list) => {
        if (passes({ all: [...some.all, more] }, list)) expect(passes(some, list)).toBe(true);
      }),
      runs,
    );
  });

  it('never drops what it does not know unless a rule says so', () => {
    fc.assert(
      fc.property(filters, (some) => {
        expect(passes(withUnknown(some, 'keep'), [])).toBe(true);
        const judgement = judgeOf(some)(paper([]));
        if (judgement.verdict === 'pass') return;
        expect(judgement.causes.length).toBeGreaterThan(0);
        expect(judgement.causes.every(({ unknown }) => unknown)).toBe(true);
      }),
      runs,
    );
  });

  it('marks only where a rule marks, and names what speaks against a paper that is known', () => {
    fc.assert(
      fc.property(filters, spoken, (some, list) => {
        const marked = judgeOf(withUnknown(some, 'mark'))(paper(list));
        if (marked.verdict === 'pass')
          expect(marked.marks.length > 0).toBe(list.length === 0 && some.all.length > 0);
        expect(judgeOf(withUnknown(some, 'keep'))(paper(list))).not.toHaveProperty('marks.0');
        const judgement = judgeOf(some)(paper(list));
        if (judgement.verdict === 'pass' || list.length === 0) return;
        expect(judgement.causes.length).toBeGreaterThan(0);
        expect(judgement.causes.some(({ unknown }) => unknown)).toBe(false);
      }),
      runs,
    );
  });

  it('means the same under two nots', () => {
    fc.assert(
      fc.property(node, spoken, (tree, list) => {
        expect(judgeOf({ all: [{ not: { not: tree } }] })(paper(list))).toEqual(
          judgeOf({ all: [tree] })(paper(list)),
        );
      }),
      runs,
    );
  });
});
