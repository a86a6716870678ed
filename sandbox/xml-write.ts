import { escapeXml } from './reply.ts';

/** An element around content that is XML already; `''` as content gives an empty element. */
export function element(name: string, content: string, attributes: Record<string, string> = {}): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(value).replaceAll('"', '&quot;')}"`,
  );
  const start = `<${name}${written.join('')}`;
  return content === '' ? `${start}/>` : `${start}>${content}</${name}>`;
}

/** An element around plain text. */
export const text = (name: string, content: string, attributes: Record<string, string> = {}): string =>
  element(name, escapeXml(content), attributes);

/** Elements under a list element; nothing at all for none. */
export const list = (
  name: string,
  items: readonly string[],
  attributes: Record<string, string> = {},
): string => (items.length === 0 ? '' : element(name, items.join(''), attributes));
