import type { Article } from '../contract/article.ts';
import { abstractOf, otherAbstractsOf } from './abstracts.ts';
import { dayOf, historyDates, partialDate } from './dates.ts';
import { doi, pii, pmcid, pmidOf, versionOf } from './identifiers.ts';
import { correctionsOf, grantsOf, keywordsOf, languagesOf, meshOf, termsOf } from './indexing.ts';
import { journalOf, pagesOf } from './journal.ts';
import { richText } from './markup.ts';
import { authorsOf, isComplete } from './people.ts';
import { attribute, child, children, childText, textOf, type XmlElement } from './xml-tree.ts';

/** Up to 2013 the address of the first author stood under Article, outside the list. */
const authorsWithAddress = (article: XmlElement | undefined, lists: XmlElement[]): Article['authors'] => {
  const authors = authorsOf(lists);
  const address = textOf(child(article, 'Affiliation'));
  if (address !== null) authors[0]?.affiliations.push(address);
  return authors;
};

const isElectronic = (date: XmlElement): boolean =>
  (date.attributes['DateType'] ?? 'Electronic') === 'Electronic';

/** A journal article: the MedlineCitation and, where the file has it, PubmedData. Null without a usable PMID. */
export const articleOf = (citation: XmlElement, data: XmlElement | undefined): Article | null => {
  const pmid = pmidOf(child(citation, 'PMID'));
  if (pmid === null) return null;
  const article = child(citation, 'Article');
  const journal = child(article, 'Journal');
  const issue = child(journal, 'JournalIssue');
  const authorLists = children(article, 'AuthorList');
  const identifiers = {
    locations: children(article, 'ELocationID'),
    ids: children(child(data, 'ArticleIdList'), 'ArticleId'),
  };
  return {
    kind: 'article',
    pmid,
    version: versionOf(child(citation, 'PMID')),
    status: attribute(citation, 'Status'),
    publicationStatus: childText(data, 'PublicationStatus'),
    indexingMethod: attribute(citation, 'IndexingMethod'),
    title: richText(child(article, 'ArticleTitle')) ?? { text: '', html: '' },
    vernacularTitle: richText(child(article, 'VernacularTitle')),
    abstract: abstractOf(child(article, 'Abstract')),
    otherAbstracts: otherAbstractsOf(citation),
    authors: authorsWithAddress(article, authorLists),
    authorsComplete: isComplete(authorLists),
    editors: [],
    journal: journalOf(journal, child(citation, 'MedlineJournalInfo')),
    book: null,
    volume: childText(issue, 'Volume'),
    issue: childText(issue, 'Issue'),
    pages: pagesOf(child(article, 'Pagination')),
    dates: {
      ...historyDates(data),
      revised: dayOf(child(citation, 'DateRevised')),
      completed: dayOf(child(citation, 'DateCompleted')),
      print: partialDate(child(issue, 'PubDate')),
      electronic: partialDate(children(article, 'ArticleDate').find(isElectronic)),
    },
    doi: doi(identifiers),
    pmcid: pmcid(identifiers),
    pii: pii(identifiers),
    publicationTypes: termsOf(child(article, 'PublicationTypeList'), 'PublicationType'),
    mesh: meshOf(citation),
    keywords: keywordsOf(citation),
    languages: languagesOf(article),
    grants: grantsOf(article),
    corrections: correctionsOf(citation),
  };
};
