import { expect, it } from 'vitest';
import { madeUpArticles } from '../../test/browser/site.ts';
import type { Cause } from '../contract/filters.ts';
import { noMetrics } from '../contract/journals.ts';
import { badgesOf } from './badges.ts';

it('tells once of each thing that the filters did not know', () => {
  const [article] = madeUpArticles(1);
  if (!article) throw new Error('no article');
  const plain = { ...article, publicationTypes: [], corrections: [] };
  const mark = (rule: string): Cause => ({ rule, unknown: true, value: null });
  const marks = [mark('impact-factor'), mark('cas-zone'), mark('impact-factor')];
  const badges = { article: plain, metrics: noMetrics, marks };
  expect(badgesOf({ ...badges, locale: 'en' })).toEqual([
    { kind: 'unknown', label: 'Impact factor unknown' },
    { kind: 'unknown', label: 'CAS zone unknown' },
  ]);
  expect(badgesOf({ ...badges, locale: 'zh' }).map(({ label }) => label)).toEqual([
    '影响因子未知',
    '中科院分区未知',
  ]);
});
