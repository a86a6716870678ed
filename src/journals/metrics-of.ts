import type { Article } from '../contract/article.ts';
import { type JournalMetrics, noMetrics } from '../contract/journals.ts';
import type { Store } from '../store/open.ts';

/** Looks up the journals of some papers in the editions in force, all at once. */
export type MetricsOf = (articles: readonly Article[]) => Promise<(article: Article) => JournalMetrics>;

export const createMetricsOf =
  (_store: Store): MetricsOf =>
  async () =>
  () =>
    noMetrics;
