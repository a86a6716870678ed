import type { Draft } from './article-draft.ts';
import { abstractXml, chineseAbstractXml, makeFindings, type Study } from './made-up-abstract.ts';
import { type DayNumber, dateOf, monthName, yearOf, ymd } from './made-up-days.ts';
import { DESIGNS, type Subject } from './made-up-designs.ts';
import { CHINESE_JOURNALS, type Journal, OTHER_JOURNALS } from './made-up-journals.ts';
import { authorXml, makePerson, orcidXml } from './made-up-people.ts';
import type { Heading, Topic } from './made-up-topic.ts';
import { createRandom, type Random } from './random.ts';
import { escapeXml } from './reply.ts';
import { element, list, text } from './xml-write.ts';

export interface ArticleRequest {
  pmid: number;
  /** Create Date. */
  created: DayNumber;
  today: DayNumber;
  topic: Topic;
  seed: number;
}

const HUMANS: readonly Heading[] = [
  ['Humans', 'D006801'],
  ['Female', 'D005260'],
  ['Male', 'D008297'],
  ['Aged', 'D000368'],
];
const QUALIFIERS: readonly Heading[] = [
  ['drug therapy', 'Q000188'],
  ['mortality', 'Q000401'],
  ['diagnosis', 'Q000175'],
  ['epidemiology', 'Q000453'],
];

function meshXml(topic: Topic, random: Random): string[] {
  const [main, ...others] = topic.headings;
  if (main === undefined) return [];
  const [qualifier, ui] = random.pick(QUALIFIERS);
  // The major mark stands on the qualifier alone in half of them, as in older records.
  const onHeading = random.chance(0.5);
  const descriptor = ([name, number]: Heading, major: boolean): string =>
    text('DescriptorName', name, { UI: number, MajorTopicYN: major ? 'Y' : 'N' });
  return [
    descriptor(main, onHeading) +
      text('QualifierName', qualifier, { UI: ui, MajorTopicYN: onHeading ? 'N' : 'Y' }),
    ...others.map((heading) => descriptor(heading, true)),
    ...HUMANS.map((heading) => descriptor(heading, false)),
  ].map((heading) => element('MeshHeading', heading));
}

export function issnXml(journal: Journal, random: Random): string {
  const { print, electronic } = journal;
  const usePrint = electronic === undefined || (print !== undefined && random.chance(0.3));
  return text('ISSN', (usePrint ? print : electronic) ?? '', { IssnType: usePrint ? 'Print' : 'Electronic' });
}

function authorsXml(chinese: boolean, random: Random): string[] {
  return Array.from({ length: random.between(2, 9) }, () => {
    const person = makePerson(random, chinese || random.chance(0.2));
    return authorXml(person, { extra: random.chance(0.3) ? orcidXml(person.orcid) : '' });
  });
}

export const doiXml = (doi: string): string => text('ELocationID', doi, { EIdType: 'doi', ValidYN: 'Y' });

const grantsXml = (pmid: number, country: string): string =>
  list(
    'GrantList',
    [
      element(
        'Grant',
        text('GrantID', `SBX-${pmid % 100_000}`) +
          text('Agency', 'Sandbox Research Council') +
          text('Country', country),
      ),
    ],
    { CompleteYN: 'Y' },
  );

/** An everyday article, in full. The same request gives the same article. */
export function makeArticle({ pmid, created, today, topic, seed }: ArticleRequest): Draft {
  const random = createRandom(Math.imul(seed, 0x9e3779b1) + pmid);
  const chinese = random.chance(0.22);
  const journal = random.pick(chinese ? CHINESE_JOURNALS : OTHER_JOURNALS);
  const design = random.pick(DESIGNS);
  const subject: Subject = {
    condition: topic.condition,
    people: random.pick(topic.people),
    act: random.pick(topic.acts),
    end: random.pick(topic.ends),
  };
  const study: Study = { subject, design, findings: makeFindings(random) };
  const [title, chineseTitle] = design.title(subject);
  const indexed = created + random.between(3, 24);
  const isIndexed = journal.indexed && indexed <= today;
  const waits = journal.indexed
    ? random.pick(['Publisher', 'In-Data-Review', 'In-Process'])
    : 'PubMed-not-MEDLINE';
  const online = created - random.between(1, 4);
  const inPrint = journal.electronic === undefined;
  const issueDay = created + random.between(-20, 40);
  const ahead = !isIndexed && waits === 'Publisher';
  const doi = `10.99999/sandbox.${pmid}`;
  const pages = String(random.between(1, 900));
  const draft: Draft = {
    pmid,
    version: 1,
    status: isIndexed ? 'MEDLINE' : waits,
    ...(isIndexed && random.chance(0.7) && { indexingMethod: 'Automated' }),
    created,
    entered: Math.min(today, created + (random.chance(0.62) ? 1 : 0)),
    indexed: isIndexed ? indexed : undefined,
    revised: isIndexed ? indexed : created,
    journal,
    pubModel: inPrint
      ? 'Print'
      : ahead
        ? 'Print-Electronic'
        : random.pick(['Electronic', 'Print-Electronic']),
    issnXml: issnXml(journal, random),
    volume: ahead ? '' : String(random.between(1, 60)),
    issue: ahead ? '' : String(random.between(1, 12)),
    pubDateXml:
      text('Year', yearOf(issueDay)) +
      text('Month', monthName(issueDay)) +
      (random.chance(0.6) ? text('Day', dateOf(issueDay)) : ''),
    titleXml: escapeXml(chinese ? `[${title.replace(/\.$/, '')}].` : title),
    pages: ahead ? '' : `${pages}-${random.between(2, 9)}`,
    locationsXml: doiXml(doi),
    abstractXml: abstractXml(study, random),
    authorsXml: authorsXml(chinese, random),
    authorsComplete: true,
    languages: [chinese ? 'chi' : 'eng'],
    types: [...design.types],
    vernacularXml: chinese ? escapeXml(chineseTitle) : '',
    articleDatesXml: inPrint ? '' : element('ArticleDate', ymd(online), { DateType: 'Electronic' }),
    meshXml: isIndexed ? meshXml(topic, random) : [],
    keywords: topic.keywords.flatMap(([english, chineseWord]) =>
      chinese ? [english, chineseWord] : [english],
    ),
    publicationStatus: ahead ? 'aheadofprint' : inPrint ? 'ppublish' : 'epublish',
    articleIdsXml: [
      text('ArticleId', String(pmid), { IdType: 'pubmed' }),
      ...(random.chance(0.35) ? [text('ArticleId', `PMC${pmid}`, { IdType: 'pmc' })] : []),
      text('ArticleId', doi, { IdType: 'doi' }),
    ],
    extraXml: {},
  };
  if (random.chance(0.2)) draft.extraXml.grants = grantsXml(pmid, journal.country);
  if (chinese && design.abstract !== 'none') {
    draft.extraXml.otherAbstracts = element('OtherAbstract', chineseAbstractXml(study, random), {
      Type: 'Publisher',
      Language: 'chi',
    });
  }
  return draft;
}
