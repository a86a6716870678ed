import type { Article } from '../contract/article.ts';
import type { Badge } from '../contract/digest.ts';
import type { Cause } from '../contract/filters.ts';
import type { JournalMetrics } from '../contract/journals.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { markLabel } from '../filters/describe.ts';
import { metricBadges } from './metric-badges.ts';

/** What a reader should know of a record at a glance. */
const table: { kind: Badge['kind']; label: Bilingual; when: (article: Article) => boolean }[] = [
  {
    kind: 'retracted',
    label: { en: 'Retracted', zh: '已撤稿' },
    when: (a) => isType(a, 'Retracted Publication') || isCorrected(a, 'RetractionIn'),
  },
  {
    kind: 'note',
    label: { en: 'Retraction notice', zh: '撤稿声明' },
    when: (a) =>
      isType(a, 'Retraction of Publication', 'Retraction Notice') || isCorrected(a, 'RetractionOf'),
  },
  {
    kind: 'concern',
    label: { en: 'Expression of concern', zh: '关注声明' },
    when: (a) => isCorrected(a, 'ExpressionOfConcernIn'),
  },
  { kind: 'erratum', label: { en: 'Corrected', zh: '有更正' }, when: (a) => isCorrected(a, 'ErratumIn') },
  { kind: 'preprint', label: { en: 'Preprint', zh: '预印本' }, when: (a) => isType(a, 'Preprint') },
  { kind: 'book', label: { en: 'Book', zh: '图书' }, when: (a) => a.kind === 'book' },
  {
    kind: 'review',
    label: { en: 'Systematic review', zh: '系统综述' },
    when: (a) => isType(a, 'Systematic Review', 'Meta-Analysis'),
  },
  {
    kind: 'review',
    label: { en: 'Review', zh: '综述' },
    when: (a) => isType(a, 'Review') && !isType(a, 'Systematic Review', 'Meta-Analysis'),
  },
  {
    kind: 'trial',
    label: { en: 'Randomized trial', zh: '随机对照试验' },
    when: (a) => isType(a, 'Randomized Controlled Trial'),
  },
  {
    kind: 'trial',
    label: { en: 'Clinical trial', zh: '临床试验' },
    when: (a) =>
      a.publicationTypes.some(({ name }) => name.startsWith('Clinical Trial')) &&
      !isType(a, 'Randomized Controlled Trial'),
  },
];

const isType = (article: Article, ...names: string[]): boolean =>
  article.publicationTypes.some(({ name }) => names.includes(name));

const isCorrected = (article: Article, type: string): boolean =>
  article.corrections.some((correction) => correction.type === type);

/**
 * What stands at a paper: what its record says of it, what the editions in force say of its journal, and what a rule of the
 * subscription's filters could not know of it.
 *
 * @param input.marks of the paper as it was judged.
 */
export function badgesOf(input: {
  article: Article;
  metrics: JournalMetrics;
  marks: readonly Cause[];
  locale: Locale;
}): Badge[] {
  const { article, metrics, marks, locale } = input;
  const unknown = new Set(marks.map((cause) => capital(markLabel(cause, locale))));
  return [
    ...table.filter(({ when }) => when(article)).map(({ kind, label }) => ({ kind, label: label[locale] })),
    ...metricBadges(metrics, locale),
    ...[...unknown].map((label) => ({ kind: 'unknown' as const, label })),
  ];
}

/** As the other badges begin. */
const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
