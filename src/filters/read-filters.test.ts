import { describe, expect, it } from 'vitest';
import { parseFilters } from '../contract/filters.ts';
import { readFilters } from './read-filters.ts';

describe('stored filters', () => {
  it.each([
    '{"all":[{"rule":"types-only","types":[]}]}',
    '{"all":[{"rule":"languages-only","languages":["english"]}]}',
    '{"all":[{"rule":"impact-factor"}]}',
    '{"all":[{"rule":"no-issn","types":["Review"]}]}',
    '{"noAbstract":true}',
  ])('are refused rather than ignored: %s', (json) => {
    expect(() => parseFilters(json)).toThrow();
  });
});

describe('filters that cannot be used', () => {
  let deep: unknown = { rule: 'no-issn' };
  for (let level = 0; level < 50_000; level += 1) deep = { not: deep };
  it.each<[unknown, RegExp]>([
    [[], /At \{\}: expected/],
    [{ every: [] }, /At every/],
    [{ all: {} }, /At all: expected \[/],
    [{ all: [{ rule: 'impact' }] }, /At all\.0\.rule: expected no-abstract/],
    [{ all: [{ any: [{ rule: 'no-issn' }, { rule: 'impact-factor' }] }] }, /At all\.0\.any\.1: min or max/],
    [{ all: [{ rule: 'impact-factor', min: '5' }] }, /At all\.0\.min/],
    [{ all: [{ rule: 'no-issn', any: [] }] }, /At all\.0/],
    [{ all: [{ any: [] }] }, /At all\.0/],
    [{ all: [deep] }, /nested too deep/],
    [{ all: Array.from({ length: 201 }, () => ({ rule: 'no-issn' })) }, /too many rules/],
  ])('say where and what: %#', (value, sentence) => {
    expect(() => readFilters(value)).toThrow(sentence);
  });

  it('and others are read', () => {
    const tree = {
      all: [{ not: { any: [{ rule: 'no-issn' }, { rule: 'preprint-only', unknown: 'mark' }] } }],
    };
    expect(readFilters(tree)).toEqual(tree);
  });
});
