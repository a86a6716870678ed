import type { Abstract, AbstractSection, OtherAbstract } from '../contract/article.ts';
import { richText } from './markup.ts';
import { attribute, children, childText, type XmlElement } from './xml-tree.ts';

const sectionOf = (element: XmlElement): AbstractSection | null => {
  const content = richText(element);
  return (
    content && { ...content, label: attribute(element, 'Label'), category: attribute(element, 'NlmCategory') }
  );
};

/** Null where no section holds text; a copyright line alone is no abstract. */
export const abstractOf = (element: XmlElement | undefined): Abstract | null => {
  const sections = children(element, 'AbstractText')
    .map(sectionOf)
    .filter((section) => section !== null);
  return sections.length === 0 ? null : { sections, copyright: childText(element, 'CopyrightInformation') };
};

export const otherAbstractsOf = (citation: XmlElement): OtherAbstract[] =>
  children(citation, 'OtherAbstract').flatMap((element) => {
    const abstract = abstractOf(element);
    const kind = { type: attribute(element, 'Type'), language: attribute(element, 'Language') };
    return abstract ? [{ ...abstract, ...kind }] : [];
  });
