import type { Filters } from '../contract/filters.ts';
import type { Locale } from '../contract/locale.ts';
import { describeNode } from '../filters/describe.ts';

const words = {
  filters: { en: 'Filters: ', zh: '过滤条件：' },
  none: { en: 'no filters', zh: '不筛选' },
  and: { en: '; ', zh: '；' },
};

/** A subscription's filters on one line. */
export const filtersInWords = ({ all }: Filters, locale: Locale): string =>
  `${words.filters[locale]}${all.map((node) => describeNode(node, locale)).join(words.and[locale]) || words.none[locale]}`;
