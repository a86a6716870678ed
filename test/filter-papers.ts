import { expect } from 'vitest';
import type { Article } from '../src/contract/article.ts';
import { Filters, type Judgement } from '../src/contract/filters.ts';
import { type JournalMetrics, type JournalValues, noMetrics } from '../src/contract/journals.ts';
import { factsOf } from '../src/filters/facts.ts';
import { judgeOf } from '../src/filters/judge.ts';

export const text = (words: string) => ({ text: words, html: words });
export const section = (words: string) => ({ ...text(words), label: null, category: null });

export const journal = {
  title: 'Journal of Made-up Results',
  isoAbbreviation: null,
  medlineTa: null,
  nlmId: null,
  country: null,
  issnPrint: '1234-5679',
  issnElectronic: null,
  issnLinking: null,
};

export const paper = (change: Partial<Article> & { types?: string[] } = {}): Article => {
  const { types = ['Journal Article'], ...rest } = change;
  return {
    kind: 'article',
    pmid: 1,
    version: 1,
    status: 'MEDLINE',
    publicationStatus: null,
    indexingMethod: null,
    title: text('A made-up paper'),
    vernacularTitle: null,
    abstract: { sections: [section('Something was measured.')], copyright: null },
    otherAbstracts: [],
    authors: [],
    authorsComplete: true,
    editors: [],
    journal,
    book: null,
    volume: null,
    issue: null,
    pages: null,
    dates: {
      entrez: null,
      pubmed: null,
      medline: null,
      revised: null,
      completed: null,
      print: null,
      electronic: null,
    },
    doi: null,
    pmcid: null,
    pii: null,
    publicationTypes: types.map((name) => ({ ui: null, name })),
    mesh: [],
    keywords: [],
    languages: ['eng'],
    grants: [],
    corrections: [],
    ...rest,
  };
};

export const judge = (rule: unknown, article: Article, metrics: JournalMetrics = noMetrics): Judgement =>
  judgeOf(Filters.parse({ all: [rule] }))(factsOf(article, metrics));
export const pass = { verdict: 'pass', marks: [] };
export const aside = (rule: string, value: string | null) => ({
  verdict: 'set-aside',
  causes: [expect.objectContaining({ rule, value })],
});

const values: JournalValues = {
  measure: null,
  overall: null,
  categories: [],
  top: null,
  warning: null,
  openAccess: null,
};
const fields = ['title', 'issn', 'measure', 'warning'] as const;

/** Figures of the paper's journal in JCR 2024 and CAS 2025; null: the edition does not have it. */
export function figures(
  jcr: Partial<JournalValues> | null,
  cas: Partial<JournalValues> | null,
): JournalMetrics {
  const editions = {
    jcr: { id: 1, source: 'jcr', year: 2024, fields },
    cas: { id: 2, source: 'cas', year: 2025, fields },
  } as const;
  const found = (edition: (typeof editions)['jcr' | 'cas'], some: Partial<JournalValues>) => ({
    edition,
    title: 'JOURNAL OF MADE-UP RESULTS',
    by: 'issn' as const,
    values: { ...values, ...some },
  });
  return {
    inForce: editions,
    found: {
      ...(jcr && { jcr: found(editions.jcr, jcr) }),
      ...(cas && { cas: found(editions.cas, cas) }),
    },
  };
}
export const exact = (value: number) => ({ text: String(value), from: value, to: value });
export const belowTenth = { text: '<0.1', from: 0, to: 0.1 };
export const placing = (place: 1 | 2 | 3 | 4 | null, category: string | null = null) => ({
  category,
  place,
  rank: null,
});

export type Verdict = 'pass' | 'fail' | 'unknown';
/** Asked twice, so that what is not known shows: it passes where it is kept, and does not where it is dropped. */
export function verdict(rule: object, metrics: JournalMetrics, article = paper()): Verdict {
  const keeps = judge({ ...rule, unknown: 'keep' }, article, metrics).verdict === 'pass';
  const drops = judge({ ...rule, unknown: 'drop' }, article, metrics).verdict === 'pass';
  return keeps && drops ? 'pass' : keeps ? 'unknown' : 'fail';
}
