import type { Draft } from './article-draft.ts';
import { issnWithCheck } from './check-digits.ts';
import { monthName, yearOf } from './made-up-days.ts';
import type { Oddities, Oddity } from './made-up-oddity.ts';
import type { Heading } from './made-up-topic.ts';
import { element, list, text } from './xml-write.ts';

/** The record of the day before that stands in the same place; PMIDs of a day lie 100 apart. */
const neighbour = (draft: Draft): number => draft.pmid - 100;

/** Adds one link; `null` for one that names no record. */
function link(draft: Draft, kind: string, pmid: number | null = neighbour(draft)): void {
  const source = `${draft.journal.abbreviation}. ${yearOf(draft.created)} ${monthName(draft.created)};9(9):99. doi: 10.99999/sandbox.note.${draft.pmid}`;
  const id = pmid === null ? '' : text('PMID', String(pmid), { Version: '1' });
  const one = element('CommentsCorrections', text('RefSource', source) + id, { RefType: kind });
  const before = draft.extraXml.corrections?.replace(
    /^<CommentsCorrectionsList>|<\/CommentsCorrectionsList>$/g,
    '',
  );
  draft.extraXml.corrections = list('CommentsCorrectionsList', [before ?? '', one]);
}

/** A link of a kind, and the publication type that goes with it. */
const linked =
  (kind: string, type?: Heading, title?: (old: string) => string): Oddity =>
  (draft) => {
    link(draft, kind);
    if (type !== undefined) draft.types.push(type);
    if (title !== undefined) draft.titleXml = title(draft.titleXml);
  };

/** Retractions, concerns, errata, preprints and versions. */
export const LINK_ODDITIES: Oddities = {
  RetractionIn: linked(
    'RetractionIn',
    ['Retracted Publication', 'D016441'],
    (title) => `RETRACTED: ${title}`,
  ),
  RetractionOf: (draft) => {
    link(draft, 'RetractionOf');
    draft.titleXml = `Retraction: ${draft.titleXml}`;
    draft.types = [['Retraction Notice', 'D016440']];
    draft.abstractXml = '';
  },
  retraction_without_pmid: (draft) => {
    link(draft, 'RetractionIn', null);
    draft.types.push(['Retracted Publication', 'D016441']);
  },
  EoC: linked('ExpressionOfConcernIn'),
  concern_notice: linked(
    'ExpressionOfConcernFor',
    ['Expression of Concern', 'D000075742'],
    (title) => `Expression of concern: ${title}`,
  ),
  ErratumIn: linked('ErratumIn'),
  ErratumFor: (draft) => {
    link(draft, 'ErratumFor');
    draft.titleXml = `Correction to: ${draft.titleXml}`;
    draft.types = [['Published Erratum', 'D016425']];
    draft.abstractXml = '';
  },
  RepublishedIn: linked('RepublishedIn'),
  republished_from: linked('CorrectedandRepublishedFrom', ['Corrected and Republished Article', 'D016439']),
  UpdateIn: linked('UpdateIn'),
  UpdateOf: linked('UpdateOf'),
  comments: (draft) => {
    link(draft, 'CommentOn');
    link(draft, 'CommentIn');
    link(draft, 'Cites', draft.pmid - 200);
  },
  preprint: (draft) => {
    draft.journal = {
      ...draft.journal,
      title: 'sandRxiv : the made-up preprint server',
      abbreviation: 'sandRxiv',
    };
    draft.types = [
      ['Journal Article', 'D016428'],
      ['Preprint', 'D000076942'],
    ];
    draft.status = 'PubMed-not-MEDLINE';
    draft.indexed = undefined;
    draft.meshXml = [];
    link(draft, 'UpdateIn');
  },
  'pmid_version>1': (draft) => {
    draft.version = 3;
  },
  no_issn: (draft) => {
    draft.issnXml = '';
  },
  linking_of_its_own: (draft) => {
    // The linking ISSN need not be one of those that the record shows.
    draft.journal = { ...draft.journal, linking: issnWithCheck('9899999') };
  },
  issn_undetermined: (draft) => {
    draft.issnXml = text('ISSN', draft.journal.linking, { IssnType: 'Undetermined' });
  },
  eloc_pii: (draft) => {
    draft.locationsXml = `${text('ELocationID', `S9999-0000(26)${draft.pmid}`, { EIdType: 'pii', ValidYN: 'Y' })}${draft.locationsXml}`;
    draft.articleIdsXml.push(text('ArticleId', `S9999-0000(26)${draft.pmid}`, { IdType: 'pii' }));
  },
  eloc_invalid: (draft) => {
    draft.locationsXml =
      text('ELocationID', `10.99999/wrong.${draft.pmid}`, { EIdType: 'doi', ValidYN: 'N' }) +
      draft.locationsXml;
  },
  no_doi: (draft) => {
    draft.locationsXml = '';
    draft.pages = '11-19';
    draft.articleIdsXml = [text('ArticleId', String(draft.pmid), { IdType: 'pubmed' })];
  },
  doi_in_ids_only: (draft) => {
    draft.locationsXml = '';
    draft.pages = '1-8';
  },
  doi_disagrees: (draft) => {
    draft.articleIdsXml = [
      text('ArticleId', String(draft.pmid), { IdType: 'pubmed' }),
      text('ArticleId', `10.99999/other.${draft.pmid}`, { IdType: 'doi' }),
    ];
  },
  doi_as_address: (draft) => {
    draft.locationsXml = text('ELocationID', `https://doi.org/10.99999/SANDBOX.${draft.pmid}`, {
      EIdType: 'doi',
      ValidYN: 'Y',
    });
  },
  doi_odd_characters: (draft) => {
    draft.locationsXml = text('ELocationID', `10.99999/(SICI)1234<1::AID-S${draft.pmid}>3.0.CO;2-#`, {
      EIdType: 'doi',
      ValidYN: 'Y',
    });
  },
};
