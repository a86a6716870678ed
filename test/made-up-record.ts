/** One made-up PubMed record with just what a test of the push is about; all else is the same in all. */
export interface MadeUpRecord {
  pmid: number;
  /** Create Date, `2026-11-24`. */
  day: string;
  title: string;
  /** `PubMed-not-MEDLINE` unless told: finished. */
  status?: string;
  abstract?: string | null;
  /** MeSH headings, and the day on which they came (`[mhda]`). */
  mesh?: { headings: string[]; day: string };
  /** Publication types; `Journal Article` unless told. */
  types?: string[];
  revised?: string;
  /** `Made-up Journal` unless told. */
  journal?: { title: string; issn: string };
}

const parts = (day: string): string => {
  const [year, month, date] = day.split('-');
  return `<Year>${year}</Year><Month>${month}</Month><Day>${date}</Day>`;
};

const dated = (status: string, day: string): string =>
  `<PubMedPubDate PubStatus="${status}">${parts(day)}</PubMedPubDate>`;

export function madeUpRecord(record: MadeUpRecord): string {
  const { pmid, day, title, status = 'PubMed-not-MEDLINE', mesh } = record;
  const journal = record.journal ?? { title: 'Made-up Journal', issn: '2999-0001' };
  const abstract = record.abstract === undefined ? 'A made-up abstract.' : record.abstract;
  const headings = mesh?.headings.map(
    (name) =>
      `<MeshHeading><DescriptorName UI="D000000" MajorTopicYN="N">${name}</DescriptorName></MeshHeading>`,
  );
  const types = (record.types ?? ['Journal Article']).map(
    (type) => `<PublicationType UI="D000001">${type}</PublicationType>`,
  );
  return `<PubmedArticle><MedlineCitation Status="${status}" Owner="NLM"><PMID Version="1">${pmid}</PMID>
<DateRevised>${parts(record.revised ?? day)}</DateRevised>
<Article PubModel="Electronic"><Journal><ISSN IssnType="Electronic">${journal.issn}</ISSN>
<JournalIssue CitedMedium="Internet"><PubDate>${parts(day)}</PubDate></JournalIssue><Title>${journal.title}</Title></Journal>
<ArticleTitle>${title}</ArticleTitle>${abstract === null ? '' : `<Abstract><AbstractText>${abstract}</AbstractText></Abstract>`}
<Language>eng</Language><PublicationTypeList>${types.join('')}</PublicationTypeList></Article>
<MedlineJournalInfo><MedlineTA>Made Up J</MedlineTA><ISSNLinking>${journal.issn}</ISSNLinking></MedlineJournalInfo>
${headings ? `<MeshHeadingList>${headings.join('')}</MeshHeadingList>` : ''}</MedlineCitation>
<PubmedData><History>${dated('pubmed', day)}${dated('entrez', day)}${dated('medline', mesh?.day ?? day)}</History>
<PublicationStatus>epublish</PublicationStatus><ArticleIdList><ArticleId IdType="pubmed">${pmid}</ArticleId></ArticleIdList></PubmedData></PubmedArticle>\n`;
}
