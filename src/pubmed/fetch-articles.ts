import type { Article } from '../contract/article.ts';
import type { CallOptions, Eutils } from './eutils.ts';
import type { EutilsFailure } from './eutils-outcome.ts';

/** Records of one request: 200 of moderate size make 3 MB. */
const batchSize = 200;

/** How often the rest of one batch is asked for when replies break off. Each brings at least one record. */
const mostReplies = 8;

export interface FetchRequest extends CallOptions {
  ids: readonly number[];
}

export type FetchOutcome =
  | {
      kind: 'fetched';
      /** One for each PMID, its highest version; in PubMed's order. */
      articles: Article[];
      /** Left out of a reply that was whole: deleted, merged, or no PMID. */
      missing: number[];
      requests: number;
    }
  /** `articles`: what came before the failure. Nothing is known of the others. */
  | (EutilsFailure & { requests: number; articles: Article[] });

/**
 * The records of some PMIDs, in batches. A reply that is cut or damaged keeps what came and is asked again for the rest
 * only. Records that nobody asked for are ignored.
 *
 * @throws what `signal` was aborted with; nothing else.
 */
export async function fetchArticles(eutils: Eutils, request: FetchRequest): Promise<FetchOutcome> {
  const { ids, ...how } = request;
  const wanted = [...new Set(ids)];
  const valid = wanted.filter(isPmid);
  const missing = wanted.filter((id) => !isPmid(id));
  const best = new Map<number, Article>();
  let requests = 0;

  for (let at = 0; at < valid.length; at += batchSize) {
    let rest = valid.slice(at, at + batchSize);
    for (let replies = 1; rest.length > 0; replies += 1) {
      const reply = await eutils.efetch({ ...how, ids: rest });
      requests += reply.requests;
      if (reply.kind !== 'fetched') return { ...reply, requests, articles: [...best.values()] };
      keepHighest(best, reply.articles);
      rest = rest.filter((id) => !best.has(id));
      if (reply.whole) {
        missing.push(...rest);
        break;
      }
      if (rest.length > 0 && replies === mostReplies) {
        const articles = [...best.values()];
        return { kind: 'outage', reason: 'truncated', retryAfterMs: null, requests, articles };
      }
    }
  }
  return { kind: 'fetched', articles: [...best.values()], missing, requests };
}

const isPmid = (id: number): boolean => Number.isSafeInteger(id) && id > 0;

function keepHighest(best: Map<number, Article>, articles: readonly Article[]): void {
  for (const article of articles) {
    const known = best.get(article.pmid);
    if (known === undefined || article.version > known.version) best.set(article.pmid, article);
  }
}
