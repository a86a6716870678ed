import type { Journal } from '../contract/article.ts';
import { children, childText, textOf, type XmlElement } from './xml-tree.ts';

/** The Journal of the Article and the MedlineJournalInfo of the citation, which is where the stable keys stand. */
export const journalOf = (journal: XmlElement | undefined, info: XmlElement | undefined): Journal | null => {
  if (journal === undefined && info === undefined) return null;
  const issns = children(journal, 'ISSN');
  const electronic = issns.find((issn) => issn.attributes['IssnType'] === 'Electronic');
  return {
    title: childText(journal, 'Title'),
    isoAbbreviation: childText(journal, 'ISOAbbreviation'),
    medlineTa: childText(info, 'MedlineTA'),
    nlmId: childText(info, 'NlmUniqueID'),
    country: childText(info, 'Country'),
    issnPrint: textOf(issns.find((issn) => issn !== electronic)),
    issnElectronic: textOf(electronic),
    issnLinking: childText(info, 'ISSNLinking'),
  };
};

/** `MedlinePgn`, else start and end page. */
export const pagesOf = (pagination: XmlElement | undefined): string | null => {
  const start = childText(pagination, 'StartPage');
  const end = childText(pagination, 'EndPage');
  const range = start !== null && end !== null ? `${start}-${end}` : start;
  return childText(pagination, 'MedlinePgn') ?? range;
};
