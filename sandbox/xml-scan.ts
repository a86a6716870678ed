/**
 * A small reader of well-formed PubMed XML. It is here on purpose, next to a product that parses with a library: the
 * stand-in must not share the product's mistakes.
 */
export interface XmlNode {
  name: string;
  attributes: Map<string, string>;
  children: (XmlNode | string)[];
}

const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return NAMED[name] ?? whole;
    const hex = name[1] === 'x' || name[1] === 'X';
    const code = Number.parseInt(name.slice(hex ? 2 : 1), hex ? 16 : 10);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}

function readAttributes(source: string): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const [, name, double, single] of source.matchAll(ATTRIBUTE)) {
    if (name !== undefined) attributes.set(name, decodeEntities(double ?? single ?? ''));
  }
  return attributes;
}

/** The end of `<!-- -->`, `<![CDATA[ ]]>`, `<? ?>` or `<! >` that begins at `start`; the text's end when it is cut. */
function endOfSpecial(xml: string, start: number, close: string): number {
  const end = xml.indexOf(close, start);
  return end < 0 ? xml.length : end + close.length;
}

/** Reads one document or one record. Unclosed elements end with the text, so that a cut record gives what it has. */
export function scanXml(xml: string): XmlNode {
  const root: XmlNode = { name: '', attributes: new Map(), children: [] };
  const open: XmlNode[] = [root];
  let at = 0;
  while (at < xml.length) {
    const parent = open.at(-1) ?? root;
    const tag = xml.indexOf('<', at);
    if (tag !== at) {
      parent.children.push(decodeEntities(xml.slice(at, tag < 0 ? xml.length : tag)));
      if (tag < 0) break;
    }
    if (xml.startsWith('<!--', tag)) at = endOfSpecial(xml, tag, '-->');
    else if (xml.startsWith('<![CDATA[', tag)) {
      at = endOfSpecial(xml, tag, ']]>');
      parent.children.push(xml.slice(tag + 9, at - 3));
    } else if (xml.startsWith('<?', tag) || xml.startsWith('<!', tag)) at = endOfSpecial(xml, tag, '>');
    else {
      at = endOfSpecial(xml, tag, '>');
      const source = xml.slice(tag + 1, at - 1);
      if (source.startsWith('/')) {
        if (open.length > 1) open.pop();
        continue;
      }
      const name = source.match(/^[^\s/]+/)?.[0] ?? '';
      const attributes =
        source.length > name.length + 1 ? readAttributes(source.slice(name.length)) : new Map();
      const node: XmlNode = { name, attributes, children: [] };
      parent.children.push(node);
      if (!source.endsWith('/')) open.push(node);
    }
  }
  return root;
}

export function childrenOf(node: XmlNode | undefined, name: string): XmlNode[] {
  const found: XmlNode[] = [];
  for (const child of node?.children ?? []) {
    if (typeof child !== 'string' && child.name === name) found.push(child);
  }
  return found;
}

/** The first element at a path such as `Journal/JournalIssue/Volume`. */
export function at(node: XmlNode | undefined, path: string): XmlNode | undefined {
  let here = node;
  for (const name of path.split('/')) here = childrenOf(here, name)[0];
  return here;
}

/** All text below an element, in order, white space folded; empty for an absent one. */
export function textOf(node: XmlNode | undefined): string {
  if (node === undefined) return '';
  const parts: string[] = [];
  const walk = (here: XmlNode): void => {
    for (const child of here.children) {
      if (typeof child === 'string') parts.push(child);
      else walk(child);
    }
  };
  walk(node);
  return parts.join('').replace(/\s+/g, ' ').trim();
}
