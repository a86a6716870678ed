import type { Article, Author, PartialDate } from '../contract/article.ts';
import type { Locale } from '../contract/locale.ts';
import { lineHtml, shortenHtml } from './digest-shorten.ts';
import { partialDay, type Words } from './digest-words.ts';

/** Bytes of HTML that a name, and a journal or a book, may take. */
const mostName = 120;
const mostSource = 240;

/** `Li W, Okafor C, Smith J, … Zhang Y (12 authors)`; null where PubMed names nobody. */
export function authorsLine({ authors, authorsComplete }: Article, words: Words): string | null {
  if (authors.length === 0) return null;
  const few = authors.length <= 4;
  const names = (few ? authors : authors.slice(0, 3)).map(nameOf).join(', ');
  const last = authors.at(-1);
  const line = few || last === undefined ? names : `${names}, … ${nameOf(last)}`;
  // A count would be wrong where PubMed itself has cut the list.
  if (!authorsComplete) return line + words.etAl;
  return few ? line : line + words.authors(authors.length);
}

function nameOf({ collectiveName, lastName, foreName, initials, suffix }: Author): string {
  const name = collectiveName ?? [lastName, initials ?? foreName, suffix].filter(Boolean).join(' ');
  return lineHtml(name, mostName);
}

/** Journal, date, volume, issue and pages; for a book its title, publisher, date and editors. HTML, one line each. */
export function sourceLines(article: Article, locale: Locale, words: Words): string[] {
  const { journal, book } = article;
  if (book !== null) return bookLines(article, locale, words);
  const name = journal?.isoAbbreviation ?? journal?.title ?? journal?.medlineTa ?? null;
  return joined([
    name && `<i>${lineHtml(name.replace(/\.$/, ''), mostSource)}</i>`,
    dateOf(article, locale),
    placeIn(article),
  ]);
}

const joined = (parts: (string | null)[]): string[] => {
  const line = parts.filter(Boolean).join(' · ');
  return line === '' ? [] : [line];
};

/** The day of print is the one that is cited; ahead of print there is none yet. */
function dateOf({ dates, publicationStatus }: Article, locale: Locale): string | null {
  const known = (date: PartialDate | null) => date && partialDay(date, locale);
  const [first, second] =
    publicationStatus === 'aheadofprint' ? [dates.electronic, dates.print] : [dates.print, dates.electronic];
  const day = known(first) ?? known(second);
  return day && lineHtml(day, mostName);
}

/** `12(3):45–50`. */
function placeIn({ volume, issue, pages }: Article): string | null {
  const place = `${volume ?? ''}${issue === null ? '' : `(${issue})`}${pages === null ? '' : `:${pages}`}`;
  return place === '' ? null : lineHtml(place.replace(/^:/, '').replace(/(\d)-(\d)/g, '$1–$2'), mostName);
}

function bookLines(article: Article, locale: Locale, words: Words): string[] {
  const { book, title } = article;
  if (book === null) return [];
  const { contributionDate, edition, publisher, publisherLocation } = book;
  const date = (contributionDate && partialDay(contributionDate, locale)) ?? dateOf(article, locale);
  const place = [publisherLocation, publisher].filter(Boolean).join(': ');
  // A whole book has its own title above already.
  const container = [book.title, book.collectionTitle]
    .filter((part) => part !== null && part.html !== title.html)
    .map((part) => `<i>${shortenHtml(part?.html ?? '', mostSource)}</i>`)
    .join(' · ');
  const editors = article.editors.slice(0, 3).map(nameOf).join(', ');
  const more = article.editors.length > 3 ? words.etAl : '';
  return [
    ...joined([container && words.publishedIn(container)]),
    ...joined([
      edition && lineHtml(edition, mostName),
      place && lineHtml(place, mostSource),
      date && lineHtml(date, mostName),
    ]),
    ...joined([editors && words.editors(editors + more)]),
  ];
}
