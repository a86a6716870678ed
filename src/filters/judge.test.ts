import { describe, expect, it } from 'vitest';
import { aside, figures, judge, paper, pass, placing } from '../../test/filter-papers.ts';
import type { Article } from '../contract/article.ts';
import { type Cause, type FilterNode, Filters, type Judgement, parseFilters } from '../contract/filters.ts';
import { type JournalMetrics, noMetrics } from '../contract/journals.ts';
import { factsOf } from './facts.ts';
import { judgeOf } from './judge.ts';

describe('no filters', () => {
  it('let everything pass', () => {
    expect(
      judgeOf(parseFilters('{}'))(factsOf(paper({ abstract: null, journal: null, types: [] }), noMetrics)),
    ).toEqual(pass);
  });
});

describe('several rules', () => {
  it('must all let a paper pass, and the first that does not is named', () => {
    const filters = Filters.parse({
      all: [{ rule: 'no-abstract' }, { rule: 'languages-only', languages: ['eng'] }, { rule: 'no-issn' }],
    });
    const judged = (article: Article) => judgeOf(filters)(factsOf(article, noMetrics));
    expect(judged(paper())).toEqual(pass);
    expect(judged(paper({ journal: null }))).toEqual(aside('no-issn', null));
    expect(judged(paper({ journal: null, languages: ['ger'] }))).toEqual(aside('languages-only', 'ger'));
  });
});

describe('trees', () => {
  const q1: FilterNode = { rule: 'jcr-quartile', in: [1], of: 'best', unknown: 'mark' };
  const zone1: FilterNode = { rule: 'cas-zone', in: [1], of: 'major', unknown: 'mark' };
  const causes = (judgement: Judgement): readonly Cause[] =>
    judgement.verdict === 'pass' ? judgement.marks : judgement.causes;
  const known = (place: 1 | 2 | null, zone: 1 | 2 | null) =>
    figures(
      place && { categories: [placing(place, 'ONCOLOGY')] },
      zone && { overall: placing(zone, '医学') },
    );
  it.each<[FilterNode, JournalMetrics, 'pass' | 'set-aside', string[]]>([
    [{ any: [zone1, q1] }, known(1, 2), 'pass', []],
    [{ any: [zone1, q1] }, known(2, 2), 'set-aside', ['cas-zone', 'jcr-quartile']],
    [{ any: [zone1, q1] }, known(null, 1), 'pass', []],
    [{ any: [zone1, q1] }, known(null, 2), 'pass', ['jcr-quartile']],
    [{ any: [zone1, q1] }, known(null, null), 'pass', ['cas-zone', 'jcr-quartile']],
    [{ all: [zone1, q1] }, known(1, 2), 'set-aside', ['cas-zone']],
    [{ all: [zone1, q1] }, known(1, null), 'pass', ['cas-zone']],
    [{ not: q1 }, known(1, null), 'set-aside', ['jcr-quartile']],
    [{ not: q1 }, known(2, null), 'pass', []],
    [{ not: q1 }, known(null, null), 'pass', ['jcr-quartile']],
    [{ not: { not: q1 } }, known(2, null), 'set-aside', ['jcr-quartile']],
    [{ not: { all: [zone1, q1] } }, known(1, 1), 'set-aside', ['cas-zone', 'jcr-quartile']],
    [{ not: { any: [zone1, q1] } }, known(1, 2), 'set-aside', ['jcr-quartile']],
  ])('%j of %j', (node, metrics, verdict, rules) => {
    const judgement = judge(node, paper(), metrics);
    expect(judgement.verdict).toBe(verdict);
    expect(causes(judgement).map(({ rule }) => rule)).toEqual(rules);
  });

  it('drop what is not known only where the rule says so, inside a not as well', () => {
    const dropping = { ...q1, unknown: 'drop' };
    for (const node of [dropping, { not: dropping }]) {
      const judgement = judge(node, paper(), noMetrics);
      expect(causes(judgement)).toEqual([expect.objectContaining({ rule: 'jcr-quartile', unknown: true })]);
      expect(judgement.verdict).toBe('set-aside');
    }
  });
});
