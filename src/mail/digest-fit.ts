import type { DigestContent } from '../contract/digest.ts';
import { abstractBytes } from './digest-abstract.ts';
import { page } from './digest-html.ts';
import { articleRow, contentsItem, titleItem } from './digest-html-article.ts';
import { planShapes, type Shape, type Sizes } from './digest-plan.ts';
import { bytesOf } from './digest-shorten.ts';
import { summarize } from './digest-summary.ts';
import { type ArticleView, articleView, type TitleView, titleView, waitingView } from './digest-view.ts';
import { type Words, wordsOf } from './digest-words.ts';

/** All that a digest may show, before it is decided how much of it is shown. */
export interface Drawing {
  content: DigestContent;
  words: Words;
  views: ArticleView[];
  /** The papers that are given by title because they waited long. */
  waiting: TitleView[];
}

export interface Plan {
  /** One for each article. */
  shapes: Shape[];
  /** So many of the titles that waited are shown. */
  titles: number;
}

export function draw(given: DigestContent): Drawing {
  const { page, stop, oneClick } = given.links;
  const content = { ...given, links: { page: webAddress(page), stop: webAddress(stop), oneClick } };
  return {
    content,
    words: wordsOf[content.locale],
    views: content.articles.map((article) => articleView(article, content)),
    waiting: content.waiting.titles.map((title) => waitingView(title, content.locale)),
  };
}

/** Plain http is for a service on the reader's own machine; nothing else may stand behind a link. */
const webAddress = (address: string | null): string | null =>
  address !== null && /^https?:\/\//.test(address) ? address : null;

export const everything = ({ views, waiting }: Drawing): Plan => ({
  shapes: views.map(() => Number.POSITIVE_INFINITY),
  titles: waiting.length,
});

/** What the words of the abstracts alone take: more than fits need not be drawn whole to know it. */
export const leastLength = ({ views }: Drawing): number =>
  views.reduce((sum, view) => view.paragraphs.reduce((inner, { html }) => inner + html.length, sum), 0);

/** What depends on the plan itself: the preheader, digits of the counts. */
const slack = 512;

/** The plan whose HTML part has at most `most` bytes. Every part is drawn once to be measured, none twice. */
export function fitInto(drawing: Drawing, most: number): Plan {
  const { content, words, views, waiting } = drawing;
  const room = most - aroundBytes(drawing) - slack;
  const titleBytes = waiting.map((view) => bytesOf(String(titleItem(view))));
  // Those that waited long have a right to stand here, but not to push out all that is new.
  const titles = countWithin(titleBytes, room / 2);
  const taken = titleBytes.slice(0, titles).reduce((sum, bytes) => sum + bytes, 0);
  const sizes = content.articles.map((article, at): Sizes => {
    const view = views[at] ?? articleView(article, content);
    const hasAbstract = view.paragraphs.length > 0;
    const abstract = { paragraphs: [], cut: hasAbstract ? ('left-out' as const) : ('whole' as const) };
    return {
      frame:
        bytesOf(String(articleRow({ number: views.length, view, abstract }, words))) +
        bytesOf(String(contentsItem(view))),
      abstract: abstractBytes(view.paragraphs),
      title: bytesOf(String(titleItem(titleView(article, content.locale)))),
    };
  });
  return { shapes: planShapes(sizes, room - taken), titles };
}

/** Bytes of everything but the articles, with every section that may be there. */
function aroundBytes({ content, words, views, waiting }: Drawing): number {
  const all = views.length + waiting.length;
  const counts = { papers: all, inFull: all, leftOut: all, shortened: true, titles: [] };
  const rows = { contents: ' ', articles: '', titles: ' ' };
  return bytesOf(page({ content, summary: summarize(content, counts), rows }, words));
}

function countWithin(sizes: readonly number[], room: number): number {
  let left = room;
  let count = 0;
  for (const size of sizes) {
    left -= size;
    if (left < 0) break;
    count++;
  }
  return count;
}
