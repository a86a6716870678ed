import type { Article } from '../contract/article.ts';
import type { Badge, DigestArticle, DigestContent, WaitingTitle } from '../contract/digest.ts';
import type { Locale } from '../contract/locale.ts';
import { langOf, type Paragraph, paragraphsOf } from './digest-abstract.ts';
import { authorsLine, sourceLines } from './digest-citation.ts';
import { lineHtml, shortenHtml } from './digest-shorten.ts';
import { type Words, wordsOf } from './digest-words.ts';

/** What both parts of the mail show of one article: safe HTML, every field of bounded length. */
export interface ArticleView {
  pmid: number;
  url: string;
  title: string;
  /** For the table of contents. */
  shortTitle: string;
  vernacular: { html: string; lang: string | null } | null;
  badges: Badge[];
  authors: string | null;
  source: string[];
  paragraphs: Paragraph[];
  links: Link[];
  /** Where the rest of a shortened abstract stands. */
  restUrl: string;
}

export interface Link {
  label: string;
  /** Shown as the link's text: the identifier itself, or null for the label alone. */
  text: string | null;
  url: string;
  kind: 'pmid' | 'doi' | 'free';
}

export interface TitleView {
  pmid: number;
  url: string;
  title: string;
  badges: Badge[];
}

/** Bytes of HTML. The longest real titles have some 600. */
const mostTitle = 1200;
const mostLinkedTitle = 400;
const mostShortTitle = 160;
/** More than any paper has, unless its filters are full of marks. */
const mostBadges = 12;
const mostIdentifier = 250;

export const pubmedUrl = (pmid: number): string => `https://pubmed.ncbi.nlm.nih.gov/${pmid}/`;

/** The place of an article in the mail and on the page of the digest. */
export const anchorOf = (pmid: number): string => `p${pmid}`;

export function articleView({ article, badges }: DigestArticle, content: DigestContent): ArticleView {
  const words = wordsOf[content.locale];
  const { pmid, vernacularTitle } = article;
  const url = pubmedUrl(pmid);
  const page = content.links.page;
  const title = titleOf(article, words);
  return {
    pmid,
    url,
    title: shortenHtml(title, mostTitle),
    shortTitle: shortenHtml(title, mostShortTitle),
    vernacular:
      vernacularTitle !== null && vernacularTitle.html !== '' && vernacularTitle.html !== title
        ? { html: shortenHtml(vernacularTitle.html, mostTitle), lang: langOf(article.languages[0]) }
        : null,
    badges: shownBadges(badges),
    authors: authorsLine(article, words),
    source: sourceLines(article, content.locale, words),
    paragraphs: paragraphsOf(article, content.locale, words),
    links: linksOf(article, words),
    restUrl: page === null ? url : `${page}#${anchorOf(pmid)}`,
  };
}

/** An article that is given by its title only. */
export const titleView = ({ article, badges }: DigestArticle, locale: Locale): TitleView => ({
  pmid: article.pmid,
  url: pubmedUrl(article.pmid),
  title: shortenHtml(titleOf(article, wordsOf[locale]), mostLinkedTitle),
  badges: graveBadges(badges),
});

export const waitingView = (waiting: WaitingTitle, locale: Locale): TitleView => ({
  pmid: waiting.pmid,
  url: pubmedUrl(waiting.pmid),
  title: shortenHtml(waiting.title.html || wordsOf[locale].noTitle, mostLinkedTitle),
  badges: graveBadges(waiting.badges),
});

/** What nobody may overlook, even of a paper that is given by its title only. */
const grave: ReadonlySet<Badge['kind']> = new Set<Badge['kind']>([
  'retracted',
  'concern',
  'warning',
  'unknown',
]);

const graveBadges = (badges: readonly Badge[]): Badge[] =>
  shownBadges(badges.filter(({ kind }) => grave.has(kind)));

const titleOf = ({ title, vernacularTitle }: Article, words: Words): string =>
  title.html || vernacularTitle?.html || words.noTitle;

const shownBadges = (badges: readonly Badge[]): Badge[] =>
  badges.slice(0, mostBadges).map(({ kind, label }) => ({ kind, label: lineHtml(label, 80) }));

function linksOf({ pmid, doi, pmcid, book }: Article, words: Words): Link[] {
  const links: Link[] = [{ kind: 'pmid', label: 'PMID', text: String(pmid), url: pubmedUrl(pmid) }];
  // An identifier is shown whole or not at all.
  if (doi !== null && doi.length <= mostIdentifier) {
    links.push({
      kind: 'doi',
      label: 'DOI',
      text: lineHtml(doi, 6 * mostIdentifier),
      url: `https://doi.org/${pathOf(doi)}`,
    });
  }
  const free = freeUrl(pmcid, book?.accession ?? null);
  if (free !== null) links.push({ kind: 'free', label: words.freeText, text: null, url: free });
  return links;
}

function freeUrl(pmcid: string | null, accession: string | null): string | null {
  const identifier = pmcid ?? accession;
  if (identifier === null || identifier.length > mostIdentifier) return null;
  return pmcid === null
    ? `https://www.ncbi.nlm.nih.gov/books/${pathOf(identifier)}/`
    : `https://pmc.ncbi.nlm.nih.gov/articles/${pathOf(identifier)}/`;
}

/** Every character that means something in an address is encoded, but for the slash that a DOI is divided by. */
const pathOf = (identifier: string): string =>
  encodeURIComponent(identifier.toWellFormed()).replaceAll('%2F', '/');
