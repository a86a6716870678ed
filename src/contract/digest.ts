import type { Article, RichText } from './article.ts';
import type { Locale } from './locale.ts';

/** What a run chose for one recipient: everything that the mail and its page show, and nothing else. */
export interface DigestContent {
  subscription: { name: string; query: string };
  locale: Locale;
  timeZone: string;
  /** Epoch milliseconds at which the digest was frozen. */
  createdAt: number;
  kind: 'digest' | 'nothing-new';
  /** A test digest writes neither ledger nor slot, and says so. */
  test: boolean;
  /** In the order in which the reader sees them, numbered from 1. */
  articles: DigestArticle[];
  /**
   * Articles over the subscription's maximum. `count` of them stay in line, unseen; `titles` have waited long enough and
   * are given in this mail, as linked titles.
   */
  waiting: { count: number; titles: { pmid: number; title: RichText }[] };
  /** What a reader should know of this run, ready to show: a word that PubMed dropped, a count far above habit. */
  notices: string[];
  /** When the search runs, in words (`every day at 08:00, Asia/Shanghai`). */
  schedule: string;
  /** Absolute addresses; null where the service has no public address. */
  links: { page: string | null; stop: string | null; oneClick: string | null };
}

export interface DigestArticle {
  article: Article;
  badges: Badge[];
}

export interface Badge {
  kind: 'preprint' | 'retracted' | 'concern' | 'erratum' | 'review' | 'trial' | 'book' | 'metric' | 'note';
  label: string;
}
