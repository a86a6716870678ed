import type { Article } from '../contract/article.ts';
import type { DigestArticle, DigestContent } from '../contract/digest.ts';
import type { Locale } from '../contract/locale.ts';
import { parseSchedule, type Schedule } from '../contract/schedule.ts';
import { badgesOf } from '../push/badges.ts';
import { findArticles } from '../store/articles.ts';
import { findDigestByToken } from '../store/digests.ts';
import type { Store } from '../store/open.ts';
import { findSubscription } from '../store/subscriptions.ts';

/** What the row of a digest keeps: the articles stand in their own table. */
export type FrozenContent = Omit<DigestContent, 'articles'>;

export interface OpenDigest {
  content: FrozenContent;
  schedule: Schedule;
  /** In the reader's order; null where the store has no record (any more). */
  articles: { pmid: number; found: DigestArticle | null }[];
}

/**
 * A frozen digest with the records as they are known today, so that a retraction since then shows.
 *
 * @param localeOf which language the badges speak, once the digest's own is known.
 * @returns null where no digest has this link.
 */
export async function readDigest(
  store: Store,
  token: string,
  localeOf: (ofTheMail: Locale) => Locale,
): Promise<OpenDigest | null> {
  const row = await findDigestByToken(store, token);
  const subscription = row && (await findSubscription(store, row.subscription_id));
  if (!subscription) return null;
  const content: FrozenContent = JSON.parse(row.content);
  const pmids: number[] = JSON.parse(row.articles);
  const records = await findArticles(store, pmids);
  const locale = localeOf(content.locale);
  const withBadges = (article: Article): DigestArticle => ({ article, badges: badgesOf(article, locale) });
  return {
    content,
    schedule: parseSchedule(subscription.schedule),
    articles: pmids.map((pmid) => {
      const stored = records.get(pmid);
      return { pmid, found: stored ? withBadges(stored.article) : null };
    }),
  };
}
