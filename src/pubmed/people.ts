import type { Author } from '../contract/article.ts';
import { orcid } from './identifiers.ts';
import { children, childText, textOf, type XmlElement } from './xml-tree.ts';

const affiliationsOf = (author: XmlElement): string[] => {
  const today = children(author, 'AffiliationInfo').flatMap((info) => children(info, 'Affiliation'));
  // Before 2014 the Affiliation stood under the Author itself.
  return [...today, ...children(author, 'Affiliation')].map(textOf).filter((text) => text !== null);
};

const authorOf = (element: XmlElement): Author => ({
  lastName: childText(element, 'LastName'),
  foreName: childText(element, 'ForeName'),
  initials: childText(element, 'Initials'),
  suffix: childText(element, 'Suffix'),
  collectiveName: childText(element, 'CollectiveName'),
  orcid: orcid(children(element, 'Identifier')),
  affiliations: affiliationsOf(element),
  equalContribution: element.attributes['EqualContrib'] === 'Y',
});

/**
 * The people of some AuthorLists, in order. Names that a later erratum corrected (`ValidYN="N"`) stay: PubMed lists
 * and searches them beside the corrected ones.
 */
export const authorsOf = (lists: XmlElement[]): Author[] =>
  lists
    .flatMap((list) => children(list, 'Author'))
    .map(authorOf)
    .filter(
      (author) => author.lastName !== null || author.foreName !== null || author.collectiveName !== null,
    );

export const isComplete = (lists: XmlElement[]): boolean =>
  lists.every((list) => list.attributes['CompleteYN'] !== 'N');
