import { describe, expect, it } from 'vitest';
import { aside, exact, figures, journal, paper, placing } from '../../test/filter-papers.ts';
import type { Article } from '../contract/article.ts';
import { parseFilters } from '../contract/filters.ts';
import { type JournalMetrics, noMetrics } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { factsOf } from './facts.ts';
import { judgeOf } from './judge.ts';
import { presetFilters, presets } from './presets.ts';

describe('presets', () => {
  it('have different ids, both languages, and are stored as they are', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
    for (const { id, name, summary, filters } of presets) {
      expect([name.en, name.zh, summary.en, summary.zh]).not.toContain('');
      expect(parseFilters(JSON.stringify(presetFilters(id)))).toEqual(filters);
    }
  });

  it('say which there are', () => {
    expect(() => presetFilters('best')).toThrow(Refusal);
    expect(() => presetFilters('best')).toThrow(/none, classic, with-abstract/);
  });

  it.each<[string, Partial<Article> & { types?: string[] }, boolean]>([
    ['none', { types: ['Letter'], abstract: null, journal: null }, true],
    ['classic', { types: ['Journal Article'] }, true],
    ['classic', { types: ['Case Reports'] }, true],
    ['classic', { types: ['Clinical Trial, Phase II'] }, true],
    ['classic', { types: ['Letter', 'Comment'] }, false],
    ['classic', { types: ['Published Erratum'] }, false],
    ['classic', { journal: { ...journal, issnPrint: null } }, false],
    ['classic', { abstract: null }, true],
    ['with-abstract', { abstract: null }, false],
    ['without-letters', { types: ['Journal Article', 'Comment'] }, false],
    ['without-letters', { types: ['Retraction Notice'] }, true],
    ['clinical', { types: ['Journal Article', 'Randomized Controlled Trial'] }, true],
    ['clinical', { types: ['Practice Guideline'] }, true],
    ['clinical', { types: ['Journal Article', 'Review'] }, false],
    ['reviews', { types: ['Journal Article', 'Review'] }, true],
    ['reviews', { types: ['Journal Article'] }, false],
  ])('%s judges %j', (id, change, passes) => {
    expect(judgeOf(presetFilters(id))(factsOf(paper(change), noMetrics)).verdict).toBe(
      passes ? 'pass' : 'set-aside',
    );
  });
});

describe('the presets of the earlier system', () => {
  const journalWith = (
    place: 1 | 2 | 3 | 4 | null,
    zone: 1 | 2 | 3 | 4 | null,
    more: { top?: boolean; factor?: number } = {},
  ) =>
    figures(
      place && { categories: [placing(place, 'ONCOLOGY')], measure: exact(more.factor ?? 1) },
      zone && { overall: placing(zone, '医学'), top: more.top ?? false },
    );
  it.each<[string, JournalMetrics, boolean]>([
    ['high-quality', journalWith(1, 2, { top: true }), true],
    ['high-quality', journalWith(2, 1, { top: true }), true],
    ['high-quality', journalWith(2, 2, { top: true }), false],
    ['high-quality', journalWith(1, 1, { top: false }), false],
    ['medium-quality', journalWith(3, 2), true],
    ['medium-quality', journalWith(2, 3), true],
    ['medium-quality', journalWith(3, 3), false],
    ['high-impact', journalWith(2, 3, { factor: 5 }), true],
    ['high-impact', journalWith(2, 3, { factor: 4.9 }), false],
    ['high-impact', journalWith(3, 3, { factor: 9 }), false],
    ['top-journals', journalWith(4, 2, { top: true }), true],
    ['top-journals', journalWith(1, 1, { top: false }), false],
    ['basic-quality', journalWith(4, 3), true],
    ['basic-quality', journalWith(3, 4), true],
    ['basic-quality', journalWith(4, 4), false],
    ['basic-quality', journalWith(null, 4), true],
    ['high-quality', noMetrics, true],
  ])('%s of %j', (id, metrics, passes) => {
    const judged = judgeOf(presetFilters(id))(factsOf(paper(), metrics));
    expect(judged.verdict).toBe(passes ? 'pass' : 'set-aside');
  });

  it('mark a journal that no table has, and leave out one without an ISSN', () => {
    const judged = judgeOf(presetFilters('high-quality'));
    expect(judged(factsOf(paper(), noMetrics))).toMatchObject({
      marks: [{ rule: 'cas-zone' }, { rule: 'jcr-quartile' }, { rule: 'cas-top' }],
    });
    const bare = paper({ journal: { ...journal, issnPrint: null } });
    expect(judged(factsOf(bare, noMetrics))).toEqual(aside('no-issn', null));
  });
});
