/**
 * One PubMed record as the whole product knows it. The parser fills it; nothing else makes one up.
 *
 * Absent is `null` (or an empty list), never an empty string. Text is Unicode as PubMed sent it, entities decoded,
 * runs of white space (line breaks and indentation of the XML) folded to one space, ends trimmed.
 */
export interface Article {
  kind: 'article' | 'book';
  pmid: number;
  /** `PMID/@Version`; 1 for almost all, higher for versioned (F1000-type) records. */
  version: number;
  /** `MedlineCitation/@Status` (MEDLINE, PubMed-not-MEDLINE, Publisher, In-Process, …); null for books. */
  status: string | null;
  /** `PubmedData/PublicationStatus`: ppublish, epublish, aheadofprint. */
  publicationStatus: string | null;
  /** `MedlineCitation/@IndexingMethod`: Automated, Curated, Manual; null where absent. */
  indexingMethod: string | null;
  /** Empty text where PubMed gives none; `vernacularTitle` then usually has it. A book's title for a whole book. */
  title: RichText;
  /** The title in the language of the paper, where PubMed gives a translated one in [brackets]. */
  vernacularTitle: RichText | null;
  abstract: Abstract | null;
  /** `OtherAbstract`: publisher abstracts in other languages, plain-language summaries. */
  otherAbstracts: OtherAbstract[];
  authors: Author[];
  /** False where PubMed says that the list is cut (`AuthorList/@CompleteYN="N"`). */
  authorsComplete: boolean;
  /** Editors of a book; empty for articles. */
  editors: Author[];
  journal: Journal | null;
  book: Book | null;
  volume: string | null;
  issue: string | null;
  /** `Pagination/MedlinePgn`, else start and end page. */
  pages: string | null;
  dates: ArticleDates;
  /** Lower-case, without `https://doi.org/`; a valid ELocationID first, else the record's own ArticleIdList. */
  doi: string | null;
  /** As `PMC1234567`. */
  pmcid: string | null;
  /** A valid ELocationID first, else the record's own ArticleIdList. */
  pii: string | null;
  publicationTypes: Term[];
  mesh: MeshHeading[];
  keywords: Keyword[];
  /** ISO 639-2/B codes as PubMed gives them (eng, chi, …). */
  languages: string[];
  grants: Grant[];
  corrections: Correction[];
}

/** The same content twice: `text` has no markup; `html` has only i, b, u, sup, sub and is escaped otherwise. */
export interface RichText {
  text: string;
  html: string;
}

export interface AbstractSection extends RichText {
  /** As printed (`METHODS`); null where absent or empty. */
  label: string | null;
  /** `NlmCategory`: BACKGROUND, OBJECTIVE, METHODS, RESULTS, CONCLUSIONS, UNASSIGNED. */
  category: string | null;
}

export interface Abstract {
  sections: AbstractSection[];
  copyright: string | null;
}

export interface OtherAbstract extends Abstract {
  type: string | null;
  language: string | null;
}

export interface Author {
  lastName: string | null;
  foreName: string | null;
  initials: string | null;
  suffix: string | null;
  /** A group instead of a person; then the names above are null. */
  collectiveName: string | null;
  /** `0000-0002-1825-0097`, whichever of the six shapes PubMed used; null where absent or not well formed. */
  orcid: string | null;
  affiliations: string[];
  equalContribution: boolean;
}

export interface Journal {
  title: string | null;
  isoAbbreviation: string | null;
  medlineTa: string | null;
  nlmId: string | null;
  country: string | null;
  /** `Journal/ISSN` by type; PubMed gives at most one of the two. */
  issnPrint: string | null;
  issnElectronic: string | null;
  /** `MedlineJournalInfo/ISSNLinking`: a third value, often neither of the two above. */
  issnLinking: string | null;
}

export interface Book {
  title: RichText | null;
  collectionTitle: RichText | null;
  publisher: string | null;
  publisherLocation: string | null;
  edition: string | null;
  isbns: string[];
  /** `ArticleId[@IdType="bookaccession"]`, as NBK1116. */
  accession: string | null;
  /** `ContributionDate`: when this chapter was first published; its book may be decades older. */
  contributionDate: PartialDate | null;
}

/** A date as far as PubMed knows it. `month` 1–12, `day` 1–31. */
export interface PartialDate {
  year: number | null;
  month: number | null;
  day: number | null;
  /** As printed: Spring, Summer, Autumn (or Fall), Winter, but also `Nov-Dec`. */
  season: string | null;
  /** The free text of `MedlineDate` (`1998 Dec-1999 Jan`); `year` and `month` are then its first ones. */
  medlineDate: string | null;
}

export interface ArticleDates {
  /** `PubStatus="entrez"`: the Create Date, `[crdt]`. Days as `YYYY-MM-DD`. */
  entrez: string | null;
  /** `PubStatus="pubmed"`: the Entry Date, `[edat]`. */
  pubmed: string | null;
  /** `PubStatus="medline"`: the MeSH Date, `[mhda]`. */
  medline: string | null;
  revised: string | null;
  completed: string | null;
  /** `JournalIssue/PubDate`, or `Book/PubDate`: for a chapter see `Book.contributionDate` too. */
  print: PartialDate | null;
  /** `ArticleDate[@DateType="Electronic"]`. */
  electronic: PartialDate | null;
}

export interface Term {
  ui: string | null;
  name: string;
}

export interface MeshHeading extends Term {
  /** True where the descriptor or one of its qualifiers is a major topic. */
  major: boolean;
  qualifiers: (Term & { major: boolean })[];
}

export interface Keyword {
  text: string;
  major: boolean;
  /** `KeywordList/@Owner`: NOTNLM (authors), NLM, … */
  owner: string | null;
}

export interface Grant {
  id: string | null;
  acronym: string | null;
  agency: string | null;
  country: string | null;
}

/** `CommentsCorrections`: retraction, concern, erratum, update, comment, republication; without `Cites`, a reference list. */
export interface Correction {
  /** `RefType`: RetractionIn, ExpressionOfConcernIn, ErratumIn, UpdateOf, CommentOn, … */
  type: string;
  pmid: number | null;
  source: string | null;
  note: string | null;
}
