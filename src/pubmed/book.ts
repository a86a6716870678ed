import type { Article, Book } from '../contract/article.ts';
import { abstractOf, otherAbstractsOf } from './abstracts.ts';
import { dayOf, historyDates, partialDate } from './dates.ts';
import { bookAccession, doi, pii, pmcid, pmidOf, versionOf } from './identifiers.ts';
import { grantsOf, keywordsOf, languagesOf, termsOf } from './indexing.ts';
import { pagesOf } from './journal.ts';
import { richText } from './markup.ts';
import { authorsOf, isComplete } from './people.ts';
import { child, children, childText, textOf, type XmlElement } from './xml-tree.ts';

const editorLists = (lists: XmlElement[]): XmlElement[] =>
  lists.filter((list) => list.attributes['Type'] === 'editors');

const authorLists = (lists: XmlElement[]): XmlElement[] =>
  lists.filter((list) => list.attributes['Type'] !== 'editors');

const bookOf = (document: XmlElement, ids: XmlElement[]): Book => {
  const book = child(document, 'Book');
  const publisher = child(book, 'Publisher');
  return {
    title: richText(child(book, 'BookTitle')),
    collectionTitle: richText(child(book, 'CollectionTitle')),
    publisher: childText(publisher, 'PublisherName'),
    publisherLocation: childText(publisher, 'PublisherLocation'),
    edition: childText(book, 'Edition'),
    isbns: children(book, 'Isbn')
      .map(textOf)
      .filter((isbn) => isbn !== null),
    accession: bookAccession({ locations: [], ids }),
    contributionDate: partialDate(child(document, 'ContributionDate')),
  };
};

/**
 * A book, or one chapter of it (then ArticleTitle is there): BookDocument and PubmedBookData. The people and the
 * DOI of a chapter are its own; those of the book count only where the record is the whole book.
 */
export const bookArticleOf = (document: XmlElement, data: XmlElement | undefined): Article | null => {
  const pmid = pmidOf(child(document, 'PMID'));
  if (pmid === null) return null;
  const book = child(document, 'Book');
  const chapterTitle = richText(child(document, 'ArticleTitle'));
  const ownLists = children(document, 'AuthorList');
  const bookLists = children(book, 'AuthorList');
  const ownAuthors = authorLists(ownLists);
  const chosen = ownAuthors.length > 0 ? ownAuthors : authorLists(bookLists);
  const ids = [document, data].flatMap((parent) => children(child(parent, 'ArticleIdList'), 'ArticleId'));
  const identifiers = { locations: chapterTitle ? [] : children(book, 'ELocationID'), ids };
  return {
    kind: 'book',
    pmid,
    version: versionOf(child(document, 'PMID')),
    status: null,
    publicationStatus: childText(data, 'PublicationStatus'),
    indexingMethod: null,
    title: chapterTitle ?? richText(child(book, 'BookTitle')) ?? { text: '', html: '' },
    vernacularTitle: richText(child(document, 'VernacularTitle')),
    abstract: abstractOf(child(document, 'Abstract')),
    otherAbstracts: otherAbstractsOf(document),
    authors: authorsOf(chosen),
    authorsComplete: isComplete(chosen),
    editors: authorsOf(editorLists([...ownLists, ...bookLists])),
    journal: null,
    book: bookOf(document, ids),
    volume: childText(book, 'Volume'),
    issue: null,
    pages: pagesOf(child(document, 'Pagination')),
    dates: {
      ...historyDates(data),
      revised: dayOf(child(document, 'DateRevised')),
      completed: null,
      print: partialDate(child(book, 'PubDate')),
      electronic: null,
    },
    doi: doi(identifiers),
    pmcid: pmcid(identifiers),
    pii: pii(identifiers),
    publicationTypes: termsOf(document, 'PublicationType'),
    mesh: [],
    keywords: keywordsOf(document),
    languages: languagesOf(document),
    grants: grantsOf(document),
    corrections: [],
  };
};
