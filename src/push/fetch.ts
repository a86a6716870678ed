import type { Eutils } from '../pubmed/eutils.ts';
import { fetchArticles } from '../pubmed/fetch-articles.ts';
import type { FetchArticles } from './article-source.ts';
import { failureOf } from './search.ts';

/** EFetch, with its failures as what they mean for a run. */
export const createFetch =
  (eutils: Eutils): FetchArticles =>
  async ({ ids, onRequest }) => {
    const fetched = await fetchArticles(eutils, { ids, onRequest });
    const { articles } = fetched;
    if (fetched.kind === 'fetched') return { articles, missing: fetched.missing, failure: null };
    return { articles, missing: [], failure: failureOf(fetched) };
  };
