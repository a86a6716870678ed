import type { Article } from '../contract/article.ts';
import type { wordFields } from '../contract/filters.ts';
import type { JournalMetrics } from '../contract/journals.ts';
import { fold } from './fold.ts';
import { namesOfAuthor, namesOfJournal } from './names.ts';

export type WordField = (typeof wordFields)[number];

/** What rules ask of a paper. Its text is folded once, when the first rule asks for it: 2 to 3 KB a paper from then on. */
export interface Facts {
  readonly article: Article;
  readonly metrics: JournalMetrics;
  /** Folded, with a blank at both ends. */
  text(field: WordField): string;
  /** Every way to write one of its authors, folded. */
  authorNames(): readonly string[];
  /** ISSNs, id, title and abbreviations of its journal, as `names.ts` compares them. */
  journalNames(): readonly string[];
}

export function factsOf(article: Article, metrics: JournalMetrics): Facts {
  const folded: Partial<Record<WordField, string>> = {};
  let authors: readonly string[] | null = null;
  let journal: readonly string[] | null = null;
  return {
    article,
    metrics,
    text(field) {
      folded[field] ??= ` ${texts[field](article).map(fold).join(' ')} `;
      return folded[field];
    },
    authorNames() {
      authors ??= article.authors.flatMap(namesOfAuthor);
      return authors;
    },
    journalNames() {
      journal ??= article.journal ? namesOfJournal(article.journal) : [];
      return journal;
    },
  };
}

const texts: Record<WordField, (article: Article) => string[]> = {
  title: ({ title, vernacularTitle }) => [title.text, vernacularTitle?.text ?? ''],
  abstract: ({ abstract, otherAbstracts }) =>
    [...(abstract ? [abstract] : []), ...otherAbstracts].flatMap(({ sections }) =>
      sections.map(({ text }) => text),
    ),
  keywords: ({ keywords }) => keywords.map(({ text }) => text),
  mesh: ({ mesh }) => mesh.flatMap(({ name, qualifiers }) => [name, ...qualifiers.map((one) => one.name)]),
};
