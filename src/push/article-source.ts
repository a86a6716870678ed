import type { Article } from '../contract/article.ts';
import type { NeverAgain, TryAgainLater } from '../errors.ts';
import { findArticles, saveArticles } from '../store/articles.ts';
import type { Store } from '../store/open.ts';

/** Records for a run: from the store, and from PubMed only what the store lacks. */
export interface ArticleSource {
  /**
   * @param input.refresh those of `pmids` whose record was unfinished: fetched again, at most once in twelve hours.
   * @returns the records that exist, and the ids that a complete reply of PubMed left out.
   * @throws {TryAgainLater | NeverAgain} where PubMed cannot answer; what had come by then is in the store.
   */
  get(input: {
    pmids: readonly number[];
    refresh?: ReadonlySet<number>;
    onRequest?: () => void;
  }): Promise<{ articles: Map<number, Article>; missing: number[] }>;
}

/** Asks PubMed. `failure` is why it could not give the rest; `missing` then says nothing of those. */
export type FetchArticles = (input: {
  ids: readonly number[];
  onRequest?: (() => void) | undefined;
}) => Promise<{ articles: Article[]; missing: number[]; failure: TryAgainLater | NeverAgain | null }>;

const freshMs = 12 * 60 * 60_000;

/** One fetch serves all subscriptions: what another run of this process is fetching just now is waited for. */
export function createArticleSource(input: {
  store: Store;
  fetch: FetchArticles;
  now: () => number;
}): ArticleSource {
  const { store } = input;
  const underWay = new Map<number, Promise<Map<number, Article>>>();

  async function fetchAndSave(ids: number[], onRequest: (() => void) | undefined) {
    const { articles, missing, failure } = await input.fetch({ ids, onRequest });
    await saveArticles(store, articles);
    if (failure) throw failure;
    return { fetched: new Map(articles.map((article) => [article.pmid, article])), missing };
  }

  return {
    async get({ pmids, refresh, onRequest }) {
      const articles = new Map<number, Article>();
      const stored = await findArticles(store, pmids);
      const mine: number[] = [];
      const others = new Set<Promise<Map<number, Article>>>();
      for (const pmid of pmids) {
        const found = stored.get(pmid);
        if (found) articles.set(pmid, found.article);
        if (found && !(refresh?.has(pmid) && found.fetchedAt < input.now() - freshMs)) continue;
        const other = underWay.get(pmid);
        if (other) others.add(other);
        else mine.push(pmid);
      }
      let missing: number[] = [];
      if (mine.length > 0) {
        const fetching = fetchAndSave(mine, onRequest);
        const shared = fetching.then(({ fetched }) => fetched);
        // Those who wait for it see the failure; without one of them it must not count as unhandled.
        shared.catch(() => undefined);
        for (const pmid of mine) underWay.set(pmid, shared);
        try {
          const done = await fetching;
          // A stored record that PubMed no longer gives was deleted or merged: our copy stays as it was.
          missing = done.missing.filter((pmid) => !articles.has(pmid));
          for (const [pmid, article] of done.fetched) articles.set(pmid, article);
        } finally {
          for (const pmid of mine) underWay.delete(pmid);
        }
      }
      const wanted = new Set(pmids);
      for (const other of others) {
        for (const [pmid, article] of await other) if (wanted.has(pmid)) articles.set(pmid, article);
      }
      // What another run asked for in vain is missing here too.
      const known = new Set(missing);
      for (const pmid of pmids) if (!articles.has(pmid) && !known.has(pmid)) missing.push(pmid);
      return { articles, missing };
    },
  };
}
