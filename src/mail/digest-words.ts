import type { PartialDate } from '../contract/article.ts';
import type { Locale } from '../contract/locale.ts';

/** Every fixed word of the digest mail. What comes from outside is filled in by whoever calls, escaped there. */
export interface Words {
  lang: string;
  product: string;
  subject: (parts: { papers: number; name: string; day: string; test: boolean }) => string;
  papers: (count: number) => string;
  nothingNew: string;
  nothingNewText: string;
  test: string;
  testText: string;
  moreNotices: (count: number) => string;
  contents: string;
  titles: string;
  titlesText: string;
  waiting: (count: number) => string;
  readHere: string;
  shortened: string;
  readOn: string;
  readAbstract: string;
  noAbstract: string;
  noTitle: string;
  originalAbstract: string;
  etAl: string;
  authors: (count: number) => string;
  editors: (names: string) => string;
  publishedIn: (book: string) => string;
  freeText: string;
  reason: (name: string) => string;
  schedule: string;
  query: string;
  stop: string;
  noStop: string;
  source: string;
  policies: string;
  colon: string;
}

const english: Words = {
  lang: 'en',
  product: 'Literature Push',
  subject: ({ papers, name, day, test }) =>
    `${test ? '[Test] ' : ''}${papers === 0 ? 'Nothing new' : newPapers(papers)}: ${name} (${day})`,
  papers: (count) => newPapers(count),
  nothingNew: 'Nothing new this time',
  nothingNewText:
    'PubMed was searched and holds no paper that you have not been given already. All is well: the next run will look again.',
  test: 'This is a test digest.',
  testText: 'Nothing was recorded: the same papers will come again in the next regular digest.',
  moreNotices: (count) => `And ${count} more.`,
  contents: 'In this digest',
  titles: 'More new papers, by title',
  titlesText: 'There was no room for these in full.',
  waiting: (count) =>
    count === 1
      ? 'One more paper is waiting; it comes with a later digest.'
      : `${grouped(count)} more papers are waiting; they come with later digests.`,
  readHere: 'Read this digest in the browser',
  shortened: 'Abstracts are shortened or left out so that this mail stays small enough to be shown whole.',
  readOn: 'Read on',
  readAbstract: 'Read the abstract',
  noAbstract: 'PubMed has no abstract of this paper.',
  noTitle: 'Without a title',
  originalAbstract: 'Abstract in English',
  etAl: ', et al.',
  authors: (count) => ` (${grouped(count)} authors)`,
  editors: (names) => `Edited by ${names}`,
  publishedIn: (book) => `In: ${book}`,
  freeText: 'Free full text',
  reason: (name) => `You get this mail because the search “${name}” sends its new papers to you.`,
  schedule: 'Runs',
  query: 'Query',
  stop: 'Pause or stop these mails',
  noStop:
    'To pause or stop these mails, ask the person who set up this search for you: this service has no public page yet.',
  source:
    'Records come from PubMed, a service of the U.S. National Library of Medicine, which gives no warranty for them. Abstracts may be protected by copyright.',
  policies: 'Disclaimer and copyright notice of NCBI',
  colon: ': ',
};

const chinese: Words = {
  lang: 'zh-CN',
  product: '文献推送',
  subject: ({ papers, name, day, test }) =>
    `${test ? '【测试】' : ''}${papers === 0 ? '暂无新文献' : `${papers} 篇新文献`}：${name}（${day}）`,
  papers: (count) => `${count} 篇新文献`,
  nothingNew: '这次没有新文献',
  nothingNewText: '已检索 PubMed，没有您尚未收到的文献。一切正常，下次到点会继续检索。',
  test: '这是一封测试邮件。',
  testText: '本次不作任何记录，同样的文献会在下一次正式推送中再次出现。',
  moreNotices: (count) => `另有 ${count} 条提示。`,
  contents: '本期目录',
  titles: '更多新文献（仅列标题）',
  titlesText: '篇幅所限，以下文献只列出标题。',
  waiting: (count) => `另有 ${count} 篇文献在排队，将随后续邮件送达。`,
  readHere: '在浏览器中阅读本期',
  shortened: '为保证邮件能完整显示，部分摘要已缩短或省略。',
  readOn: '继续阅读',
  readAbstract: '阅读摘要',
  noAbstract: 'PubMed 未提供这篇文献的摘要。',
  noTitle: '无标题',
  originalAbstract: '英文摘要',
  etAl: ' 等',
  authors: (count) => `（共 ${count} 位作者）`,
  editors: (names) => `主编：${names}`,
  publishedIn: (book) => `载于：${book}`,
  freeText: '免费全文',
  reason: (name) => `您收到这封邮件，是因为检索“${name}”会把新文献发送给您。`,
  schedule: '推送时间',
  query: '检索式',
  stop: '暂停或停止接收',
  noStop: '如需暂停或停止接收，请联系为您设置此检索的人：本服务尚未开通公开页面。',
  source: '文献记录来自美国国家医学图书馆的 PubMed，该馆不对其内容作任何担保。摘要可能受版权保护。',
  policies: 'NCBI 免责声明与版权说明',
  colon: '：',
};

export const wordsOf: Readonly<Record<Locale, Words>> = { en: english, zh: chinese };

const grouped = (count: number): string => String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');

const newPapers = (count: number): string => `${grouped(count)} new ${count === 1 ? 'paper' : 'papers'}`;

const months = 'January February March April May June July August September October November December'.split(
  ' ',
);
const seasons: Readonly<Record<string, string>> = {
  spring: '春',
  summer: '夏',
  autumn: '秋',
  fall: '秋',
  winter: '冬',
};

/** `24 November 2026`, short `24 Nov 2026`, `2026年11月24日`: the day of an instant where the reader lives. */
export function dayOf(input: { at: number; timeZone: string; locale: Locale; short?: boolean }): string {
  const { year, month, day } = Temporal.Instant.fromEpochMilliseconds(input.at).toZonedDateTimeISO(
    input.timeZone,
  );
  if (input.locale === 'zh') return `${year}年${month}月${day}日`;
  const name = months[month - 1] ?? '';
  return `${day} ${input.short ? name.slice(0, 3) : name} ${year}`;
}

/** As far as PubMed knows the date; null where it knows nothing. Free text stays as printed, the caller escapes it. */
export function partialDay(date: PartialDate, locale: Locale): string | null {
  const { year, month, day, season } = date;
  if (date.medlineDate !== null) return date.medlineDate;
  if (year === null) return season;
  if (locale === 'zh') {
    if (month === null)
      return `${year}年${season === null ? '' : (seasons[season.toLowerCase()] ?? ` ${season}`)}`;
    return `${year}年${month}月${day === null ? '' : `${day}日`}`;
  }
  const name = month === null ? season : (months[month - 1]?.slice(0, 3) ?? null);
  return [month === null ? null : day, name, year].filter((part) => part !== null).join(' ');
}
