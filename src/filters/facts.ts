import type { Article } from '../contract/article.ts';
import type { JournalMetrics } from '../contract/journals.ts';

/** What rules ask of a paper. */
export interface Facts {
  article: Article;
  metrics: JournalMetrics;
}

export const factsOf = (article: Article, metrics: JournalMetrics): Facts => ({ article, metrics });
