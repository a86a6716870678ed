import { describe, expect, it } from 'vitest';
import { noValues } from '../../test/editions.ts';
import type { JournalField, JournalValues, MetricSource } from '../contract/journals.ts';
import { verdictOf } from './standing.ts';

const all: JournalField[] = ['measure', 'quartile', 'majorZone', 'top', 'warning'];
const said = (values: Partial<JournalValues>, fields: JournalField[] = all) => ({
  values: { ...noValues, ...values },
  fields: new Set(fields),
});
const measure = (text: string, from = Number(text), to = from) => ({ measure: { text, from, to } });
const small = measure('<0.1', 0, 0.1);
const place = (n: 1 | 2 | 3 | 4 | null) => ({ overall: { category: null, place: n, rank: null } });
const categories = (...places: (1 | 2 | 3 | 4)[]) => ({
  categories: places.map((one) => ({ category: 'A', place: one, rank: null })),
});

const verdict = (source: MetricSource, before: Partial<JournalValues>, after: Partial<JournalValues>) =>
  verdictOf(source, said(before), said(after));

describe('a journal', () => {
  it.each<[string, MetricSource, Partial<JournalValues>, Partial<JournalValues>, string]>([
    ['a higher impact factor', 'jcr', measure('2.9'), measure('3'), 'gain'],
    ['a lower one', 'jcr', measure('10'), measure('9.9'), 'lose'],
    [
      'an impact factor comes before the quartile',
      'jcr',
      { ...measure('2'), ...place(1) },
      { ...measure('3'), ...place(2) },
      'gain',
    ],
    [
      'the same one and a better quartile',
      'jcr',
      { ...measure('2'), ...place(2) },
      { ...measure('2'), ...place(1) },
      'gain',
    ],
    [
      'the best of several quartiles',
      'jcr',
      { ...measure('2'), ...categories(2, 3) },
      { ...measure('2'), ...categories(4, 1) },
      'gain',
    ],
    ['a first impact factor', 'jcr', {}, measure('0.5'), 'gain'],
    ['none any more', 'jcr', measure('0.5'), {}, 'lose'],
    ['below 0.1 both times', 'jcr', small, small, 'stay'],
    ['from below 0.1 to 0.1', 'jcr', small, measure('0.1'), 'gain'],
    ['from 0.1 to below it', 'jcr', measure('0.1'), small, 'lose'],
    ['from 0.05 to below 0.1: nobody can say', 'jcr', measure('0.05'), small, 'stay'],
    ['from 0 to below 0.1: nobody can say', 'jcr', measure('0'), small, 'stay'],
    ['SJR', 'scimago', measure('1'), measure('1.1'), 'gain'],
    ['citedness', 'openalex', measure('1.1'), measure('1'), 'lose'],
    ['a better zone', 'cas', place(3), place(2), 'gain'],
    ['a worse zone, though Top', 'cas', place(1), { ...place(2), top: true }, 'lose'],
    ['the same zone and Top', 'cas', { ...place(2), top: false }, { ...place(2), top: true }, 'gain'],
    ['Top lost', 'cas', { ...place(2), top: true }, { ...place(2), top: false }, 'lose'],
    [
      'a zone of 小类 alone changes nothing',
      'cas',
      { ...place(2), ...categories(3) },
      { ...place(2), ...categories(1) },
      'stay',
    ],
    ['a better zone, but a warning', 'cas', place(3), { ...place(2), warning: '高' }, 'lose'],
    ['a warning that ends', 'cas', { ...place(2), warning: '高' }, place(3), 'gain'],
  ])('by %s', (_, source, before, after, expected) => {
    expect(verdict(source, before, after)).toBe(expected);
  });

  it('is judged only by what both tables have a column for', () => {
    const without = said({}, ['quartile']);
    expect(verdictOf('jcr', said(measure('2')), without)).toBe('stay');
    expect(verdictOf('cas', said({ ...place(2), top: true }), said(place(2), ['majorZone']))).toBe('stay');
  });

  it('is new or gone, and on a warning list that is a loss or a gain', () => {
    const one = said(measure('2'));
    expect(verdictOf('jcr', null, one)).toBe('new');
    expect(verdictOf('jcr', one, null)).toBe('gone');
    const warned = said({ warning: '中' });
    expect(verdictOf('warning', null, warned)).toBe('lose');
    expect(verdictOf('warning', warned, null)).toBe('gain');
    expect(verdictOf('warning', warned, said({ warning: '高' }))).toBe('stay');
    expect(verdictOf('warning', null, said({}))).toBe('new');
    expect(verdictOf('warning', null, said({}, ['title']))).toBe('lose');
  });
});
