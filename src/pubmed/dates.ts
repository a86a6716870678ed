import type { PartialDate } from '../contract/article.ts';
import { child, children, childText, type XmlElement } from './xml-tree.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const monthWord = /\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/i;

const within = (text: string | null | undefined, low: number, high: number): number | null => {
  const value = text && /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= low && value <= high ? value : null;
};

/** `Mar`, `March`, `3` or `03`: PubMed writes all of them. */
const monthOf = (text: string | null | undefined): number | null => {
  const named = text?.match(monthWord)?.[1];
  return named ? months.indexOf(named.toLowerCase()) + 1 : within(text, 1, 12);
};

/** A date with a Year, Month, Day, Season or MedlineDate inside, as far as it goes; null where nothing is known. */
export const partialDate = (element: XmlElement | undefined): PartialDate | null => {
  if (element === undefined) return null;
  const medlineDate = childText(element, 'MedlineDate');
  const date: PartialDate = {
    year: within(childText(element, 'Year') ?? medlineDate?.match(/\b\d{4}\b/)?.[0], 1000, 9999),
    month: monthOf(childText(element, 'Month') ?? medlineDate?.match(monthWord)?.[0]),
    day: within(childText(element, 'Day'), 1, 31),
    season: childText(element, 'Season'),
    medlineDate,
  };
  return Object.values(date).every((part) => part === null) ? null : date;
};

const padded = (value: number, digits: number): string => String(value).padStart(digits, '0');

/** A whole day as `YYYY-MM-DD`; null where a part is absent, since half a date would sort as another day. */
export const dayOf = (element: XmlElement | undefined): string | null => {
  const date = partialDate(element);
  if (date === null || date.year === null || date.month === null || date.day === null) return null;
  return `${padded(date.year, 4)}-${padded(date.month, 2)}-${padded(date.day, 2)}`;
};

/** The three dates of `History` that searches can ask for. `data` is PubmedData or PubmedBookData. */
export const historyDates = (
  data: XmlElement | undefined,
): { entrez: string | null; pubmed: string | null; medline: string | null } => {
  const history = children(child(data, 'History'), 'PubMedPubDate');
  const on = (status: string): string | null =>
    dayOf(history.find((date) => date.attributes['PubStatus'] === status));
  return { entrez: on('entrez'), pubmed: on('pubmed'), medline: on('medline') };
};
