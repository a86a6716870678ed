import type { Correction, Grant, Keyword, MeshHeading, Term } from '../contract/article.ts';
import { pmidOf } from './identifiers.ts';
import { attribute, child, children, childText, textOf, type XmlElement } from './xml-tree.ts';

const isMajor = (element: XmlElement): boolean => element.attributes['MajorTopicYN'] === 'Y';

const termOf = (element: XmlElement): Term | null => {
  const name = textOf(element);
  return name === null ? null : { ui: attribute(element, 'UI'), name };
};

/** The elements of one kind (PublicationType) as terms. */
export const termsOf = (parent: XmlElement | undefined, name: string): Term[] =>
  children(parent, name)
    .map(termOf)
    .filter((term) => term !== null);

export const meshOf = (citation: XmlElement): MeshHeading[] =>
  children(child(citation, 'MeshHeadingList'), 'MeshHeading').flatMap((heading) => {
    const descriptor = child(heading, 'DescriptorName');
    const term = descriptor && termOf(descriptor);
    if (!descriptor || !term) return [];
    const qualifiers = children(heading, 'QualifierName').flatMap((qualifier) => {
      const qualifierTerm = termOf(qualifier);
      return qualifierTerm ? [{ ...qualifierTerm, major: isMajor(qualifier) }] : [];
    });
    // Most older records carry the mark on a qualifier only.
    const major = isMajor(descriptor) || qualifiers.some((qualifier) => qualifier.major);
    return [{ ...term, major, qualifiers }];
  });

export const keywordsOf = (parent: XmlElement): Keyword[] =>
  children(parent, 'KeywordList').flatMap((list) =>
    children(list, 'Keyword').flatMap((keyword) => {
      const text = textOf(keyword);
      return text === null ? [] : [{ text, major: isMajor(keyword), owner: attribute(list, 'Owner') }];
    }),
  );

export const languagesOf = (parent: XmlElement | undefined): string[] =>
  children(parent, 'Language')
    .map(textOf)
    .filter((language) => language !== null);

export const grantsOf = (parent: XmlElement | undefined): Grant[] =>
  children(child(parent, 'GrantList'), 'Grant')
    .map((grant) => ({
      id: childText(grant, 'GrantID'),
      acronym: childText(grant, 'Acronym'),
      agency: childText(grant, 'Agency'),
      country: childText(grant, 'Country'),
    }))
    .filter((grant) => Object.values(grant).some((part) => part !== null));

/** Without `Cites`, which older records use for their reference list. */
export const correctionsOf = (citation: XmlElement): Correction[] =>
  children(child(citation, 'CommentsCorrectionsList'), 'CommentsCorrections').flatMap((entry) => {
    const type = attribute(entry, 'RefType');
    if (type === null || type === 'Cites') return [];
    return [
      {
        type,
        pmid: pmidOf(child(entry, 'PMID')),
        source: childText(entry, 'RefSource'),
        note: childText(entry, 'Note'),
      },
    ];
  });
