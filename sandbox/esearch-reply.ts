import type { QueryNotes } from './query-run.ts';
import { escapeXml, JSON_TYPE, type Reply, XML } from './reply.ts';

export interface EsearchResult extends QueryNotes {
  count: number;
  start: number;
  pmids: number[];
  messages: string[];
  history?: { webEnv: string; queryKey: number };
}

const HEADER = { type: 'esearch', version: '0.3' };
const PROLOGUE = `<?xml version="1.0" encoding="UTF-8" ?>
<!DOCTYPE eSearchResult PUBLIC "-//NLM//DTD esearch 20060628//EN" "https://eutils.ncbi.nlm.nih.gov/eutils/dtd/20060628/esearch.dtd">
`;

/** An error inside HTTP 200. As recorded, a line break in the message stands raw in the JSON, which makes it invalid. */
export function esearchError(json: boolean, message: string): Reply {
  if (!json)
    return {
      status: 200,
      type: XML,
      body: `${PROLOGUE}<eSearchResult>\n\t<ERROR>${escapeXml(message)}</ERROR>\n</eSearchResult>\n`,
    };
  const escaped = JSON.stringify(message).replaceAll('\\n', '\n');
  return {
    status: 200,
    type: JSON_TYPE,
    body: `{"header":${JSON.stringify(HEADER)},"esearchresult":{"ERROR":${escaped}}}\n`,
  };
}

const hasErrors = (result: EsearchResult): boolean =>
  result.phrasesNotFound.length + result.fieldsNotFound.length > 0;
const hasWarnings = (result: EsearchResult): boolean =>
  result.phrasesIgnored.length + result.quotedPhrasesNotFound.length + result.messages.length > 0;

function asJson(result: EsearchResult): string {
  const { history } = result;
  return JSON.stringify({
    header: HEADER,
    esearchresult: {
      count: String(result.count),
      retmax: String(result.pmids.length),
      retstart: String(result.start),
      ...(history === undefined ? {} : { querykey: String(history.queryKey), webenv: history.webEnv }),
      idlist: result.pmids.map(String),
      translationset: result.translations,
      querytranslation: result.translation,
      ...(hasErrors(result) && {
        errorlist: { phrasesnotfound: result.phrasesNotFound, fieldsnotfound: result.fieldsNotFound },
      }),
      ...(hasWarnings(result) && {
        warninglist: {
          phrasesignored: result.phrasesIgnored,
          quotedphrasesnotfound: result.quotedPhrasesNotFound,
          outputmessages: result.messages,
        },
      }),
    },
  });
}

const elements = (name: string, texts: readonly (string | number)[]): string =>
  texts.map((text) => `<${name}>${escapeXml(String(text))}</${name}>`).join('');

function asXml(result: EsearchResult): string {
  const { history } = result;
  const ids = result.pmids.map((pmid) => `<Id>${pmid}</Id>\n`).join('');
  const translations = result.translations.map(
    ({ from, to }) =>
      `<Translation>     ${elements('From', [from])}     ${elements('To', [to])}    </Translation>`,
  );
  const errors =
    elements('PhraseNotFound', result.phrasesNotFound) + elements('FieldNotFound', result.fieldsNotFound);
  const warnings =
    elements('PhraseIgnored', result.phrasesIgnored) +
    elements('QuotedPhraseNotFound', result.quotedPhrasesNotFound) +
    elements('OutputMessage', result.messages);
  return [
    `${PROLOGUE}<eSearchResult>`,
    elements('Count', [result.count]),
    elements('RetMax', [result.pmids.length]),
    elements('RetStart', [result.start]),
    history === undefined
      ? ''
      : elements('QueryKey', [history.queryKey]) + elements('WebEnv', [history.webEnv]),
    ids === '' ? '<IdList/>' : `<IdList>\n${ids}</IdList>`,
    translations.length === 0
      ? '<TranslationSet/>'
      : `<TranslationSet>${translations.join('')}</TranslationSet>`,
    elements('QueryTranslation', [result.translation]),
    hasErrors(result) ? `<ErrorList>${errors}</ErrorList>` : '',
    hasWarnings(result) ? `<WarningList>${warnings}</WarningList>` : '',
    '</eSearchResult>\n',
  ].join('');
}

/** The reply as ESearch gives it: numbers as text, lists of errors and warnings only where there are some. */
export function esearchReply(
  result: EsearchResult,
  { json, countOnly }: { json: boolean; countOnly: boolean },
): Reply {
  if (countOnly) {
    const count = String(result.count);
    if (json)
      return {
        status: 200,
        type: JSON_TYPE,
        body: JSON.stringify({ header: HEADER, esearchresult: { count } }),
      };
    return {
      status: 200,
      type: XML,
      body: `${PROLOGUE}<eSearchResult>\n\t<Count>${count}</Count>\n</eSearchResult>\n`,
    };
  }
  return json
    ? { status: 200, type: JSON_TYPE, body: asJson(result) }
    : { status: 200, type: XML, body: asXml(result) };
}
