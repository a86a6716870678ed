import { historyDateXml } from './article-draft.ts';
import { ymd } from './made-up-days.ts';
import type { Oddities } from './made-up-oddity.ts';
import { element, list, text } from './xml-write.ts';

const reference = (citation: string, ids: string): string =>
  element('Reference', element('Citation', citation) + ids);

/** Parts of a record that most do not have, and its dates and states. */
export const PART_ODDITIES: Oddities = {
  DateCreated: (draft) => {
    draft.extraXml.dateCreated = element('DateCreated', ymd(draft.created));
  },
  status_publisher: (draft) => {
    draft.status = 'Publisher';
    draft.indexed = undefined;
    draft.meshXml = [];
    draft.publicationStatus = 'aheadofprint';
  },
  status_inprocess: (draft) => {
    draft.status = 'In-Process';
    draft.indexed = undefined;
    draft.meshXml = [];
  },
  entry_date_long_ago: (draft) => {
    // Records that were added late: the entry date is the date of publication, years before the record was created.
    draft.entered = draft.created - 900;
  },
  history_in_full: (draft) => {
    draft.extraXml.history =
      historyDateXml('received', draft.created - 120) +
      historyDateXml('revised', draft.created - 40) +
      historyDateXml('accepted', draft.created - 9) +
      historyDateXml('pmc-release', draft.created + 365);
  },
  two_article_dates: (draft) => {
    draft.pubModel = 'Print-Electronic';
    draft.articleDatesXml =
      element('ArticleDate', ymd(draft.created - 60), { DateType: 'Electronic' }) +
      element('ArticleDate', ymd(draft.created - 2), { DateType: 'Electronic' });
  },
  coi: (draft) => {
    draft.extraXml.conflicts = text('CoiStatement', 'W. Example received a bucket & spade from Sandbox Ltd.');
  },
  databank: (draft) => {
    const bank = (name: string, numbers: string[]): string =>
      element(
        'DataBank',
        text('DataBankName', name) +
          list(
            'AccessionNumberList',
            numbers.map((one) => text('AccessionNumber', one)),
          ),
      );
    draft.extraXml.dataBanks = element(
      'DataBankList',
      bank('ClinicalTrials.gov', ['NCT99999999']) + bank('ChiCTR', ['ChiCTR9900099999', 'ChiCTR9900099998']),
      { CompleteYN: 'Y' },
    );
  },
  grants: (draft) => {
    const grant = (id: string, agency: string): string =>
      element(
        'Grant',
        (id && text('GrantID', id)) +
          text('Acronym', 'SB') +
          text('Agency', agency) +
          text('Country', 'China'),
      );
    draft.extraXml.grants = element(
      'GrantList',
      grant('81990000', 'Made-up Natural Science Foundation of China') + grant('', 'Wellcome Sandbox'),
      { CompleteYN: 'N' },
    );
  },
  genesymbol: (draft) => {
    draft.extraXml.genes = list('GeneSymbolList', [text('GeneSymbol', 'sbx1'), text('GeneSymbol', 'SBX-2')]);
  },
  chemicals: (draft) => {
    const chemical = (name: string, ui: string, number: string): string =>
      element('Chemical', text('RegistryNumber', number) + text('NameOfSubstance', name, { UI: ui }));
    draft.extraXml.chemicals = list('ChemicalList', [
      chemical('Anti-Bacterial Agents', 'D000900', '0'),
      chemical('sandboxumab', 'C999999999', 'EC 9.9.9.9'),
    ]);
  },
  supplementary_mesh: (draft) => {
    draft.extraXml.supplementaryMesh = list('SupplMeshList', [
      text('SupplMeshName', 'Sandbox syndrome', { Type: 'Disease', UI: 'C999999998' }),
    ]);
  },
  generalnote: (draft) => {
    draft.extraXml.notes = text('GeneralNote', 'Made-up note: 9 refs.', { Owner: 'KIE' });
  },
  spaceflight: (draft) => {
    draft.extraXml.spaceFlight = text('SpaceFlightMission', 'STS-999 Sandbox Project');
  },
  no_keywords: (draft) => {
    draft.keywords = [];
  },
  references: (draft) => {
    // Identifiers and PMIDs of other papers, which must not be taken for this record's own.
    const ids = list('ArticleIdList', [
      text('ArticleId', String(draft.pmid - 300), { IdType: 'pubmed' }),
      text('ArticleId', '10.99999/sandbox.of-another', { IdType: 'doi' }),
      text('ArticleId', 'PMC9999999', { IdType: 'pmc' }),
    ]);
    draft.extraXml.references = list('ReferenceList', [
      text('Title', 'References'),
      reference('Nobody A. J Invent Crit Care. 2019;1:1-<i>9</i>.', ids),
      reference('Somebody B. Sandbox Med. 2020;2:2.', ''),
    ]);
  },
  huge_references: (draft) => {
    draft.extraXml.references = list(
      'ReferenceList',
      Array.from({ length: 800 }, (_, i) =>
        reference(
          `Author ${i}. A made-up citation that is there to make the record long. Sandbox Med. 2021;${i}:1-9.`,
          list('ArticleIdList', [text('ArticleId', `10.99999/ref.${i}`, { IdType: 'doi' })]),
        ),
      ),
    );
  },
};
