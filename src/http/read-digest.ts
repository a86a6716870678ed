import type { DigestArticle, DigestContent, FrozenContent } from '../contract/digest.ts';
import type { Locale } from '../contract/locale.ts';
import { parseSchedule, type Schedule } from '../contract/schedule.ts';
import type { MetricsOf } from '../journals/metrics-of.ts';
import { badgesOf } from '../push/badges.ts';
import { findArticles } from '../store/articles.ts';
import { findDigestByToken } from '../store/digests.ts';
import type { Store } from '../store/open.ts';
import { findSubscription } from '../store/subscriptions.ts';

export interface ReadDigestDeps {
  store: Store;
  metricsOf: MetricsOf;
}

export interface OpenDigest {
  content: FrozenContent;
  schedule: Schedule;
  /** In the reader's order; null where the store has no record (any more). */
  articles: { pmid: number; found: DigestArticle | null }[];
  waiting: DigestContent['waiting'];
}

/**
 * A frozen digest with the records and the journals' figures as they are known today, so that a retraction since then and a
 * newer edition show. What the filters did not know of a paper stays as it was.
 *
 * @param localeOf which language the badges speak, once the digest's own is known.
 * @returns null where no digest has this link.
 */
export async function readDigest(
  { store, metricsOf }: ReadDigestDeps,
  token: string,
  localeOf: (ofTheMail: Locale) => Locale,
): Promise<OpenDigest | null> {
  const row = await findDigestByToken(store, token);
  const subscription = row && (await findSubscription(store, row.subscription_id));
  if (!subscription) return null;
  const content: FrozenContent = JSON.parse(row.content);
  const pmids: number[] = JSON.parse(row.articles);
  const { count, titles } = content.waiting;
  const records = await findArticles(store, [...pmids, ...titles.map(({ pmid }) => pmid)]);
  const metrics = await metricsOf([...records.values()].map(({ article }) => article));
  const locale = localeOf(content.locale);
  const marks = content.marks ?? {};
  const withBadges = (pmid: number): DigestArticle | null => {
    const article = records.get(pmid)?.article;
    if (!article) return null;
    return {
      article,
      badges: badgesOf({ article, metrics: metrics(article), marks: marks[pmid] ?? [], locale }),
    };
  };
  return {
    content,
    schedule: parseSchedule(subscription.schedule),
    articles: pmids.map((pmid) => ({ pmid, found: withBadges(pmid) })),
    waiting: { count, titles: titles.map((one) => ({ ...one, badges: withBadges(one.pmid)?.badges ?? [] })) },
  };
}
