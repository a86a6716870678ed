import { escapeHtml } from '../html.ts';
import type { XmlElement } from './xml-tree.ts';

const sub = (html: string | undefined): string => (html ? `<sub>${html}</sub>` : '');
const sup = (html: string | undefined): string => (html ? `<sup>${html}</sup>` : '');
const grouped = (html: string): string => (/^[\p{L}\p{N}.]*$/u.test(html) ? html : `(${html})`);

/** `base (sub sup)* [mprescripts (sub sup)*]`, as in an isotope: the scripts before the base come first. */
const multiscripts = (parts: XmlElement[]): string => {
  const scripts = (nodes: XmlElement[]): string =>
    nodes.map((node, at) => (at % 2 === 0 ? sub : sup)(mathHtml(node))).join('');
  const turn = parts.findIndex((part) => part.name === 'mml:mprescripts');
  const after = parts.slice(1, turn < 0 ? undefined : turn);
  const before = turn < 0 ? [] : parts.slice(turn + 1);
  return scripts(before) + (parts[0] ? mathHtml(parts[0]) : '') + scripts(after);
};

/**
 * MathML as a line of HTML with `sub` and `sup` only. A fraction, a root and fences are drawn by MathML and have
 * no character in the XML; the line needs them (`1/2`, not `12`), while the plain text stays what the XML holds.
 */
export const mathHtml = (element: XmlElement): string => {
  const parts = element.children.filter((node) => typeof node !== 'string');
  const [first = '', second = '', third = ''] = parts.slice(0, 3).map(mathHtml);
  switch (element.name) {
    case 'mml:msub':
    case 'mml:munder':
      return first + sub(second);
    case 'mml:msup':
      return first + sup(second);
    case 'mml:msubsup':
    case 'mml:munderover':
      return first + sub(second) + sup(third);
    case 'mml:mmultiscripts':
      return multiscripts(parts);
    case 'mml:mfrac':
      return `${grouped(first)}/${grouped(second)}`;
    case 'mml:msqrt':
      return `√${grouped(parts.map(mathHtml).join(''))}`;
    case 'mml:mfenced': {
      const { open = '(', close = ')' } = element.attributes;
      return escapeHtml(open) + parts.map(mathHtml).join(',') + escapeHtml(close);
    }
    case 'mml:annotation':
      return '';
    default:
      return element.children
        .map((node) => (typeof node === 'string' ? escapeHtml(node) : mathHtml(node)))
        .join('');
  }
};
