import { attribute, textOf, type XmlElement } from './xml-tree.ts';

/**
 * Where the identifiers of one record stand. `ids` must come from the record's own ArticleIdList: each entry of a
 * ReferenceList has one too, with the identifiers of other papers.
 */
export interface IdentifierSources {
  locations: XmlElement[];
  ids: XmlElement[];
}

/** Valid ELocationIDs first, then the ArticleIdList. */
const candidates = ({ locations, ids }: IdentifierSources, type: string): string[] => {
  const valid = locations.filter(
    (location) => location.attributes['EIdType'] === type && location.attributes['ValidYN'] !== 'N',
  );
  const listed = ids.filter((id) => id.attributes['IdType'] === type);
  return [...valid, ...listed].map(textOf).filter((text) => text !== null);
};

const doiOf = (text: string): string =>
  text.toLowerCase().replace(/^(?:https?:\/\/(?:dx\.)?doi\.org\/|doi:\s*)/, '');

/** Lower-case and bare. What does not begin with `10.` (page numbers, truncated ones) is no DOI and is passed over. */
export const doi = (sources: IdentifierSources): string | null =>
  candidates(sources, 'doi')
    .map(doiOf)
    .find((text) => /^10\.\d+/.test(text)) ?? null;

/** `PMC1234567`, without the version that some records add (`PMC3706072.1`). */
export const pmcid = ({ ids }: IdentifierSources): string | null => {
  const [text] = candidates({ locations: [], ids }, 'pmc');
  const digits = text?.match(/^(?:PMC)?(\d+)/i)?.[1];
  return digits === undefined ? null : `PMC${digits}`;
};

export const pii = (sources: IdentifierSources): string | null => candidates(sources, 'pii')[0] ?? null;

/** `NBK1116`: the book or chapter on NCBI's Bookshelf. */
export const bookAccession = ({ ids }: IdentifierSources): string | null =>
  candidates({ locations: [], ids }, 'bookaccession')[0] ?? null;

/** Bare, dashed or not, as http or https URL, with a trailing slash; cut ones are nobody's and give null. */
export const orcid = (identifiers: XmlElement[]): string | null => {
  for (const identifier of identifiers) {
    if (attribute(identifier, 'Source')?.toUpperCase() !== 'ORCID') continue;
    const bare = (textOf(identifier) ?? '').replace(/^https?:\/\/(?:www\.)?orcid\.org\//i, '');
    const parts = bare.match(/^(\d{4})-?(\d{4})-?(\d{4})-?(\d{3}[\dX])\/?$/i);
    if (parts) return parts.slice(1).join('-').toUpperCase();
  }
  return null;
};

/** A PMID is a positive number of at most ten digits; anything else is no PubMed record. */
export const pmidOf = (element: XmlElement | undefined): number | null => {
  const text = textOf(element);
  return text !== null && /^[1-9]\d{0,9}$/.test(text) ? Number(text) : null;
};

/** `PMID/@Version`; PubMed leaves it out in older files, where it is 1. */
export const versionOf = (pmid: XmlElement | undefined): number =>
  Number(attribute(pmid, 'Version')?.match(/^[1-9]\d{0,3}$/)?.[0] ?? 1);
