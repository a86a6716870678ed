import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import type { Article, Author, PartialDate, RichText } from '../src/contract/article.ts';

/**
 * PubMed's XML read a second time: another library (a DOM), other code, nothing shared with src/pubmed but the type of
 * the result. What both readings agree on is most likely what the XML says.
 */

/** All elements at the end of a path of child steps, as `Article/AuthorList/Author`. */
const at = (from: Element | undefined, path: string): Element[] => {
  let here: Element[] = from ? [from] : [];
  for (const step of path.split('/')) {
    here = here.flatMap((element) =>
      Array.from(element.childNodes).filter((node): node is Element => node.nodeName === step),
    );
  }
  return here;
};

const squeeze = (text: string): string =>
  text
    .split(/[ \t\r\n]/)
    .filter((word) => word !== '')
    .join(' ');

const words = (element: Element | undefined): string | null => squeeze(element?.textContent ?? '') || null;
const one = (from: Element | undefined, path: string): string | null => words(at(from, path)[0]);
const many = (from: Element | undefined, path: string): string[] =>
  at(from, path)
    .map(words)
    .filter((text) => text !== null);
const mark = (element: Element | undefined, name: string): string | null =>
  squeeze(element?.getAttribute(name) ?? '') || null;

const safe = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

const markup = (node: Node): string => {
  if (node.nodeType === 3 || node.nodeType === 4) return safe(node.nodeValue ?? '');
  const inner = Array.from(node.childNodes).map(markup).join('');
  return ['i', 'b', 'u', 'sup', 'sub'].includes(node.nodeName) && inner
    ? `<${node.nodeName}>${inner}</${node.nodeName}>`
    : inner;
};

/** The html of a formula is a matter of taste; it is marked here and compared by its characters only. */
export const formula = 'holds a formula';

const rich = (element: Element | undefined): RichText | null => {
  const text = words(element);
  if (!element || text === null) return null;
  if (element.getElementsByTagName('mml:math').length > 0) return { text, html: formula };
  return { text, html: squeeze(Array.from(element.childNodes).map(markup).join('')) };
};

const names = 'JanFebMarAprMayJunJulAugSepOctNovDec';
const monthNumber = (text: string | null): number | null => {
  if (text === null) return null;
  if (/^\d+$/.test(text)) return Number(text) <= 12 ? Number(text) : null;
  for (const word of text.split(/[^A-Za-z]+/)) {
    const found = names.toLowerCase().indexOf(word.slice(0, 3).toLowerCase());
    if (word.length >= 3 && found >= 0 && found % 3 === 0) return found / 3 + 1;
  }
  return null;
};

const date = (element: Element | undefined): PartialDate | null => {
  if (!element) return null;
  const free = one(element, 'MedlineDate');
  const year = one(element, 'Year') ?? free?.split(/\D+/).find((digits) => digits.length === 4) ?? null;
  const day = one(element, 'Day');
  return {
    year: year === null ? null : Number(year),
    month: monthNumber(one(element, 'Month') ?? free?.replace(/\d/g, ' ') ?? null),
    day: day === null ? null : Number(day),
    season: one(element, 'Season'),
    medlineDate: free,
  };
};

const day = (element: Element | undefined): string | null => {
  const when = date(element);
  const parts = [when?.year, when?.month, when?.day].map((part) => part ?? null);
  return parts.includes(null) ? null : parts.map((part) => String(part).padStart(2, '0')).join('-');
};

const person = (element: Element): Author => {
  const digits = at(element, 'Identifier')
    .filter((id) => id.getAttribute('Source') === 'ORCID')
    .map((id) => (id.textContent ?? '').replace(/.*orcid\.org/, '').replace(/[^0-9X]/g, ''))
    .find((text) => text.length === 16);
  return {
    lastName: one(element, 'LastName'),
    foreName: one(element, 'ForeName'),
    initials: one(element, 'Initials'),
    suffix: one(element, 'Suffix'),
    collectiveName: one(element, 'CollectiveName'),
    orcid: digits?.replace(/(....)(?=.)/g, '$1-') ?? null,
    affiliations: [...many(element, 'AffiliationInfo/Affiliation'), ...many(element, 'Affiliation')],
    equalContribution: element.getAttribute('EqualContrib') === 'Y',
  };
};

const term = (element: Element) => ({ ui: mark(element, 'UI'), name: words(element) ?? '' });
const yes = (element: Element | undefined): boolean => element?.getAttribute('MajorTopicYN') === 'Y';

const abstract = (element: Element | undefined): Article['abstract'] => {
  const sections = at(element, 'AbstractText').flatMap((section) => {
    const content = rich(section);
    return content
      ? [{ ...content, label: mark(section, 'Label'), category: mark(section, 'NlmCategory') }]
      : [];
  });
  return sections.length > 0 ? { sections, copyright: one(element, 'CopyrightInformation') } : null;
};

const firstDoi = (texts: string[]): string | null => {
  for (const text of texts) {
    const bare = text.slice(Math.max(text.indexOf('10.'), 0)).toLowerCase();
    if (bare.startsWith('10.') && /^(|doi: ?|https?:\/\/(dx\.)?doi\.org\/)10\./i.test(text)) return bare;
  }
  return null;
};

const read = (record: Element): Article => {
  const isBook = record.nodeName === 'PubmedBookArticle';
  const cite = at(record, isBook ? 'BookDocument' : 'MedlineCitation')[0];
  const data = at(record, isBook ? 'PubmedBookData' : 'PubmedData')[0];
  const body = isBook ? cite : at(cite, 'Article')[0];
  const book = at(cite, 'Book')[0];
  const chapter = isBook && one(cite, 'ArticleTitle') !== null;
  const ids = [
    ...(isBook ? at(cite, 'ArticleIdList/ArticleId') : []),
    ...at(data, 'ArticleIdList/ArticleId'),
  ];
  const locations = at(isBook ? book : body, 'ELocationID').filter(
    (location) => !chapter && location.getAttribute('ValidYN') !== 'N',
  );
  const named = (type: string): string[] =>
    [
      ...locations.filter((element) => element.getAttribute('EIdType') === type),
      ...ids.filter((element) => element.getAttribute('IdType') === type),
    ]
      .map(words)
      .filter((text) => text !== null);
  const isEditors = (list: Element): boolean => list.getAttribute('Type') === 'editors';
  let lists = at(body, 'AuthorList').filter((list) => !isEditors(list));
  if (isBook && lists.length === 0) lists = at(book, 'AuthorList').filter((list) => !isEditors(list));
  const people = (from: Element[]): Author[] => from.flatMap((list) => at(list, 'Author')).map(person);
  const authors = people(lists);
  if (!isBook) authors[0]?.affiliations.push(...many(body, 'Affiliation'));
  const past = (status: string): string | null =>
    day(at(data, 'History/PubMedPubDate').find((when) => when.getAttribute('PubStatus') === status));
  const issn = (electronic: boolean): string | null =>
    words(
      at(body, 'Journal/ISSN').find(
        (element) => (element.getAttribute('IssnType') === 'Electronic') === electronic,
      ),
    );
  const pages =
    one(body, 'Pagination/MedlinePgn') ??
    (many(body, 'Pagination/StartPage').concat(many(body, 'Pagination/EndPage')).join('-') || null);
  const pmc = named('pmc')[0]?.match(/\d+/)?.[0];
  return {
    kind: isBook ? 'book' : 'article',
    pmid: Number(one(cite, 'PMID')),
    version: Number(mark(at(cite, 'PMID')[0], 'Version') ?? '1'),
    status: isBook ? null : mark(cite, 'Status'),
    publicationStatus: one(data, 'PublicationStatus'),
    indexingMethod: isBook ? null : mark(cite, 'IndexingMethod'),
    title: rich(at(body, 'ArticleTitle')[0]) ?? rich(at(book, 'BookTitle')[0]) ?? { text: '', html: '' },
    vernacularTitle: rich(at(body, 'VernacularTitle')[0]),
    abstract: abstract(at(body, 'Abstract')[0]),
    otherAbstracts: at(cite, 'OtherAbstract').flatMap((element) => {
      const content = abstract(element);
      return content
        ? [{ ...content, type: mark(element, 'Type'), language: mark(element, 'Language') }]
        : [];
    }),
    authors,
    authorsComplete: !lists.some((list) => list.getAttribute('CompleteYN') === 'N'),
    editors: isBook ? people([...at(cite, 'AuthorList'), ...at(book, 'AuthorList')].filter(isEditors)) : [],
    journal: isBook
      ? null
      : {
          title: one(body, 'Journal/Title'),
          isoAbbreviation: one(body, 'Journal/ISOAbbreviation'),
          medlineTa: one(cite, 'MedlineJournalInfo/MedlineTA'),
          nlmId: one(cite, 'MedlineJournalInfo/NlmUniqueID'),
          country: one(cite, 'MedlineJournalInfo/Country'),
          issnPrint: issn(false),
          issnElectronic: issn(true),
          issnLinking: one(cite, 'MedlineJournalInfo/ISSNLinking'),
        },
    book: isBook
      ? {
          title: rich(at(book, 'BookTitle')[0]),
          collectionTitle: rich(at(book, 'CollectionTitle')[0]),
          publisher: one(book, 'Publisher/PublisherName'),
          publisherLocation: one(book, 'Publisher/PublisherLocation'),
          edition: one(book, 'Edition'),
          isbns: many(book, 'Isbn'),
          accession: named('bookaccession')[0] ?? null,
          contributionDate: date(at(cite, 'ContributionDate')[0]),
        }
      : null,
    volume: one(isBook ? book : body, isBook ? 'Volume' : 'Journal/JournalIssue/Volume'),
    issue: one(body, 'Journal/JournalIssue/Issue'),
    pages,
    dates: {
      entrez: past('entrez'),
      pubmed: past('pubmed'),
      medline: past('medline'),
      revised: day(at(cite, 'DateRevised')[0]),
      completed: day(at(cite, 'DateCompleted')[0]),
      print: date(isBook ? at(book, 'PubDate')[0] : at(body, 'Journal/JournalIssue/PubDate')[0]),
      electronic: date(
        at(body, 'ArticleDate').find((when) => when.getAttribute('DateType') === 'Electronic'),
      ),
    },
    doi: firstDoi(named('doi')),
    pmcid: pmc ? `PMC${pmc}` : null,
    pii: named('pii')[0] ?? null,
    publicationTypes: at(body, isBook ? 'PublicationType' : 'PublicationTypeList/PublicationType').map(term),
    mesh: at(cite, 'MeshHeadingList/MeshHeading').map((heading) => {
      const qualifiers = at(heading, 'QualifierName').map((element) => ({
        ...term(element),
        major: yes(element),
      }));
      const [descriptor] = at(heading, 'DescriptorName').map((element) => ({
        ...term(element),
        major: yes(element),
      }));
      if (!descriptor) throw new Error('a MeSH heading without a descriptor');
      return { ...descriptor, major: descriptor.major || qualifiers.some(({ major }) => major), qualifiers };
    }),
    keywords: at(cite, 'KeywordList/Keyword').flatMap((element) => {
      const owner = mark(element.parentNode as Element, 'Owner');
      const text = words(element);
      return text ? [{ text, major: yes(element), owner }] : [];
    }),
    languages: many(body, 'Language'),
    grants: at(body, 'GrantList/Grant').map((grant) => ({
      id: one(grant, 'GrantID'),
      acronym: one(grant, 'Acronym'),
      agency: one(grant, 'Agency'),
      country: one(grant, 'Country'),
    })),
    corrections: at(cite, 'CommentsCorrectionsList/CommentsCorrections')
      .filter((entry) => entry.getAttribute('RefType') !== 'Cites')
      .map((entry) => ({
        type: entry.getAttribute('RefType') ?? '',
        pmid: Number(one(entry, 'PMID')) || null,
        source: one(entry, 'RefSource'),
        note: one(entry, 'Note'),
      })),
  };
};

/** Every record of one well-formed document, in order. */
export const secondReading = (xml: string): Article[] => {
  const root = new DOMParser().parseFromString(xml, 'text/xml').documentElement;
  if (root === null) throw new Error('no root element');
  return Array.from(root.childNodes)
    .filter((node): node is Element => ['PubmedArticle', 'PubmedBookArticle'].includes(node.nodeName))
    .map(read);
};
