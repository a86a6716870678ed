import { describe, expect, it } from 'vitest';
import {
  belowTenth,
  exact,
  figures,
  judge,
  paper,
  placing,
  type Verdict,
  verdict,
} from '../../test/filter-papers.ts';
import { type JournalMetrics, type JournalValues, noMetrics } from '../contract/journals.ts';

describe('impact factor', () => {
  it.each<[JournalValues['measure'], { min?: number; max?: number }, Verdict]>([
    [exact(5), { min: 5 }, 'pass'],
    [exact(4.9), { min: 5 }, 'fail'],
    [exact(5), { max: 5 }, 'pass'],
    [exact(5.1), { max: 5 }, 'fail'],
    [exact(3), { min: 2, max: 4 }, 'pass'],
    [belowTenth, { min: 0.1 }, 'fail'],
    [belowTenth, { min: 0.05 }, 'unknown'],
    [belowTenth, { max: 0.05 }, 'unknown'],
    [belowTenth, { max: 0.1 }, 'pass'],
    [belowTenth, { min: 0 }, 'pass'],
    [null, { min: 1 }, 'unknown'],
  ])('%j asked for %j', (measure, range, expected) => {
    expect(verdict({ rule: 'impact-factor', ...range }, figures({ measure }, null))).toBe(expected);
  });

  it('of a journal that the edition does not have, and without an edition, is not known', () => {
    expect(verdict({ rule: 'impact-factor', min: 1 }, figures(null, {}))).toBe('unknown');
    expect(verdict({ rule: 'impact-factor', min: 1 }, noMetrics)).toBe('unknown');
  });

  it('keeps the value and the edition that it saw', () => {
    expect(judge({ rule: 'impact-factor', min: 5 }, paper(), figures({ measure: exact(2.8) }, null))).toEqual(
      {
        verdict: 'set-aside',
        causes: [{ rule: 'impact-factor', asked: { min: 5 }, value: '2.8', edition: 'jcr 2024' }],
      },
    );
  });
});

describe('quartile and zone', () => {
  const two = { categories: [placing(1, 'ONCOLOGY(SCIE)'), placing(3, 'CELL BIOLOGY(SCIE)')] };
  const oneForAll = {
    overall: placing(2),
    categories: [placing(null, 'ONCOLOGY'), placing(null, 'NURSING')],
  };
  it.each<[Partial<JournalValues>, object, Verdict]>([
    [two, { in: [1] }, 'pass'],
    [two, { in: [1], of: 'worst' }, 'fail'],
    [two, { in: [1, 2, 3], of: 'worst' }, 'pass'],
    [two, { in: [1], of: { category: 'oncology' } }, 'pass'],
    [two, { in: [1], of: { category: 'Cell Biology' } }, 'fail'],
    [two, { in: [1], of: { category: 'NURSING' } }, 'fail'],
    [oneForAll, { in: [2] }, 'pass'],
    [oneForAll, { in: [1] }, 'fail'],
    [oneForAll, { in: [2], of: 'worst' }, 'unknown'],
    [oneForAll, { in: [1], of: 'worst' }, 'fail'],
    [oneForAll, { in: [2, 3, 4], of: 'worst' }, 'pass'],
    [oneForAll, { in: [2], of: { category: 'NURSING' } }, 'unknown'],
    [{ categories: [placing(null, 'HISTORY')] }, { in: [1] }, 'unknown'],
  ])('JCR %j asked for %j', (some, asked, expected) => {
    expect(verdict({ rule: 'jcr-quartile', ...asked }, figures(some, null))).toBe(expected);
  });

  const cas = {
    overall: placing(2, '医学'),
    categories: [placing(1, ' ONCOLOGY 肿瘤学'), placing(3, ' NURSING 护理')],
  };
  it.each<[object, Verdict]>([
    [{ in: [2] }, 'pass'],
    [{ in: [1] }, 'fail'],
    [{ in: [1], of: 'best' }, 'pass'],
    [{ in: [1, 2], of: 'worst' }, 'fail'],
    [{ in: [1], of: { category: '肿瘤学' } }, 'pass'],
    [{ in: [1], of: { category: 'Oncology' } }, 'pass'],
    [{ in: [3], of: { category: ' nursing 护理' } }, 'pass'],
    [{ in: [2], of: { category: '医学' } }, 'pass'],
    [{ in: [1], of: { category: '儿科' } }, 'fail'],
  ])('CAS asked for %j', (asked, expected) => {
    expect(verdict({ rule: 'cas-zone', ...asked }, figures(null, cas))).toBe(expected);
  });
});

describe('other figures', () => {
  it.each<[string, object, JournalMetrics, Verdict]>([
    ['Top', { rule: 'cas-top' }, figures(null, { top: true }), 'pass'],
    ['not Top', { rule: 'cas-top' }, figures(null, { top: false }), 'fail'],
    ['Top not said', { rule: 'cas-top' }, figures(null, {}), 'unknown'],
    ['warned of', { rule: 'warning-list' }, figures(null, { warning: '论文工厂' }), 'fail'],
    ['on no list', { rule: 'warning-list' }, figures(null, {}), 'pass'],
    ['in no table', { rule: 'warning-list' }, figures(null, null), 'pass'],
    ['no list in force', { rule: 'warning-list' }, noMetrics, 'unknown'],
    ['a free journal', { rule: 'free-full-text' }, figures(null, { openAccess: true }), 'pass'],
    ['not known to be free', { rule: 'free-full-text' }, figures(null, { openAccess: false }), 'unknown'],
  ])('%s', (_, rule, metrics, expected) => {
    expect(verdict(rule, metrics)).toBe(expected);
  });
});
