import type { Article } from '../contract/article.ts';
import type { DigestContent } from '../contract/digest.ts';
import type { Judgement } from '../contract/filters.ts';
import type { JournalMetrics } from '../contract/journals.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { badgesOf } from '../push/badges.ts';
import type { LookUp } from './look-up.ts';

const words = {
  schedule: { en: 'once, from the command line', zh: '一次性推送（命令行）' },
  dropped: {
    en: (terms: string) => `PubMed does not know these words and searched without them: ${terms}.`,
    zh: (terms: string) => `PubMed 无法识别以下检索词，检索时已忽略：${terms}。`,
  },
  more: {
    en: (more: number) => `${more} more papers match; this digest shows the newest.`,
    zh: (more: number) => `另有 ${more} 篇符合条件，本次只显示最新的文献。`,
  },
} satisfies Record<string, Bilingual | Record<Locale, unknown>>;

/** A digest of what a look-up found, for which no subscription stands: filter first, then limit, newest first. */
export function singleDigest(input: {
  query: string;
  found: LookUp;
  /** What the filters do with a paper, and what is known of its journal. */
  judge: (article: Article) => { judgement: Judgement; metrics: JournalMetrics };
  max: number;
  locale: Locale;
  timeZone: string;
  createdAt: number;
}): { content: DigestContent; setAside: number } {
  const { query, found, locale } = input;
  const passed = found.articles.flatMap((article) => {
    const { judgement, metrics } = input.judge(article);
    return judgement.verdict === 'pass' ? [{ article, metrics, marks: judgement.marks }] : [];
  });
  const shown = passed.slice(0, input.max);
  const more = passed.length - shown.length + (found.count - found.articles.length - found.missing.length);
  const notices = [
    ...(found.dropped.length > 0 ? [words.dropped[locale](found.dropped.join(', '))] : []),
    ...(more > 0 ? [words.more[locale](more)] : []),
  ];
  return {
    content: {
      subscription: { name: query, query },
      locale,
      timeZone: input.timeZone,
      createdAt: input.createdAt,
      kind: shown.length > 0 ? 'digest' : 'nothing-new',
      test: false,
      articles: shown.map((paper) => ({ article: paper.article, badges: badgesOf({ ...paper, locale }) })),
      waiting: { count: 0, titles: [] },
      notices,
      schedule: words.schedule[locale],
      links: { page: null, stop: null, oneClick: null },
    },
    setAside: found.articles.length - passed.length,
  };
}
