import type { LooseESearch } from './esearch-reply.ts';
import { retryLater, type Verdict } from './eutils-outcome.ts';

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list, a scalar where PubMed's converter met only one entry, or nothing. Anything but text and numbers is left out. */
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).flatMap((entry) =>
    typeof entry === 'string' || typeof entry === 'number' ? [String(entry)] : [],
  );

/** Present but not text is an error too: we only cannot say which. */
const errorTexts = (value: unknown): string[] => {
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return [];
  const found = texts(value);
  return found.length > 0 ? found : [''];
};

/** PubMed puts line breaks of its error messages into the JSON as they are, which no parser takes. */
const parseLeniently = (body: string): unknown => {
  const text = body.replace(/^[\s\uFEFF]+/, '');
  try {
    return JSON.parse(text);
  } catch {
    try {
      return JSON.parse(text.replace(/[\u0000-\u001f]/g, ' '));
    } catch {
      return undefined;
    }
  }
};

export function readESearchJson(body: string): LooseESearch | Verdict {
  const json = parseLeniently(body);
  if (json === undefined) return retryLater('invalid-json');
  if (!isObject(json)) return retryLater('unreadable');
  const result = isObject(json['esearchresult']) ? json['esearchresult'] : {};
  const errorList = isObject(result['errorlist']) ? result['errorlist'] : {};
  const warningList = isObject(result['warninglist']) ? result['warninglist'] : {};
  const [translation] = texts(result['querytranslation']);
  return {
    errors: [
      ...errorTexts(json['error']),
      ...errorTexts(json['ERROR']),
      // Another utility's reply, or a list in place of the result, is a complaint.
      ...texts(json['esummaryresult']),
      ...(isObject(json['esearchresult']) ? [] : texts(json['esearchresult'])),
      ...errorTexts(result['ERROR']),
      ...errorTexts(result['error']),
    ],
    counts: texts(result['count']),
    idList: idList(result['idlist']),
    translation: translation || null,
    phrasesNotFound: texts(errorList['phrasesnotfound']),
    fieldsNotFound: texts(errorList['fieldsnotfound']),
    phrasesIgnored: texts(warningList['phrasesignored']),
    quotedPhrasesNotFound: texts(warningList['quotedphrasesnotfound']),
    messages: texts(warningList['outputmessages']),
  };
}

/** What is in the list but is no id must spoil the reply, not shorten it. */
const idList = (value: unknown): string[] | null => {
  if (value === undefined || value === null) return null;
  return (Array.isArray(value) ? value : [value]).map((entry) => String(entry));
};
