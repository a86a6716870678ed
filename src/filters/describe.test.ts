import { describe, expect, it } from 'vitest';
import type { Cause } from '../contract/filters.ts';
import { describeCause, describeNode } from './describe.ts';
import { readFilters } from './read-filters.ts';

describe('a cause in words', () => {
  it.each<[Cause, string, string]>([
    [{ rule: 'no-abstract', value: null }, 'no abstract', '无摘要'],
    [
      { rule: 'types-not', value: 'Letter; Comment' },
      'of an excluded publication type (Letter; Comment)',
      '属于排除的文献类型（Letter; Comment）',
    ],
    [{ rule: 'types-only', value: null, unknown: true }, 'publication type not known', '文献类型未知'],
    [
      { rule: 'impact-factor', asked: { min: 5 }, value: '2.8', edition: 'jcr 2024' },
      'impact factor 2.8, asked for: ≥ 5 (JCR 2024)',
      '影响因子 2.8，要求 ≥ 5（JCR 2024）',
    ],
    [
      { rule: 'cas-zone', asked: { in: [1, 2], of: 'major' }, value: '3', edition: 'cas 2025' },
      'CAS zone 3, asked for: 1, 2 (CAS zones 2025)',
      '中科院分区 3，要求 1、2 区（中科院分区表 2025）',
    ],
    [
      { rule: 'jcr-quartile', asked: { in: [1] }, value: null, unknown: true, edition: 'jcr 2024' },
      'JCR quartile not known (JCR 2024)',
      'JCR 分区未知（JCR 2024）',
    ],
    [{ rule: 'from-a-later-version', value: '3' }, 'from-a-later-version (3)', 'from-a-later-version（3）'],
    [{ rule: 'toString', value: null }, 'toString', 'toString'],
  ])('%j', (cause, en, zh) => {
    expect(describeCause(cause, 'en')).toBe(en);
    expect(describeCause(cause, 'zh')).toBe(zh);
  });
});

describe('filters in words', () => {
  it.each<[unknown, string, string]>([
    [
      {
        any: [
          { rule: 'cas-zone', in: [1] },
          { rule: 'jcr-quartile', in: [1, 2] },
        ],
      },
      'CAS zone 1 or JCR quartile Q1, Q2',
      '中科院 1 区或 JCR 分区 Q1、Q2',
    ],
    [{ rule: 'impact-factor', min: 5 }, 'impact factor ≥ 5', '影响因子 ≥ 5'],
    [{ rule: 'types-only', types: ['Review'] }, 'publication type Review', '文献类型为 Review'],
    [{ not: { rule: 'preprint-only' } }, 'not (a preprint)', '非（是预印本）'],
    [
      { all: [{ rule: 'cas-top' }, { any: [{ rule: 'no-issn' }, { rule: 'words-only', words: ['肺癌'] }] }] },
      'CAS Top journal and (in a journal with an ISSN or with the words 肺癌)',
      '中科院 Top 期刊且（期刊有 ISSN 或含关键词肺癌）',
    ],
  ])('%j', (node, en, zh) => {
    const [read] = readFilters({ all: [node] }).all;
    if (!read) throw new Error('nothing was read');
    expect(describeNode(read, 'en')).toBe(en);
    expect(describeNode(read, 'zh')).toBe(zh);
  });
});
