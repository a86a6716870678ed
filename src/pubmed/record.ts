import type { Article } from '../contract/article.ts';
import { articleOf } from './article.ts';
import { bookArticleOf } from './book.ts';
import { pmidOf } from './identifiers.ts';
import { child, children, textOf, type XmlElement } from './xml-tree.ts';

/** One thing that a reply of PubMed holds. */
export type PubmedRecord =
  | { type: 'article'; article: Article }
  /** Listed in DeleteCitation or DeleteDocument: PubMed withdrew this record. */
  | { type: 'deleted'; pmid: number }
  /** What PubMed says in an ERROR element, word for word. */
  | { type: 'error'; message: string }
  /**
   * Something could not be read, so what came before may not be all. `truncated`: the text ends too early;
   * `malformed`: it is not well-formed, or no record of PubMed; `not-xml`: a web page, JSON or plain text.
   */
  | { type: 'broken'; reason: 'truncated' | 'malformed' | 'not-xml'; message: string };

export const broken = (
  reason: 'truncated' | 'malformed' | 'not-xml',
  message: string,
): PubmedRecord & { type: 'broken' } => ({ type: 'broken', reason, message });

const recordNames = new Set(['PubmedArticle', 'PubmedBookArticle', 'MedlineCitation', 'BookDocument']);
const setNames = new Set([
  'PubmedArticleSet',
  'PubmedBookArticleSet',
  'MedlineCitationSet',
  'BookDocumentSet',
]);

/** True for what may stand alone as the root of a document, without a set around it. */
export const isWholeRecord = (rootName: string): boolean => recordNames.has(rootName) || rootName === 'ERROR';

/** True for the root elements that hold records, and may hold none. */
export const isRecordSet = (rootName: string): boolean => setNames.has(rootName);

const unread = new Set([
  'ReferenceList',
  'ChemicalList',
  'DataBankList',
  'InvestigatorList',
  'PersonalNameSubjectList',
  'SupplMeshList',
  'GeneSymbolList',
  'CoiStatement',
  'ObjectList',
  'Sections',
]);

/** Parts of a record that no field comes from; the references alone are half of all text. */
export const isUnread = (name: string): boolean => unread.has(name);

const articleRecord = (article: Article | null, name: string): PubmedRecord =>
  article ? { type: 'article', article } : broken('malformed', `${name} has no PMID`);

const deletions = (list: XmlElement): PubmedRecord[] =>
  children(list, 'PMID').map((element) => {
    const pmid = pmidOf(element);
    return pmid === null
      ? broken('malformed', `${list.name} has a PMID that is no number`)
      : { type: 'deleted', pmid };
  });

const unwrapped = (wrapper: XmlElement, names: { record: string; data: string }): PubmedRecord => {
  const record = child(wrapper, names.record);
  if (record === undefined) return broken('malformed', `${wrapper.name} has no ${names.record}`);
  const build = names.record === 'BookDocument' ? bookArticleOf : articleOf;
  return articleRecord(build(record, child(wrapper, names.data)), wrapper.name);
};

/** What one unit of a reply says: mostly one record; a list of deletions says many. */
export const recordsOf = (unit: XmlElement): PubmedRecord[] => {
  switch (unit.name) {
    case 'PubmedArticle':
      return [unwrapped(unit, { record: 'MedlineCitation', data: 'PubmedData' })];
    case 'PubmedBookArticle':
      return [unwrapped(unit, { record: 'BookDocument', data: 'PubmedBookData' })];
    case 'MedlineCitation':
      return [articleRecord(articleOf(unit, undefined), unit.name)];
    case 'BookDocument':
      return [articleRecord(bookArticleOf(unit, undefined), unit.name)];
    case 'DeleteCitation':
    case 'DeleteDocument':
      return deletions(unit);
    case 'ERROR':
      return [{ type: 'error', message: textOf(unit) ?? 'an error without words' }];
    default:
      return [broken('malformed', `unexpected element ${unit.name}`)];
  }
};
