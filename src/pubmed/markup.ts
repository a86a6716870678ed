import type { RichText } from '../contract/article.ts';
import { escapeHtml } from '../html.ts';
import { mathHtml } from './math.ts';
import { fold, textOf, type XmlElement } from './xml-tree.ts';

const inlineTags = new Set(['i', 'b', 'u', 'sup', 'sub']);

const htmlOf = (element: XmlElement): string => {
  let html = '';
  for (const node of element.children) {
    if (typeof node === 'string') html += escapeHtml(node);
    else if (node.name.startsWith('mml:')) html += mathHtml(node);
    else {
      const inner = htmlOf(node);
      html += inner !== '' && inlineTags.has(node.name) ? `<${node.name}>${inner}</${node.name}>` : inner;
    }
  }
  return html;
};

/**
 * Mixed content, twice. Of the markup only `i b u sup sub` is kept, and never an attribute; other elements leave
 * their text. Markup that PubMed itself sends escaped (`&lt;i&gt;`) is text and stays the characters `<i>`:
 * "p<i>0</i>" in a paper about HTML and a slip of a publisher look the same, and guessing would open a door.
 */
export const richText = (element: XmlElement | undefined): RichText | null => {
  const text = textOf(element);
  if (element === undefined || text === null) return null;
  const plain = element.children.every((node) => typeof node === 'string');
  return { text, html: plain ? escapeHtml(text) : fold(htmlOf(element)) };
};
