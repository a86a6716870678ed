import { type DayNumber, plainYmd, ymd } from './made-up-days.ts';
import type { Journal } from './made-up-journals.ts';
import type { Heading } from './made-up-topic.ts';
import { element, list, text } from './xml-write.ts';

/**
 * One article before it becomes XML. Strings with `Xml` in their name hold XML, all others plain text; an oddity changes
 * what it needs to.
 */
export interface Draft {
  pmid: number;
  version: number;
  status: string;
  indexingMethod?: string;
  created: DayNumber;
  entered: DayNumber;
  /** The day on which MeSH was added. */
  indexed: DayNumber | undefined;
  revised: DayNumber;
  journal: Journal;
  pubModel: string;
  issnXml: string;
  volume: string;
  issue: string;
  pubDateXml: string;
  titleXml: string;
  pages: string;
  /** ELocationID elements. */
  locationsXml: string;
  /** Inside Abstract; empty for none. */
  abstractXml: string;
  authorsXml: string[];
  authorsComplete: boolean;
  languages: string[];
  types: Heading[];
  vernacularXml: string;
  /** ArticleDate elements. */
  articleDatesXml: string;
  meshXml: string[];
  keywords: string[];
  publicationStatus: string;
  articleIdsXml: string[];
  /** Further elements, each in its own place of the DTD. */
  extraXml: Partial<Record<Extra, string>>;
}

type Extra =
  | 'dateCreated'
  | 'dataBanks'
  | 'grants'
  | 'chemicals'
  | 'supplementaryMesh'
  | 'corrections'
  | 'genes'
  | 'personalNames'
  | 'otherAbstracts'
  | 'conflicts'
  | 'spaceFlight'
  | 'investigators'
  | 'notes'
  | 'history'
  | 'references';

function articleXml(draft: Draft): string {
  const { journal, extraXml } = draft;
  const issue = element(
    'JournalIssue',
    (draft.volume && text('Volume', draft.volume)) +
      (draft.issue && text('Issue', draft.issue)) +
      element('PubDate', draft.pubDateXml),
    { CitedMedium: draft.pubModel.startsWith('Print') ? 'Print' : 'Internet' },
  );
  const types = draft.types.map(([name, ui]) => text('PublicationType', name, { UI: ui }));
  return element(
    'Article',
    [
      element(
        'Journal',
        draft.issnXml + issue + text('Title', journal.title) + text('ISOAbbreviation', journal.abbreviation),
      ),
      element('ArticleTitle', draft.titleXml),
      draft.pages && element('Pagination', text('MedlinePgn', draft.pages)),
      draft.locationsXml,
      draft.abstractXml && element('Abstract', draft.abstractXml),
      list('AuthorList', draft.authorsXml, { CompleteYN: draft.authorsComplete ? 'Y' : 'N' }),
      draft.languages.map((language) => text('Language', language)).join(''),
      extraXml.dataBanks,
      extraXml.grants,
      list('PublicationTypeList', types),
      draft.vernacularXml && element('VernacularTitle', draft.vernacularXml),
      draft.articleDatesXml,
    ].join(''),
    { PubModel: draft.pubModel },
  );
}

function citationXml(draft: Draft): string {
  const { journal, extraXml, keywords } = draft;
  const info =
    text('Country', journal.country) +
    text('MedlineTA', journal.abbreviation) +
    text('NlmUniqueID', journal.id) +
    (draft.issnXml && text('ISSNLinking', journal.linking));
  const words = keywords.map((word) => text('Keyword', word, { MajorTopicYN: 'N' }));
  return element(
    'MedlineCitation',
    [
      text('PMID', String(draft.pmid), { Version: String(draft.version) }),
      extraXml.dateCreated,
      draft.indexed === undefined ? '' : element('DateCompleted', ymd(draft.indexed)),
      element('DateRevised', ymd(draft.revised)),
      articleXml(draft),
      element('MedlineJournalInfo', info),
      extraXml.chemicals,
      extraXml.supplementaryMesh,
      draft.indexed === undefined ? '' : text('CitationSubset', 'IM'),
      extraXml.corrections,
      extraXml.genes,
      list('MeshHeadingList', draft.meshXml),
      extraXml.personalNames,
      extraXml.otherAbstracts,
      list('KeywordList', words, { Owner: 'NOTNLM' }),
      extraXml.conflicts,
      extraXml.spaceFlight,
      extraXml.investigators,
      extraXml.notes,
    ].join(''),
    {
      Status: draft.status,
      Owner: 'NLM',
      ...(draft.indexingMethod && { IndexingMethod: draft.indexingMethod }),
    },
  );
}

/** A date of the record's history as PubMed writes it, with an hour and a minute. */
export const historyDateXml = (status: string, day: DayNumber): string =>
  element('PubMedPubDate', `${plainYmd(day)}<Hour>6</Hour><Minute>0</Minute>`, { PubStatus: status });

/** The whole record, elements in the order of the DTD. */
export function draftXml(draft: Draft): string {
  const history = [
    draft.extraXml.history ?? '',
    historyDateXml('pubmed', draft.entered),
    historyDateXml('medline', draft.indexed ?? draft.entered),
    historyDateXml('entrez', draft.created),
  ];
  const data =
    element('History', history.join('')) +
    text('PublicationStatus', draft.publicationStatus) +
    list('ArticleIdList', draft.articleIdsXml) +
    (draft.extraXml.references ?? '');
  return element('PubmedArticle', `${citationXml(draft)}${element('PubmedData', data)}`);
}
