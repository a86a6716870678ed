/** What a handler answers; the server adds the headers that every reply carries. */
export interface Reply {
  status: number;
  type: string;
  body: string | Buffer;
  headers?: Record<string, string>;
}

export const XML = 'text/xml; charset=UTF-8';
export const JSON_TYPE = 'application/json; charset=UTF-8';
export const HTML = 'text/html; charset=UTF-8';

export const escapeXml = (text: string): string =>
  text.replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character] ?? character);
