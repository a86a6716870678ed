import type { Bilingual, Locale } from '../contract/locale.ts';
import { fill, type RefusalParams } from '../errors.ts';

/** What a reader, and the admin, should know of a run. Stored with the run as JSON. */
export type Notice =
  /** Left out of the search by PubMed; a person accepted that when the query was saved. */
  | { code: 'dropped'; terms: string[] }
  | { code: 'translation-changed'; before: string; now: string }
  | { code: 'far-above'; count: number; usual: number }
  | { code: 'incomplete'; found: number; count: number }
  /** Found, and then left out of a complete reply of EFetch. */
  | { code: 'missing'; count: number };

const sentences: Readonly<Record<Notice['code'], Bilingual>> = {
  dropped: {
    en: 'PubMed does not know these words and searched without them: {terms}.',
    zh: 'PubMed 无法识别以下检索词，检索时已忽略：{terms}。',
  },
  'translation-changed': {
    en: 'PubMed now reads this search differently than before. It was read as “{before}” and is now “{now}”.',
    zh: 'PubMed 对该检索式的解释发生了变化：此前为“{before}”，现在为“{now}”。',
  },
  'far-above': {
    en: 'This search found {count} papers; it usually finds about {usual}. The query may have lost a part of its meaning.',
    zh: '本次检索到 {count} 篇文献，平时约 {usual} 篇，检索式的含义可能发生了变化。',
  },
  incomplete: {
    en: 'PubMed counted {count} papers and gave {found} of them. The next run asks for the rest.',
    zh: 'PubMed 统计到 {count} 篇文献，但只返回了 {found} 篇，下次推送会补全。',
  },
  missing: {
    en: 'PubMed lists papers for this search whose records it did not give ({count}). The next run asks for them again.',
    zh: 'PubMed 检索到但未返回记录的文献有 {count} 篇，下次推送会再次获取。',
  },
};

export const noticesInWords = (notices: readonly Notice[], locale: Locale): string[] =>
  notices.map((notice) => fill(sentences[notice.code][locale], paramsOf(notice, locale)));

/** PubMed's own text can be long; the reader needs its beginning. */
const mostShown = 300;
const shorten = (text: string): string => (text.length <= mostShown ? text : `${text.slice(0, mostShown)}…`);

function paramsOf(notice: Notice, locale: Locale): RefusalParams {
  if (notice.code === 'dropped') return { terms: shorten(notice.terms.join(locale === 'zh' ? '、' : ', ')) };
  if (notice.code === 'translation-changed') {
    return { before: shorten(notice.before), now: shorten(notice.now) };
  }
  const { code: _, ...numbers } = notice;
  return numbers;
}
