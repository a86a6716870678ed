import { StringDecoder } from 'node:string_decoder';
import { SaxesParser } from 'saxes';
import { Refusal } from '../errors.ts';
import { breathe } from './limits.ts';

/** What a reader of one part of a workbook wants to hear. Names come without prefix. */
export interface XmlListener {
  open?: (name: string, attributes: Record<string, string>) => void;
  text?: (text: string) => void;
  close?: (name: string) => void;
}

const chunk = 2 ** 18;

/**
 * Reads one XML part, chunk by chunk. A document type is refused, so that there are no entities but the five of XML.
 *
 * @throws Refusal where it is no XML.
 */
export async function readXml(bytes: Buffer, listener: XmlListener): Promise<void> {
  const parser = new SaxesParser({ position: false });
  const { open, text, close } = listener;
  if (open) parser.on('opentag', (tag) => open(local(tag.name), tag.attributes as Record<string, string>));
  if (close) parser.on('closetag', (tag) => close(local(tag.name)));
  if (text) {
    parser.on('text', text);
    parser.on('cdata', text);
  }
  parser.on('doctype', () => {
    throw new Refusal('table-damaged', { reason: 'DOCTYPE' });
  });
  parser.on('error', (error) => {
    throw new Refusal('table-damaged', { reason: error.message });
  });
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  const decoder = new StringDecoder(utf16 ? 'utf16le' : 'utf8');
  for (let at = 0; at < bytes.length; at += chunk) {
    parser.write(decoder.write(bytes.subarray(at, at + chunk)));
    await breathe();
  }
  parser.write(decoder.end());
  parser.close();
}

/** `x:row` is `row`. */
export const local = (name: string): string => {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
};

/** An attribute whatever its prefix. */
export const attribute = (attributes: Record<string, string>, name: string): string | undefined =>
  attributes[name] ?? Object.entries(attributes).find(([key]) => local(key) === name)?.[1];

/** Excel writes what XML cannot hold as `_x000D_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
    : text;
