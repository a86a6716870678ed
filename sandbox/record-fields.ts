import { authorValues } from './record-authors.ts';
import { type RecordDates, readDates } from './record-dates.ts';
import type { RecordBytes } from './record-split.ts';
import { at, childrenOf, scanXml, textOf, type XmlNode } from './xml-scan.ts';

/** Where a word stood. A tag such as [tiab] searches several of these. */
export const SECTIONS = [
  'title',
  'abstract',
  'keyword',
  'vocabulary',
  'vernacular',
  'affiliation',
  'other',
] as const;
export type Section = (typeof SECTIONS)[number];

/** What the index needs of one record. */
export interface RecordFields {
  pmid: number;
  sections: Record<Section, string[]>;
  /** Whole values under the short name of their field: `['mh', 'Heart Failure']`. */
  values: [field: string, value: string][];
  dates: RecordDates;
  /** What `sort=Author` and `sort=JournalName` go by. */
  firstAuthor: string;
  journal: string;
}

const LANGUAGES: Record<string, string> = {
  eng: 'english',
  chi: 'chinese',
  fre: 'french',
  ger: 'german',
  spa: 'spanish',
  jpn: 'japanese',
  rus: 'russian',
  ita: 'italian',
  por: 'portuguese',
  kor: 'korean',
  pol: 'polish',
  dut: 'dutch',
  tur: 'turkish',
  hun: 'hungarian',
};
const SUBSETS: Record<string, string> = {
  MEDLINE: 'medline',
  Publisher: 'publisher',
  'In-Process': 'inprocess',
  'In-Data-Review': 'indatareview',
  'PubMed-not-MEDLINE': 'pubmednotmedline',
  OLDMEDLINE: 'oldmedline',
};

const textsOf = (nodes: XmlNode[]): string[] => nodes.map(textOf).filter((text) => text !== '');
const all = (node: XmlNode | undefined, list: string, item: string): XmlNode[] =>
  childrenOf(node, list).flatMap((one) => childrenOf(one, item));

function meshValues(entry: XmlNode | undefined): [string, string][] {
  const values: [string, string][] = [];
  for (const heading of all(entry, 'MeshHeadingList', 'MeshHeading')) {
    const descriptor = at(heading, 'DescriptorName');
    const name = textOf(descriptor);
    values.push(['mh', name]);
    let major = descriptor?.attributes.get('MajorTopicYN') === 'Y';
    for (const qualifier of childrenOf(heading, 'QualifierName')) {
      values.push(['sh', textOf(qualifier)], ['mh', `${name}/${textOf(qualifier)}`]);
      if (qualifier.attributes.get('MajorTopicYN') === 'Y') {
        major = true;
        values.push(['majr', `${name}/${textOf(qualifier)}`]);
      }
    }
    if (major) values.push(['majr', name]);
  }
  return values;
}

function identifierValues(entry: XmlNode | undefined, data: XmlNode | undefined): [string, string][] {
  const values: [string, string][] = [];
  for (const location of childrenOf(at(entry, 'Article') ?? entry, 'ELocationID')) {
    values.push(['lid', textOf(location)], ['aid', textOf(location)]);
  }
  for (const id of [
    ...all(data, 'ArticleIdList', 'ArticleId'),
    ...all(entry, 'ArticleIdList', 'ArticleId'),
  ]) {
    const type = id.attributes.get('IdType');
    if (type !== 'pubmed') values.push(['aid', textOf(id)]);
    if (type === 'pmc') values.push(['sb', 'pubmed pmc'], ['sb', 'free full text']);
    if (type === 'bookaccession') values.push(['sb', 'pmcbook']);
  }
  return values;
}

function journalValues(entry: XmlNode | undefined): [string, string][] {
  const journal = at(entry, 'Article/Journal');
  const info = at(entry, 'MedlineJournalInfo');
  const issue = at(journal, 'JournalIssue');
  const names = [
    at(journal, 'Title'),
    at(journal, 'ISOAbbreviation'),
    at(journal, 'ISSN'),
    at(info, 'MedlineTA'),
    at(info, 'ISSNLinking'),
  ];
  return [
    ...names.map((name): [string, string] => ['ta', textOf(name)]),
    ['jid', textOf(at(info, 'NlmUniqueID'))],
    ['pl', textOf(at(info, 'Country'))],
    ['vi', textOf(at(issue, 'Volume'))],
    ['ip', textOf(at(issue, 'Issue'))],
  ];
}

function filterValues(entry: XmlNode | undefined, data: XmlNode | undefined): [string, string][] {
  const values: [string, string][] = [];
  const article = at(entry, 'Article') ?? entry;
  if (at(article, 'Abstract/AbstractText')) values.push(['sb', 'hasabstract']);
  const subset = SUBSETS[entry?.attributes.get('Status') ?? ''];
  if (subset !== undefined) values.push(['sb', subset]);
  const method = entry?.attributes.get('IndexingMethod');
  if (method !== undefined) values.push(['sb', `indexingmethod_${method.toLowerCase()}`]);
  const status = textOf(at(data, 'PublicationStatus'));
  if (status !== '') values.push(['sb', `pubstatus${status.toLowerCase()}`]);
  for (const correction of all(entry, 'CommentsCorrectionsList', 'CommentsCorrections')) {
    values.push(['sb', `has${(correction.attributes.get('RefType') ?? '').toLowerCase()}`]);
  }
  for (const language of textsOf(childrenOf(article, 'Language'))) {
    values.push(
      ['la', language],
      ['la', LANGUAGES[language] ?? language],
      ['sb', LANGUAGES[language] ?? language],
    );
  }
  return values;
}

/** Reads what a search looks at, straight from the XML of one article or book. */
export function readFields(record: RecordBytes): RecordFields {
  const root = childrenOf(
    scanXml(record.bytes.toString('utf8')),
    record.kind === 'book' ? 'PubmedBookArticle' : 'PubmedArticle',
  )[0];
  const entry = at(root, record.kind === 'book' ? 'BookDocument' : 'MedlineCitation');
  const data = at(root, record.kind === 'book' ? 'PubmedBookData' : 'PubmedData');
  const article = at(entry, 'Article') ?? entry;
  const authors = authorValues(entry, article);
  const types = textsOf([
    ...all(article, 'PublicationTypeList', 'PublicationType'),
    ...childrenOf(article, 'PublicationType'),
  ]);
  const keywords = textsOf(all(entry, 'KeywordList', 'Keyword'));
  const substances = textsOf(
    all(entry, 'ChemicalList', 'Chemical').flatMap((one) => childrenOf(one, 'NameOfSubstance')),
  );
  const bookTitle = textOf(at(entry, 'Book/BookTitle'));
  const grants = all(article, 'GrantList', 'Grant').flatMap((grant) =>
    textsOf([...childrenOf(grant, 'GrantID'), ...childrenOf(grant, 'Agency')]),
  );
  const journal = journalValues(entry);
  const mesh = meshValues(entry);
  const pmid = Number(textOf(at(entry, 'PMID')));
  const pages =
    textOf(at(article, 'Pagination/StartPage')) ||
    textOf(at(article, 'Pagination/MedlinePgn')).split('-')[0] ||
    '';
  const values: [string, string][] = [
    ['uid', String(pmid)],
    ...authors.values,
    ...journal,
    ...mesh,
    ...identifierValues(entry, data),
    ...filterValues(entry, data),
    ['pg', pages],
    ['book', bookTitle],
    ['pubn', textOf(at(entry, 'Book/Publisher/PublisherName'))],
    ...types.map((type): [string, string] => ['pt', type]),
    ...keywords.map((keyword): [string, string] => ['ot', keyword]),
    ...substances.map((name): [string, string] => ['nm', name]),
    ...grants.map((grant): [string, string] => ['gr', grant]),
  ];
  return {
    pmid,
    sections: {
      title: textsOf([
        ...childrenOf(article, 'ArticleTitle'),
        ...(bookTitle ? childrenOf(at(entry, 'Book'), 'BookTitle') : []),
      ]),
      abstract: textsOf([
        ...all(article, 'Abstract', 'AbstractText'),
        ...all(entry, 'OtherAbstract', 'AbstractText'),
      ]),
      keyword: keywords,
      vocabulary: [
        ...mesh.filter(([field]) => field === 'mh').map(([, value]) => value),
        ...types,
        ...substances,
      ],
      vernacular: textsOf(childrenOf(article, 'VernacularTitle')),
      affiliation: authors.affiliations,
      other: [...authors.names, ...journal.slice(0, 2).map(([, value]) => value), ...grants],
    },
    values: values.filter(([, value]) => value !== ''),
    dates: readDates(entry, data),
    firstAuthor: authors.names[0] ?? '',
    journal: journal[3]?.[1] ?? '',
  };
}
