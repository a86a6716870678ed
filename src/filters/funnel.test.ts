import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Article } from '../contract/article.ts';
import { type FilterNode, Filters, type OnUnknown } from '../contract/filters.ts';
import { Funnel } from '../contract/funnel.ts';
import { noMetrics } from '../contract/journals.ts';
import { type Facts, factsOf } from './facts.ts';
import { funnelOf } from './funnel.ts';
import { judgeOf } from './judge.ts';

let pmid = 0;
function paper(languages: string[], types: string[] = ['Journal Article']): Facts {
  pmid += 1;
  const text = `A made-up paper ${pmid}`;
  return factsOf(
    {
      pmid,
      title: { text, html: text },
      vernacularTitle: null,
      journal: null,
      languages,
      publicationTypes: types.map((name) => ({ ui: null, name })),
    } as unknown as Article,
    noMetrics,
  );
}

describe('the funnel', () => {
  const filters = Filters.parse({
    all: [
      { rule: 'languages-only', languages: ['eng'], unknown: 'drop' },
      {
        any: [
          { rule: 'types-only', types: ['Review'], unknown: 'mark' },
          { not: { rule: 'types-only', types: ['Letter'] } },
        ],
      },
    ],
  });
  const papers = [
    paper(['eng'], ['Review']),
    paper(['eng'], []),
    paper(['eng'], ['Letter']),
    paper(['ger'], ['Letter']),
    paper(['ger'], ['Review']),
    paper([], ['Review']),
  ];

  it('says what each step takes, alone and after the others', () => {
    const funnel = Funnel.parse(funnelOf(filters, papers));
    expect(funnel).toMatchObject({ papers: 6, passes: 2, marked: 1 });
    expect(funnel.steps).toMatchObject([
      { enters: 6, takes: 3, takesUnknown: 1, takesAlone: 3, costs: 2, keepsUnknown: 0, marks: 0, rules: [] },
      { enters: 3, takes: 1, takesUnknown: 0, takesAlone: 2, costs: 1, keepsUnknown: 0, marks: 1 },
    ]);
    expect(funnel.steps[1]?.rules).toMatchObject([
      { negated: false, takesAlone: 2 },
      { negated: true, takesAlone: 2 },
    ]);
  });

  it('shows papers with their reasons, the first few', () => {
    const [first] = funnelOf(filters, papers).steps;
    expect(first?.examples).toMatchObject([
      { pmid: papers[3]?.article.pmid, causes: [{ rule: 'languages-only', value: 'ger' }] },
      { pmid: papers[4]?.article.pmid },
      { pmid: papers[5]?.article.pmid, causes: [{ unknown: true, value: null }] },
    ]);
    const many = funnelOf(
      filters,
      Array.from({ length: 9 }, () => paper(['ger'])),
    );
    expect(many.steps[0]?.examples).toHaveLength(5);
  });

  it('of no filters, and of no papers', () => {
    expect(funnelOf({ all: [] }, papers)).toMatchObject({ papers: 6, passes: 6, steps: [] });
    expect(funnelOf(filters, [])).toMatchObject({ papers: 0, passes: 0 });
  });
});

const rule = fc.record({
  rule: fc.constant('languages-only' as const),
  languages: fc.constantFrom<string[]>(['eng'], ['ger'], ['chi']),
  unknown: fc.constantFrom<OnUnknown>('keep', 'mark', 'drop'),
});
const { node } = fc.letrec<{ node: FilterNode }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, depthSize: 'small', withCrossShrink: true },
    rule,
    fc.record({ all: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ any: fc.array(tie('node'), { minLength: 1, maxLength: 3 }) }),
    fc.record({ not: tie('node') }),
  ),
}));
const some = fc.array(fc.uniqueArray(fc.constantFrom('eng', 'ger', 'chi')), { maxLength: 12 });

describe('whatever the filters and the papers', () => {
  it('the counts add up and agree with what a push would do', () => {
    fc.assert(
      fc.property(fc.array(node, { maxLength: 4 }), some, (all, list) => {
        const papers = list.map((languages) => paper(languages));
        const funnel = funnelOf({ all }, papers);
        const judge = judgeOf({ all });
        expect(funnel.passes).toBe(papers.filter((one) => judge(one).verdict === 'pass').length);
        expect(funnel.steps.reduce((sum, { takes }) => sum + takes, funnel.passes)).toBe(papers.length);
        for (const [index, step] of funnel.steps.entries()) {
          const before = funnel.steps.slice(0, index).reduce((sum, { takes }) => sum + takes, 0);
          expect(step.enters).toBe(papers.length - before);
          expect(step.takesAlone).toBe(
            papers.length - funnelOf({ all: all.slice(index, index + 1) }, papers).passes,
          );
          const without = funnelOf({ all: all.filter((_, at) => at !== index) }, papers);
          expect(step.costs).toBe(without.passes - funnel.passes);
        }
      }),
      { numRuns: 500 },
    );
  });
});
