import { SaxesParser } from 'saxes';
import type { LooseESearch } from './esearch-reply.ts';
import { retryLater, type Verdict } from './eutils-outcome.ts';

/** Far above what ESearch nests. */
const maxDepth = 50;

class Broken extends Error {}

/** The texts of all elements by their path below the root (`IdList/Id`), the root's name under the empty path. */
function textsByPath(body: string): Map<string, string[]> | 'truncated' | 'malformed' {
  const texts = new Map<string, string[]>();
  const open: { path: string; text: string }[] = [];
  const parser = new SaxesParser({ position: false });
  let ending = false;
  parser.on('error', () => {
    throw new Broken();
  });
  parser.on('opentag', ({ name }) => {
    if (open.length > maxDepth) throw new Broken();
    const parent = open.at(-1);
    if (!parent) texts.set('', [name]);
    open.push({ path: parent?.path ? `${parent.path}/${name}` : parent ? name : '', text: '' });
  });
  const onText = (text: string) => {
    const element = open.at(-1);
    if (element) element.text += text;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (!element?.path) return;
    const sameName = texts.get(element.path);
    if (sameName) sameName.push(element.text.trim());
    else texts.set(element.path, [element.text.trim()]);
  });
  try {
    parser.write(body.replace(/^[\s\uFEFF]+/, ''));
    ending = true;
    parser.close();
    return texts;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return ending ? 'truncated' : 'malformed';
  }
}

/** ESearch answers in XML when it cannot make JSON, and so does EFetch's error page. */
export function readESearchXml(body: string): LooseESearch | Verdict {
  const texts = textsByPath(body);
  if (texts === 'truncated') return retryLater('truncated');
  if (texts === 'malformed') return retryLater('invalid-xml');
  const at = (path: string): string[] => texts.get(path) ?? [];
  const [root] = at('');
  if (root !== 'eSearchResult' && at('ERROR').length === 0) return retryLater('unreadable');
  const [translation] = at('QueryTranslation');
  return {
    errors: at('ERROR'),
    counts: at('Count'),
    idList: texts.has('IdList') ? at('IdList/Id') : null,
    translation: translation || null,
    phrasesNotFound: at('ErrorList/PhraseNotFound'),
    fieldsNotFound: at('ErrorList/FieldNotFound'),
    phrasesIgnored: at('WarningList/PhraseIgnored'),
    quotedPhrasesNotFound: at('WarningList/QuotedPhraseNotFound'),
    messages: at('WarningList/OutputMessage'),
  };
}
