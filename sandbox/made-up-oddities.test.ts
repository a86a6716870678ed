import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { noSharedData, sharedData } from '../test/shared-data.ts';
import { type Draft, draftXml } from './article-draft.ts';
import { createCorpus } from './corpus.ts';
import { makeArticle } from './made-up-article.ts';
import { addMadeUp } from './made-up-corpus.ts';
import { dayNumber } from './made-up-days.ts';
import { ODDITIES } from './made-up-oddities.ts';
import { topicOf } from './made-up-record.ts';
import { createRandom } from './random.ts';
import { splitRecords } from './record-split.ts';

/** How each oddity shows in a record, written apart from what makes it; named as in the data beside the checkout. */
const MARKS: Record<string, RegExp | ((xml: string) => boolean)> = {
  DateCreated: /<DateCreated>/,
  EoC: /RefType="ExpressionOfConcernIn"/,
  ErratumFor: /RefType="ErratumFor"/,
  ErratumIn: /RefType="ErratumIn"/,
  RepublishedIn: /RefType="(?:CorrectedandRepublished|Republished)(?:In|From)"/,
  RetractionIn: /RefType="RetractionIn"/,
  RetractionOf: /RefType="RetractionOf"/,
  UpdateIn: /RefType="UpdateIn"/,
  UpdateOf: /RefType="UpdateOf"/,
  abs_markup: /<AbstractText[^>]*>(?:(?!<\/AbstractText>)[\s\S])*<(?:i|b|u|sup|sub|mml:math)[ >]/,
  aheadofprint: /<PublicationStatus>aheadofprint</,
  articledate: /<ArticleDate /,
  book: /^<PubmedBookArticle/,
  bracket_title: /<ArticleTitle[^>]*>\s*\[/,
  coi: /<CoiStatement>/,
  collective: /<CollectiveName>/,
  comments: /<CommentsCorrections /,
  copyright: /<CopyrightInformation>/,
  databank: /<DataBankList/,
  eloc_doi: /<ELocationID[^>]*EIdType="doi"/,
  eloc_invalid: /<ELocationID[^>]*ValidYN="N"/,
  eloc_pii: /<ELocationID[^>]*EIdType="pii"/,
  empty_title: /<ArticleTitle\s*(?:\/>|><\/ArticleTitle>)/,
  entities: /&(?:amp|lt|gt|quot|#\w+);/,
  equalcontrib: /EqualContrib="Y"/,
  generalnote: /<GeneralNote/,
  genesymbol: /<GeneSymbol>/,
  grants: /<GrantList/,
  indexmethod: /IndexingMethod="/,
  investigators: /<InvestigatorList>/,
  issnlinking: /<ISSNLinking>/,
  keywords: /<KeywordList/,
  mathml: /<mml:math/,
  medlinedate: /<MedlineDate>/,
  mesh: /<MeshHeadingList>/,
  mesh_major_on_qual: /<QualifierName[^>]*MajorTopicYN="Y"/,
  multi_lang: /<Language>\w+<\/Language>\s*<Language>/,
  nlmcat: /NlmCategory="/,
  no_abstract: (xml) => !/<Abstract>/.test(xml),
  no_authors: (xml) => !/<AuthorList/.test(xml),
  no_issn: (xml) => !/<ISSN /.test(xml) && !/^<PubmedBookArticle/.test(xml),
  no_year: /<PubDate>\s*<MedlineDate>/,
  non_eng: /<Language>(?!eng)/,
  nonascii: /[^\x00-\x7f]/,
  orcid: /<Identifier Source="ORCID">/,
  otherabs_chi: /<OtherAbstract[^>]*Language="chi"/,
  otherabstract: /<OtherAbstract/,
  personalname: /<PersonalNameSubject>/,
  'pmid_version>1': /<(?:MedlineCitation|BookDocument)[^>]*>\s*<PMID Version="(?!1")/,
  preprint: /<PublicationType[^>]*>Preprint</,
  qualifier: /<QualifierName/,
  references: /<ReferenceList>/,
  retracted_pt: /<PublicationType[^>]*>Retracted Publication</,
  season: /<Season>|<MedlineDate>[^<]*(?:Spring|Summer|Autumn|Fall|Winter)/,
  spaceflight: /<SpaceFlightMission>/,
  status_inprocess: /Status="(?:In-Process|In-Data-Review)"/,
  status_publisher: /Status="Publisher"/,
  status_pubnotmed: /Status="PubMed-not-MEDLINE"/,
  structured: /<AbstractText[^>]*Label=/,
  suffix: /<Suffix>/,
  title_markup: /<ArticleTitle[^>]*>(?:(?!<\/ArticleTitle>)[\s\S])*<(?:i|b|u|sup|sub|mml:math)[ >]/,
  unassigned: /NlmCategory="UNASSIGNED"/,
  vernacular: /<VernacularTitle>/,
};

const has = (name: string, xml: string): boolean => {
  const mark = MARKS[name];
  return mark instanceof RegExp ? mark.test(xml) : (mark?.(xml) ?? false);
};

const corpus = createCorpus();
const records = addMadeUp(corpus, { size: 600, today: '2026-11-24' }).map((pmid) => String(corpus.get(pmid)));

describe('the oddities of the made-up corpus', () => {
  it.each(Object.keys(MARKS))('%s has an example', (name) => {
    expect(records.some((xml) => has(name, xml))).toBe(true);
  });

  it('each change what they are given', () => {
    const make = (): Draft =>
      makeArticle({
        pmid: 90_000_007,
        created: 20_000,
        today: dayNumber('2026-11-24'),
        topic: topicOf(0),
        seed: 1,
      });
    const idle = Object.entries(ODDITIES).filter(([, change]) => {
      const draft = make();
      change(draft, createRandom(3));
      return draftXml(draft) === draftXml(make());
    });
    expect(idle).toEqual([]);
  });

  it('writes ORCIDs in six shapes', () => {
    const written = records.join('').match(/(?<=<Identifier Source="ORCID">)[^<]+/g) ?? [];
    const shapes = [
      /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/,
      /^https:\/\/orcid\.org\/[\dX-]{19}$/,
      /^http:\/\/orcid\.org\/[\dX-]{19}$/,
      /^[\dX]{16}$/,
      /^https:\/\/orcid\.org\/[\dX-]{19}\/$/,
      /^\d{4}-\d{4}-\d{4}$/,
    ];
    expect(shapes.filter((shape) => !written.some((one) => shape.test(one)))).toEqual([]);
  });

  it('has more than a thousand authors on one paper, and a record of more than 100 KB', () => {
    expect(Math.max(...records.map((xml) => xml.split('<Author ').length - 1))).toBeGreaterThan(1000);
    expect(Math.max(...records.map((xml) => xml.length))).toBeGreaterThan(100_000);
  });
});

describe.skipIf(noSharedData)('the oddities that real records have', () => {
  interface Facts {
    pmid: string;
    version: string;
    feats: string[];
  }
  const unpacked = (name: string): string => gunzipSync(readFileSync(sharedData(name))).toString('utf8');
  const read = (): Facts[] =>
    unpacked('articles.ndjson.gz')
      .trim()
      .split('\n')
      .map((line): Facts => JSON.parse(line));

  it('all have a mark here', () => {
    const named = new Set(read().flatMap(({ feats }) => feats));
    expect(named.difference(new Set(Object.keys(MARKS)))).toEqual(new Set());
  });

  it('are found by the marks, so that the marks are right', () => {
    const key = (xml: string): string => {
      const [, version = '1', pmid] = /<PMID(?: Version="(\d+)")?[^>]*>(\d+)/.exec(xml) ?? [];
      return `${pmid}/${version}`;
    };
    const real = splitRecords(Buffer.from(unpacked('articles.xml.gz'))).records.map(({ bytes }) =>
      String(bytes),
    );
    const byKey = new Map(real.map((xml) => [key(xml), xml]));
    const missed = read().flatMap(({ pmid, version, feats }) =>
      feats
        .filter((name) => !has(name, byKey.get(`${pmid}/${version}`) ?? ''))
        .map((name) => `${name} ${pmid}`),
    );
    // The data calls an author with ValidYN="N" by this name; here it is what the name says.
    expect(missed.filter((one) => !one.startsWith('eloc_invalid '))).toEqual([]);
  });
});
