import type { Badge, DigestContent } from '../contract/digest.ts';
import type { Paragraph, ShownAbstract } from './digest-abstract.ts';
import { plainOf } from './digest-shorten.ts';
import { policiesUrl, type Summary } from './digest-summary.ts';
import type { ArticleView, TitleView } from './digest-view.ts';
import type { Words } from './digest-words.ts';
import { wrap } from './digest-wrap.ts';

const rule = '-'.repeat(60);
const line = (html: string): string => wrap(plainOf(html));

/** The plain-text part: the same words as the HTML part, in the same order; never longer than it in bytes. */
export function textPart(
  input: {
    content: DigestContent;
    summary: Summary;
    contents: string[];
    articles: string[];
    titles: string[];
  },
  words: Words,
): string {
  const { content, summary, contents, articles, titles } = input;
  const { page } = content.links;
  const count = summary.papers > 0 ? `${words.papers(summary.papers)} · ` : '';
  const blocks = [
    [line(summary.name), `${count}${summary.day}`].join('\n'),
    ...summary.notices.map((notice) => line(`* ${notice}`)),
    ...(page === null ? [] : [`${words.readHere}${words.colon}${page}`]),
    ...(summary.shortened ? [wrap(words.shortened)] : []),
    ...(content.kind === 'nothing-new' ? [words.nothingNew, wrap(words.nothingNewText)] : []),
    ...(contents.length > 0 ? [[words.contents, ...contents].join('\n')] : []),
    ...articles.flatMap((article) => [rule, article]),
    ...(titles.length > 0 ? [rule, [words.titles, words.titlesText].join('\n'), ...titles] : []),
    ...(summary.waiting > 0 ? [rule, wrap(words.waiting(summary.waiting))] : []),
    rule,
    foot(content, summary, words),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function foot({ links }: DigestContent, summary: Summary, words: Words): string {
  return [
    line(words.reason(summary.name)),
    line(`${words.schedule}${words.colon}${summary.schedule}`),
    line(`${words.query}${words.colon}${summary.query}`),
    '',
    links.stop === null ? wrap(words.noStop) : `${words.stop}${words.colon}${links.stop}`,
    '',
    wrap(words.source),
    `${words.policies}${words.colon}${policiesUrl}`,
  ].join('\n');
}

export const contentsLine = ({ shortTitle, badges }: ArticleView, at: number): string => {
  const warnings = badges.filter(({ kind }) => kind === 'retracted').map(badge);
  return [`${at + 1}. ${plainOf(shortTitle)}`, ...warnings].join(' ');
};

export function articleText(
  input: { number: number; view: ArticleView; abstract: ShownAbstract },
  words: Words,
): string {
  const { number, view, abstract } = input;
  const top = [
    line(`${number}. ${view.title}`),
    ...(view.vernacular === null ? [] : [line(view.vernacular.html)]),
    ...(view.badges.length === 0 ? [] : [view.badges.map(badge).join(' ')]),
    ...(view.authors === null ? [] : [line(view.authors)]),
    ...view.source.map(line),
  ];
  const links = view.links.map(({ kind, label, text, url }) =>
    kind === 'pmid' ? `${label} ${text}${words.colon}${url}` : `${label}${words.colon}${url}`,
  );
  return [
    top.join('\n'),
    ...abstract.paragraphs.map(paragraph),
    ...remark(view, abstract, words),
    links.join('\n'),
  ].join('\n\n');
}

/** Loud without colour. */
const badge = ({ kind, label }: Badge): string =>
  kind === 'retracted' ? `*** ${plainOf(label).toUpperCase()} ***` : `[${plainOf(label)}]`;

const paragraph = ({ heading, label, html }: Paragraph): string =>
  `${heading === null ? '' : `${heading}\n\n`}${line(`${label === null ? '' : `${label}: `}${html}`)}`;

function remark(view: ArticleView, { cut, paragraphs }: ShownAbstract, words: Words): string[] {
  if (cut === 'whole') return paragraphs.length === 0 ? [words.noAbstract] : [];
  return [`${cut === 'shortened' ? words.readOn : words.readAbstract}${words.colon}${view.restUrl}`];
}

export const titleText = ({ url, title, badges }: TitleView, number: number): string =>
  [line(`${number}. ${title}`), ...(badges.length === 0 ? [] : [badges.map(badge).join(' ')]), url].join(
    '\n',
  );
