import type { Abstract, Article } from '../contract/article.ts';
import type { Locale } from '../contract/locale.ts';
import { bytesOf, lineHtml, shortenHtml } from './digest-shorten.ts';
import type { Words } from './digest-words.ts';

/** One paragraph. All three texts are safe HTML. */
export interface Paragraph {
  /** Stands above it: where the abstract in the other language begins. */
  heading: string | null;
  /** As printed: METHODS. */
  label: string | null;
  html: string;
  lang: string | null;
  /** The copyright line, not the abstract's own words. */
  small: boolean;
}

export interface ShownAbstract {
  paragraphs: Paragraph[];
  /** Whether something is missing, so that a link must lead to it. */
  cut: 'whole' | 'shortened' | 'left-out';
}

/** Languages as PubMed writes them, and as HTML does. Others go without. */
const tags: Readonly<Record<string, string>> = {
  eng: 'en',
  chi: 'zh',
  jpn: 'ja',
  kor: 'ko',
  fre: 'fr',
  ger: 'de',
  spa: 'es',
  por: 'pt',
  ita: 'it',
  rus: 'ru',
};

export const langOf = (code: string | null | undefined): string | null => tags[code ?? ''] ?? null;

const own: Readonly<Record<Locale, string>> = { en: 'eng', zh: 'chi' };

/** The abstract in the reader's language first, PubMed's English one after it. Empty where there is none. */
export function paragraphsOf(article: Article, locale: Locale, words: Words): Paragraph[] {
  const { abstract, otherAbstracts } = article;
  const filled = otherAbstracts.filter(({ sections }) => sections.some(({ html }) => html !== ''));
  const mine = filled.find(({ language }) => language === own[locale]);
  if (abstract === null || abstract.sections.length === 0) {
    const other = mine ?? filled[0];
    return other ? paragraphs(other, langOf(other.language)) : [];
  }
  const main = paragraphs(abstract, 'en');
  // For a reader of English PubMed's abstract is the one; an "other" one in English is a summary for lay people.
  if (locale === 'en' || mine === undefined) return main;
  const [first, ...rest] = main;
  const below = first ? [{ ...first, heading: words.originalAbstract }, ...rest] : [];
  return [...paragraphs(mine, langOf(mine.language)), ...below];
}

function paragraphs(abstract: Abstract, lang: string | null): Paragraph[] {
  const list: Paragraph[] = abstract.sections
    .filter(({ html }) => html !== '')
    .map(({ label, html }) => ({
      heading: null,
      label: label === null ? null : lineHtml(label.replace(/:$/, ''), 120),
      html,
      lang,
      small: false,
    }));
  if (abstract.copyright !== null) {
    list.push({ heading: null, label: null, html: lineHtml(abstract.copyright, 400), lang, small: true });
  }
  return list;
}

/** Bytes of markup that a paragraph of the mail takes at most, apart from its own words. */
const markup = 260;
/** Less than this of a paragraph is not worth reading. */
const leastOfParagraph = 80;

const costOf = ({ heading, label, html }: Paragraph): number =>
  markup + bytesOf(heading ?? '') + bytesOf(label ?? '') + bytesOf(html);

/** What the whole abstract takes of the mail, in bytes of HTML: never less than it really does. */
export const abstractBytes = (paragraphs: readonly Paragraph[]): number =>
  paragraphs.reduce((sum, paragraph) => sum + costOf(paragraph), 0);

/** As much of the abstract, from its beginning, as `room` bytes of HTML hold. */
export function shortenAbstract(paragraphs: readonly Paragraph[], room: number): ShownAbstract {
  const shown: Paragraph[] = [];
  let left = room;
  for (const paragraph of paragraphs) {
    const cost = costOf(paragraph);
    if (cost <= left) {
      shown.push(paragraph);
      left -= cost;
      continue;
    }
    const forWords = left - (cost - bytesOf(paragraph.html));
    if (forWords >= leastOfParagraph) {
      shown.push({ ...paragraph, html: shortenHtml(paragraph.html, forWords) });
    }
    return { paragraphs: shown, cut: shown.length === 0 ? 'left-out' : 'shortened' };
  }
  return { paragraphs: shown, cut: 'whole' };
}
