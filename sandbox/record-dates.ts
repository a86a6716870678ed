import { at, childrenOf, textOf, type XmlNode } from './xml-scan.ts';

/** A day as a number that sorts, 20261124. */
export type Day = number;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** As PubMed indexes a season: winter is January. */
const SEASONS: Record<string, number> = { winter: 1, spring: 4, summer: 7, autumn: 10, fall: 10 };

function monthOf(text: string): number {
  const number = Number(text);
  if (number >= 1 && number <= 12) return number;
  return MONTHS.indexOf(text.slice(0, 3).toLowerCase()) + 1 || SEASONS[text.toLowerCase()] || 1;
}

/** Year, Month (name or number), Day; a missing month is January, a missing day the first, as PubMed indexes them. */
export function dayOf(node: XmlNode | undefined): Day | undefined {
  if (node === undefined) return undefined;
  const free = textOf(at(node, 'MedlineDate'));
  const year = Number(textOf(at(node, 'Year')) || free.match(/\d{4}/)?.[0]);
  if (!year) return undefined;
  const month =
    textOf(at(node, 'Month')) || textOf(at(node, 'Season')) || (free.match(/[A-Za-z]{3,}/)?.[0] ?? '');
  return year * 10_000 + monthOf(month) * 100 + (Number(textOf(at(node, 'Day'))) || 1);
}

export interface RecordDates {
  crdt: Day;
  edat: Day;
  mhda: Day;
  lr?: Day | undefined;
  dcom?: Day | undefined;
  ppdat?: Day | undefined;
  epdat?: Day | undefined;
}

/** `entry` is MedlineCitation or BookDocument, `data` PubmedData or PubmedBookData. A date that is absent falls back. */
export function readDates(entry: XmlNode | undefined, data: XmlNode | undefined): RecordDates {
  const history = new Map(
    childrenOf(at(data, 'History'), 'PubMedPubDate').map((date) => [
      date.attributes.get('PubStatus'),
      dayOf(date),
    ]),
  );
  const article = at(entry, 'Article');
  const ppdat =
    dayOf(at(article, 'Journal/JournalIssue/PubDate')) ??
    dayOf(at(entry, 'ContributionDate')) ??
    dayOf(at(entry, 'Book/PubDate'));
  const epdat = dayOf(at(article, 'ArticleDate'));
  const published = ppdat ?? epdat ?? 10_000_101;
  const crdt = history.get('entrez') ?? history.get('pubmed') ?? dayOf(at(entry, 'DateCreated')) ?? published;
  const edat = history.get('pubmed') ?? crdt;
  return {
    crdt,
    edat,
    mhda: history.get('medline') ?? edat,
    lr: dayOf(at(entry, 'DateRevised')),
    dcom: dayOf(at(entry, 'DateCompleted')),
    ppdat,
    epdat,
  };
}
