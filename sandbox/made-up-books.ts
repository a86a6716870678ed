import { historyDateXml } from './article-draft.ts';
import { type DayNumber, yearOf, ymd } from './made-up-days.ts';
import { authorXml, makePerson, nameXml } from './made-up-people.ts';
import type { Topic } from './made-up-topic.ts';
import type { Random } from './random.ts';
import { element, list, text } from './xml-write.ts';

export const BOOK_KINDS = ['chapter', 'whole book', 'title of the book only'] as const;
export type BookKind = (typeof BOOK_KINDS)[number];

export interface BookRequest {
  pmid: number;
  created: DayNumber;
  topic: Topic;
  kind: BookKind;
  random: Random;
}

function bookXml({ created, kind, random }: BookRequest): string {
  const editors = [makePerson(random, false), makePerson(random, true)].map((person) =>
    element('Author', nameXml(person)),
  );
  return element(
    'Book',
    element(
      'Publisher',
      text('PublisherName', 'Sandbox University Press') + text('PublisherLocation', 'Springvale (OH)'),
    ) +
      '<BookTitle book="sandbox">SandReviews<sup>®</sup></BookTitle>' +
      element('PubDate', text('Year', '1999')) +
      element('BeginningDate', text('Year', '1999')) +
      element('EndingDate', text('Year', yearOf(created))) +
      list('AuthorList', editors, { Type: 'editors' }) +
      (kind === 'whole book' ? text('Isbn', '9789999999991') : '') +
      text('Medium', 'Internet'),
  );
}

/** A chapter or a book: no journal, no MedlineCitation, the abstract right under BookDocument. */
export function bookArticleXml(request: BookRequest): string {
  const { pmid, created, topic, kind, random } = request;
  const accession = text('ArticleId', `NBK${pmid}`, { IdType: 'bookaccession' });
  const title =
    kind === 'title of the book only'
      ? ''
      : `<ArticleTitle book="sandbox" part="p${pmid}">${topic.condition[0]}-Related <i>SBX1</i> Disorders</ArticleTitle>`;
  const authors = [makePerson(random, false), makePerson(random, false)].map((person) => authorXml(person));
  const part = (label: string, body: string): string => element('AbstractText', body, { Label: label });
  const abstract =
    part(
      'CLINICAL CHARACTERISTICS',
      `A made-up chapter on ${topic.condition[0]} with variants in <i>SBX1</i>.`,
    ) + part('MANAGEMENT', '<i>Treatment of manifestations:</i> as in any good book.');
  const section = element(
    'Section',
    text('LocationLabel', '1', { Type: 'chapter' }) +
      '<SectionTitle book="sandbox" part="s1">Summary</SectionTitle>',
  );
  const document = element(
    'BookDocument',
    [
      text('PMID', String(pmid), { Version: '1' }),
      list('ArticleIdList', [accession]),
      bookXml(request),
      title,
      text('Language', 'eng'),
      kind === 'title of the book only' ? '' : list('AuthorList', authors, { Type: 'authors' }),
      text('PublicationType', 'Review', { UI: 'D016454' }),
      element('Abstract', abstract),
      list('Sections', [section]),
      list(
        'KeywordList',
        topic.keywords.map(([word]) => text('Keyword', word, { MajorTopicYN: 'N' })),
        { Owner: 'NLM' },
      ),
      element('ContributionDate', ymd(created - 3000)),
      element('DateRevised', ymd(created)),
    ].join(''),
  );
  const data =
    element(
      'History',
      historyDateXml('pubmed', created) +
        historyDateXml('medline', created) +
        historyDateXml('entrez', created),
    ) +
    text('PublicationStatus', 'ppublish') +
    list('ArticleIdList', [text('ArticleId', String(pmid), { IdType: 'pubmed' })]);
  return element('PubmedBookArticle', document + element('PubmedBookData', data));
}
