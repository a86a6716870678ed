import type { DigestContent } from '../contract/digest.ts';
import { shortenAbstract } from './digest-abstract.ts';
import { type Drawing, draw, everything, fitInto, leastLength, type Plan } from './digest-fit.ts';
import { page } from './digest-html.ts';
import { articleRow, contentsItem, titleItem } from './digest-html-article.ts';
import { bytesOf } from './digest-shorten.ts';
import { subjectOf, summarize } from './digest-summary.ts';
import { articleText, contentsLine, textPart, titleText } from './digest-text.ts';
import { titleView } from './digest-view.ts';

export interface RenderedDigest {
  /** One line of plain text, not yet encoded for a header. */
  subject: string;
  html: string;
  text: string;
  /** The PMIDs that stand in both parts, in full or as a linked title, in the reader's order. */
  rendered: number[];
}

/** Gmail cuts a mail at 102,400 bytes of HTML; what is between is for what servers add. */
const mostBytes = 99_000;
/** A short list needs no table of contents. */
const leastForContents = 4;

/**
 * Makes both parts of a digest mail, each below 100 KB whatever the content. What does not fit is shortened in this
 * order: abstracts shorter, abstracts left out, articles by title, articles left out (and then not in `rendered`).
 * Pure: the same content gives the same bytes.
 */
export function renderDigest(content: DigestContent): RenderedDigest {
  const drawing = draw(content);
  if (leastLength(drawing) <= mostBytes) {
    const whole = assemble(drawing, everything(drawing));
    // The text part is the shorter one: the same words and addresses, less the markup.
    if (bytesOf(whole.html) <= mostBytes) return whole;
  }
  return assemble(drawing, fitInto(drawing, mostBytes));
}

function assemble({ content, words, views, waiting }: Drawing, { shapes, titles }: Plan): RenderedDigest {
  const inFull = views.flatMap((view, at) => {
    const shape = shapes[at];
    return typeof shape === 'number' ? [{ view, abstract: shortenAbstract(view.paragraphs, shape) }] : [];
  });
  const byTitle = [
    ...content.articles
      .filter((_, at) => shapes[at] === 'title')
      .map((one) => titleView(one, content.locale)),
    ...waiting.slice(0, titles),
  ];
  const papers = inFull.length + byTitle.length;
  const summary = summarize(content, {
    papers,
    inFull: inFull.length,
    leftOut: views.length + waiting.length - papers,
    shortened:
      shapes.some((shape) => shape === 'title') || inFull.some(({ abstract }) => abstract.cut !== 'whole'),
    titles: [...inFull.map(({ view }) => view.title), ...byTitle.map(({ title }) => title)],
  });
  const contents = inFull.length < leastForContents ? [] : inFull.map(({ view }) => view);
  const rows = {
    contents: contents.map(contentsItem).join(''),
    articles: inFull.map((one, at) => articleRow({ number: at + 1, ...one }, words)).join(''),
    titles: byTitle.map((view) => titleItem(view)).join(''),
  };
  return {
    subject: subjectOf(content, papers),
    html: page({ content, summary, rows }, words),
    text: textPart(
      {
        content,
        summary,
        contents: contents.map(contentsLine),
        articles: inFull.map((one, at) => articleText({ number: at + 1, ...one }, words)),
        titles: byTitle.map((view, at) => titleText(view, inFull.length + at + 1)),
      },
      words,
    ),
    rendered: [...inFull.map(({ view }) => view.pmid), ...byTitle.map(({ pmid }) => pmid)],
  };
}
