import type { Article, RichText } from './article.ts';
import type { Cause } from './filters.ts';
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
  waiting: { count: number; titles: WaitingTitle[] };
  /** What a reader should know of this run, ready to show: a word that PubMed dropped, a count far above habit. */
  notices: string[];
  /** When the search runs, in words (`every day at 08:00, Asia/Shanghai`). */
  schedule: string;
  /** Absolute addresses; null where the service has no public address. */
  links: { page: string | null; stop: string | null; oneClick: string | null };
}

export interface WaitingTitle {
  pmid: number;
  title: RichText;
  badges: Badge[];
}

/**
 * What the row of a digest keeps. The articles stand in their own table, and their badges follow from what is known of them on
 * the day on which somebody looks; only what the filters did not know of them then is frozen.
 */
export type FrozenContent = Omit<DigestContent, 'articles' | 'waiting'> & {
  waiting: { count: number; titles: Omit<WaitingTitle, 'badges'>[] };
  /** By PMID; absent where no paper has any, and in digests of before there were marks. */
  marks?: Record<number, Cause[]>;
};

export interface DigestArticle {
  article: Article;
  badges: Badge[];
}

export interface Badge {
  kind:
    | 'preprint'
    | 'retracted'
    | 'concern'
    | 'erratum'
    | 'review'
    | 'trial'
    | 'book'
    | 'metric'
    /** The journal stands on a list of those to be careful with. */
    | 'warning'
    /** A rule of the filters let the paper pass without knowing what it asks. */
    | 'unknown'
    | 'note';
  label: string;
}
