import { SaxesParser } from 'saxes';
import { createUnitBuilder, type UnitRules } from './unit-builder.ts';
import type { XmlElement } from './xml-tree.ts';

/** The deepest formula known is far below; without a bound a hostile file would cost the stack. */
const maxDepth = 200;
/** UTF-16 units from the end of one unit to the next; the largest record known has 410,000. */
const maxUnit = 32_000_000;

export type DocumentState =
  | { at: 'inside' }
  /** The root element is closed; `rest` is what follows it in the text written last. */
  | { at: 'end'; rest: string }
  | { at: 'error'; message: string };

export interface DocumentListener extends UnitRules {
  onUnit: (unit: XmlElement) => void;
  /** Text other than white space between the units. */
  onStrayText: (text: string) => void;
}

export interface XmlDocument {
  /** Reads on. After `end` or `error` the document takes no more. */
  write: (text: string) => DocumentState;
  /** The root element's name, once it has been seen. */
  rootName: () => string | null;
  /** No more text comes, and the root is not closed: true if all there was is comments. */
  holdsOnlyComments: () => boolean;
}

/** Leaves saxes in the middle of a text; it has no other way to stop. The parser is dropped afterwards. */
class Stop extends Error {}

/**
 * One XML document, read piece by piece with the memory of one unit. Nothing is fetched, no DTD is followed and no
 * entity but XML's own five is known: to this reader an expansion bomb is an undefined entity.
 */
export const openDocument = (listener: DocumentListener): XmlDocument => {
  const parser = new SaxesParser({ position: false, xmlns: false });
  const builder = createUnitBuilder(listener);
  const errors: string[] = [];
  let rootName: string | null = null;
  let rootClosed = false;
  let hasProlog = false;
  let closing = false;
  let closed: { unit: XmlElement | null; at: number } = { unit: null, at: 0 };
  let unitEnd = 0;
  let written = 0;

  /** saxes tells that an element is closed before it compares the names; an error in that comes at the same place. */
  const settle = (): void => {
    const { unit, at } = closed;
    if (unit === null) return;
    closed = { unit: null, at };
    unitEnd = at;
    listener.onUnit(unit);
  };

  const fail = (message: string): void => {
    errors.push(message.slice(0, 200));
    if (!closing) throw new Stop();
  };

  parser.on('error', (error) => {
    if (parser.position !== closed.at) {
      settle();
      // What follows a root is the next document, and no error of this one.
      if (rootClosed) throw new Stop();
    }
    fail(error.message);
  });
  parser.on('xmldecl', ({ encoding }) => {
    hasProlog = true;
    if (!/^(?:utf-?8|us-ascii)$/i.test(encoding ?? 'utf-8')) fail(`encoding ${encoding} is not UTF-8`);
  });
  parser.on('doctype', () => {
    hasProlog = true;
  });
  parser.on('opentag', ({ name, attributes }) => {
    settle();
    rootName ??= name;
    builder.open(name, attributes);
    if (builder.depth() > maxDepth) fail(`more than ${maxDepth} elements inside each other`);
  });
  const onText = (text: string): void => {
    settle();
    if (!builder.text(text) && builder.depth() > 0 && /[^ \t\r\n]/.test(text)) listener.onStrayText(text);
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    settle();
    closed = { unit: builder.close(), at: parser.position };
    rootClosed = builder.depth() === 0;
  });

  return {
    rootName: () => rootName,
    write(text) {
      const start = written;
      written += text.length;
      try {
        parser.write(text);
        settle();
      } catch (error) {
        if (!(error instanceof Stop)) throw error;
      }
      const [message] = errors;
      if (message !== undefined) return { at: 'error', message };
      if (rootClosed) return { at: 'end', rest: text.slice(closed.at - start) };
      if (written - unitEnd <= maxUnit) return { at: 'inside' };
      return { at: 'error', message: `more than ${maxUnit} characters in one record` };
    },
    holdsOnlyComments() {
      if (rootName !== null) return false;
      closing = true;
      parser.close();
      // The missing root is one error; a comment or tag that is cut short is another.
      return !hasProlog && errors.length === 1;
    },
  };
};
