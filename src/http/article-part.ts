import type { Author } from '../contract/article.ts';
import type { Badge, DigestArticle } from '../contract/digest.ts';
import { type Html, html, safeHtml } from '../html.ts';
import type { Paragraph } from '../mail/digest-abstract.ts';
import { type ArticleView, anchorOf, type Link, pubmedUrl } from '../mail/digest-view.ts';
import type { Words } from '../mail/digest-words.ts';
import type { View } from './view.ts';

export interface ArticleOnPage {
  number: number;
  pmid: number;
  /** Null where the store has no record. */
  record: (DigestArticle & { view: ArticleView }) | null;
}

export interface Setting {
  view: View;
  words: Words;
}

/** One article in full. Its anchor is the one that the mail's "read on" leads to. */
export function articlePart({ number, pmid, record }: ArticleOnPage, setting: Setting): Html {
  const { words } = setting.view;
  if (record === null) {
    return html`<section class="paper" id="${anchorOf(pmid)}">
      <p class="number">${number}</p>
      <p>${words.recordGone} <a href="${pubmedUrl(pmid)}" rel="noreferrer">PMID ${pmid}</a></p>
      </section>`;
  }
  const { article, view } = record;
  const retracted = view.badges.some(({ kind }) => kind === 'retracted');
  const keywords = article.keywords.map(({ text }) => text);
  return html`<section class="paper${retracted && ' retracted'}" id="${anchorOf(pmid)}">
    <p class="number">${number}${badgeMarks(view.badges)}</p>
    <h2 lang="en"><a href="${view.url}" rel="noreferrer">${safeHtml(view.title)}</a></h2>
    ${view.vernacular && html`<p class="vernacular"${lang(view.vernacular.lang)}>${safeHtml(view.vernacular.html)}</p>`}
    <p class="source">${lines(view)}</p>
    ${article.authors.length > 4 && allAuthors(article.authors, setting)}
    ${view.paragraphs.length === 0 ? html`<p class="muted">${setting.words.noAbstract}</p>` : view.paragraphs.map(paragraph)}
    ${keywords.length > 0 && html`<p class="keywords"><b>${words.keywords}</b> <span>${keywords.join(' · ')}</span></p>`}
    <p class="links">${view.links.map(link)}<a class="up" href="#top" aria-label="${words.toContents}" title="${words.toContents}">↑</a></p>
    </section>`;
}

export const badgeMarks = (badges: readonly Badge[]): Html[] =>
  badges.map(({ kind, label }) => html` <span class="badge b-${kind}">${safeHtml(label)}</span>`);

const lines = ({ authors, source }: ArticleView): Html =>
  safeHtml([authors, ...source].filter((line) => line !== null).join('<br>'));

const lang = (tag: string | null): Html | null => (tag === null ? null : html` lang="${tag}"`);

/** The mail names four; here everyone has room, folded up as there may be a thousand. */
const allAuthors = (authors: readonly Author[], { view }: Setting): Html => html`<details class="authors">
  <summary>${view.words.allAuthors}</summary>
  <p lang="en">${authors.map(fullName).join(', ')}</p>
  </details>`;

const fullName = ({ collectiveName, foreName, initials, lastName, suffix }: Author): string =>
  collectiveName ?? [foreName ?? initials, lastName, suffix].filter(Boolean).join(' ');

const paragraph = ({ heading, label, html: words, lang: tag, small }: Paragraph): Html => html`
  ${heading && html`<p class="heading"><b>${heading}</b></p>`}
  <p${small && html` class="small"`}${lang(tag)}>${label && html`<b class="label">${safeHtml(label)}</b> `}${safeHtml(words)}</p>`;

const link = ({ kind, label, text, url }: Link): Html =>
  kind === 'free'
    ? html`<a class="free" href="${url}" rel="noreferrer">${label}</a> `
    : html`<span>${label} <a href="${url}" rel="noreferrer">${text && safeHtml(text)}</a></span> `;
