import type { Badge } from '../contract/digest.ts';
import { type Html, html, safeHtml } from '../html.ts';
import type { Paragraph, ShownAbstract } from './digest-abstract.ts';
import { colours, fonts, leadingOf, tints } from './digest-style.ts';
import { type ArticleView, anchorOf, type Link, type TitleView } from './digest-view.ts';
import type { Words } from './digest-words.ts';

/** One row of the mail: number and badges, title, authors, source, abstract, links. */
export function articleRow(
  input: { number: number; view: ArticleView; abstract: ShownAbstract },
  words: Words,
): Html {
  const { number, view, abstract } = input;
  const retracted = view.badges.some(({ kind }) => kind === 'retracted');
  const edge = retracted ? `padding-left:34px;border-left:6px solid ${tints.retracted.light[0]};` : '';
  return html`<tr><td class="pad text${retracted && ' red'}" style="padding:30px 40px 28px;${edge}border-top:1px solid ${colours.line};color:${colours.text};font-size:16px;line-height:1.6">
    <div class="muted" style="margin:0 0 8px;color:${colours.muted};font-size:14px;line-height:27px"><b class="accent" style="color:${colours.accent}">${number}</b>${view.badges.map(badge)}</div>
    <h2 lang="en" style="margin:0 0 10px;font-family:${safeHtml(fonts.serif)};font-size:20px;line-height:1.36;font-weight:bold"><a class="link" id="${anchorOf(view.pmid)}" name="${anchorOf(view.pmid)}" href="${view.url}" style="color:${colours.link};text-decoration:none">${safeHtml(view.title)}</a></h2>
    ${
      view.vernacular &&
      html`<div${langAttribute(view.vernacular.lang)} style="margin:0 0 10px;font-size:17px;line-height:1.5">${safeHtml(view.vernacular.html)}</div>`
    }
    <div class="muted" style="margin:0 0 14px;color:${colours.muted};font-size:15px;line-height:1.5">${lines(view)}</div>
    ${abstract.paragraphs.map(paragraph)}
    ${remark(view, abstract, words)}
    <div class="muted" style="margin:14px 0 0;color:${colours.muted};font-size:14px;line-height:26px">${view.links.map(link)}</div>
    </td></tr>\n`;
}

const badge = ({ kind, label }: Badge): Html => {
  const [ground, ink] = tints[kind].light;
  const weight = kind === 'retracted' ? 'font-weight:bold;' : '';
  return html` &nbsp;<span class="b-${kind}" style="display:inline-block;border-radius:11px;background:${ground};color:${ink};font-size:13px;line-height:22px;${weight}white-space:nowrap">&nbsp; ${safeHtml(label)} &nbsp;</span>`;
};

const lines = ({ authors, source }: ArticleView): Html =>
  safeHtml([authors, ...source].filter((line) => line !== null).join('<br>'));

const langAttribute = (lang: string | null): Html | null => (lang === null ? null : html` lang="${lang}"`);

const paragraph = ({ heading, label, html: words, lang, small }: Paragraph): Html =>
  html`${
    heading &&
    html`<p class="muted" style="margin:18px 0 8px;color:${colours.muted};font-size:14px"><b>${heading}</b></p>`
  }${
    small
      ? html`<p class="muted"${langAttribute(lang)} style="margin:0 0 10px;color:${colours.muted};font-size:13px;line-height:1.5">${safeHtml(words)}</p>`
      : html`<p${langAttribute(lang)} style="margin:0 0 10px;line-height:${leadingOf(lang)}">${
          label &&
          html`<b class="muted" style="color:${colours.muted};font-size:13px;letter-spacing:.04em">${safeHtml(label)}</b>&ensp;`
        }${safeHtml(words)}</p>`
  }`;

/** What is said where an abstract is not whole. */
function remark(view: ArticleView, { cut, paragraphs }: ShownAbstract, words: Words): Html | null {
  if (cut !== 'whole') {
    const label = cut === 'shortened' ? words.readOn : words.readAbstract;
    return html`<p style="margin:0 0 10px"><a class="link" href="${view.restUrl}" style="color:${colours.link}">${label}&nbsp;→</a></p>`;
  }
  return paragraphs.length === 0
    ? html`<p class="muted" style="margin:0 0 10px;color:${colours.muted};font-size:15px">${words.noAbstract}</p>`
    : null;
}

const link = ({ kind, label, text, url }: Link): Html =>
  kind === 'free'
    ? html`<a class="free" href="${url}" style="color:${colours.free};font-weight:bold">${label}</a>`
    : html`${label}&nbsp;<a class="link" href="${url}" style="color:${colours.link};text-decoration:none">${text && safeHtml(text)}</a> &ensp; `;

/** One line of the table of contents. */
export const contentsItem = ({ pmid, shortTitle, badges }: ArticleView): Html =>
  html`<li style="margin:0 0 7px"><a class="text" href="#${anchorOf(pmid)}" style="color:${colours.text};text-decoration:none">${safeHtml(shortTitle)}</a>${badges.filter(({ kind }) => kind === 'retracted').map(badge)}</li>\n`;

/** An article that is given by its title only. */
export const titleItem = ({ url, title, badges }: TitleView): Html =>
  html`<li style="margin:0 0 9px"><a class="link" lang="en" href="${url}" style="color:${colours.link};text-decoration:none">${safeHtml(title)}</a>${badges.map(badge)}</li>\n`;
