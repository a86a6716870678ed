import { type FilterNode, type FilterRule, Filters } from '../contract/filters.ts';
import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';

export interface Preset {
  id: string;
  name: Bilingual;
  summary: Bilingual;
  filters: Filters;
}

const typesOnly = (types: string[]): FilterRule => ({ rule: 'types-only', types, unknown: 'keep' });
const withAbstract: FilterRule = { rule: 'no-abstract' };

const zone = (...places: (1 | 2 | 3 | 4)[]): FilterRule => ({
  rule: 'cas-zone',
  in: places,
  of: 'major',
  unknown: 'mark',
});
const quartile = (...places: (1 | 2 | 3 | 4)[]): FilterRule => ({
  rule: 'jcr-quartile',
  in: places,
  of: 'best',
  unknown: 'mark',
});
const top: FilterRule = { rule: 'cas-top', unknown: 'mark' };
/** All five of the earlier system leave out journals without an ISSN. */
const journalFilters = (...nodes: FilterNode[]): Filters => ({ all: [{ rule: 'no-issn' }, ...nodes] });
const unknownKept = {
  en: ' Journals without an ISSN are left out; journals whose figures are not known are kept and marked.',
  zh: '排除无 ISSN 的期刊；指标未知的期刊予以保留并标记。',
};

/** Filters that a person can start from. A subscription keeps a copy: a preset that changes later does not reach it. */
export const presets: readonly Preset[] = [
  {
    id: 'none',
    name: { en: 'Everything', zh: '不筛选' },
    summary: { en: 'Whatever the search finds.', zh: '检索到的全部文献。' },
    filters: { all: [] },
  },
  {
    // What the earlier system always asked for, and its default of leaving out journals without an ISSN.
    id: 'classic',
    name: { en: 'As before', zh: '沿用旧版' },
    summary: {
      en: 'The defaults of the earlier system: articles, reviews, case reports and trials, in journals with an ISSN.',
      zh: '旧版系统的默认条件：有 ISSN 的期刊上的论文、综述、病例报告和临床试验等。',
    },
    filters: {
      all: [
        typesOnly([
          'Journal Article',
          'Review',
          'Case Reports',
          'Clinical Trial',
          'Randomized Controlled Trial',
          'Meta-Analysis',
          'Systematic Review',
        ]),
        { rule: 'no-issn' },
      ],
    },
  },
  {
    id: 'with-abstract',
    name: { en: 'With an abstract', zh: '有摘要' },
    summary: { en: 'Papers with an abstract to read.', zh: '只要带摘要的文献。' },
    filters: { all: [withAbstract] },
  },
  {
    id: 'without-letters',
    name: { en: 'Without letters and news', zh: '不含来信与新闻' },
    summary: {
      en: 'Leaves out letters, comments, editorials, news and biographies. Retractions and corrections stay.',
      zh: '排除来信、评论、社论、新闻和传记；保留撤稿与更正。',
    },
    filters: {
      all: [
        {
          rule: 'types-not',
          types: [
            'Letter',
            'Comment',
            'Editorial',
            'News',
            'Newspaper Article',
            'Biography',
            'Interview',
            'Portrait',
          ],
          unknown: 'keep',
        },
      ],
    },
  },
  {
    id: 'clinical',
    name: { en: 'Clinical studies', zh: '临床研究' },
    summary: {
      en: 'Trials of all phases, observational studies, meta-analyses, systematic reviews and guidelines.',
      zh: '各期临床试验、观察性研究、荟萃分析、系统综述和指南。',
    },
    filters: { all: [typesOnly(['Clinical Study', 'Meta-Analysis', 'Systematic Review', 'Guideline'])] },
  },
  {
    id: 'reviews',
    name: { en: 'Reviews', zh: '综述' },
    summary: {
      en: 'Reviews of all kinds, meta-analyses and guidelines.',
      zh: '各类综述、荟萃分析和指南。',
    },
    filters: { all: [typesOnly(['Review', 'Meta-Analysis', 'Guideline'])] },
  },
  {
    id: 'high-quality',
    name: { en: 'High quality', zh: '高质量期刊' },
    summary: {
      en: `CAS zone 1 or JCR Q1, and a Top journal.${unknownKept.en}`,
      zh: `中科院 1 区或 JCR Q1，且为 Top 期刊。${unknownKept.zh}`,
    },
    filters: journalFilters({ any: [zone(1), quartile(1)] }, top),
  },
  {
    id: 'medium-quality',
    name: { en: 'Medium quality', zh: '中等质量期刊' },
    summary: {
      en: `CAS zone 1 or 2, or JCR Q1 or Q2.${unknownKept.en}`,
      zh: `中科院 1–2 区或 JCR Q1–Q2。${unknownKept.zh}`,
    },
    filters: journalFilters({ any: [zone(1, 2), quartile(1, 2)] }),
  },
  {
    id: 'high-impact',
    name: { en: 'High impact', zh: '高影响因子期刊' },
    summary: {
      en: `CAS zone 1 or 2, or JCR Q1 or Q2, and an impact factor of at least 5.${unknownKept.en}`,
      zh: `中科院 1–2 区或 JCR Q1–Q2，且影响因子不低于 5。${unknownKept.zh}`,
    },
    filters: journalFilters(
      { any: [zone(1, 2), quartile(1, 2)] },
      {
        rule: 'impact-factor',
        min: 5,
        unknown: 'mark',
      },
    ),
  },
  {
    id: 'top-journals',
    name: { en: 'Top journals', zh: 'Top 期刊' },
    summary: {
      en: `CAS Top journals.${unknownKept.en}`,
      zh: `中科院 Top 期刊。${unknownKept.zh}`,
    },
    filters: journalFilters(top),
  },
  {
    id: 'basic-quality',
    name: { en: 'Basic quality', zh: '基本质量期刊' },
    summary: {
      en: `CAS zone 1 to 3, or JCR Q1 to Q3.${unknownKept.en}`,
      zh: `中科院 1–3 区或 JCR Q1–Q3。${unknownKept.zh}`,
    },
    filters: journalFilters({ any: [zone(1, 2, 3), quartile(1, 2, 3)] }),
  },
];

/** @throws {Refusal} `preset-unknown`, which names those that there are. */
export function presetFilters(id: string): Filters {
  const preset = presets.find((one) => one.id === id);
  if (!preset)
    throw new Refusal('preset-unknown', { preset: id, known: presets.map((one) => one.id).join(', ') });
  return Filters.parse(preset.filters);
}
