/** One element with everything below it, in document order: mixed content keeps its sequence. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

/** The first child element of that name. */
export const child = (parent: XmlElement | undefined, name: string): XmlElement | undefined => {
  if (parent === undefined) return undefined;
  for (const node of parent.children) {
    if (typeof node !== 'string' && node.name === name) return node;
  }
  return undefined;
};

/** The child elements of that name, in order. Never descendants: PubMed reuses names deeper down. */
export const children = (parent: XmlElement | undefined, name: string): XmlElement[] => {
  const found: XmlElement[] = [];
  for (const node of parent?.children ?? []) {
    if (typeof node !== 'string' && node.name === name) found.push(node);
  }
  return found;
};

/** XML's white space and Unicode's line breaks; a no-break or thin space is content and stays. */
const space = /[ \t\r\n\x85\u2028\u2029]+/g;
const foldable = /^ | {2}|[\t\r\n\x85\u2028\u2029]| $/;

/** Runs of white space become one space; none is left at the ends. */
export const fold = (text: string): string =>
  foldable.test(text) ? text.replace(space, ' ').replace(/^ | $/g, '') : text;

const content = (element: XmlElement): string => {
  const [first] = element.children;
  if (element.children.length === 1 && typeof first === 'string') return first;
  let text = '';
  for (const node of element.children) {
    if (typeof node === 'string') text += node;
    // The source (TeX, mostly) of a formula that has been read already.
    else if (!node.name.endsWith(':annotation')) text += content(node);
  }
  return text;
};

/** Everything below the element as plain text, folded; null where that is nothing. */
export const textOf = (element: XmlElement | undefined): string | null =>
  element === undefined ? null : fold(content(element)) || null;

/** The text of a child element; null where it is absent or empty. */
export const childText = (parent: XmlElement | undefined, name: string): string | null =>
  textOf(child(parent, name));

/** An attribute, folded; null where it is absent or empty. */
export const attribute = (element: XmlElement | undefined, name: string): string | null =>
  fold(element?.attributes[name] ?? '') || null;
