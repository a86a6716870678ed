import { SECTIONS, type Section } from './record-fields.ts';
import type { DateField } from './search-index.ts';

/** How a tag is searched, and the name that PubMed's query translation shows for it. */
export type QueryField = WordField | ValueField | DayField;

export interface WordField {
  kind: 'words';
  label: string;
  sections: readonly Section[];
}

export interface ValueField {
  kind: 'value';
  label: string;
  field: string;
  /** The vocabulary is PubMed's own, so a value that no record has is no hit, not a word that is dropped. */
  fixed?: true;
}

export interface DayField {
  kind: 'date';
  label: string;
  field: DateField;
}

const inWords = (label: string, ...sections: Section[]): WordField => ({ label, kind: 'words', sections });
const inValues = (label: string, field: string): ValueField => ({ label, kind: 'value', field });
const fixedValues = (label: string, field: string): ValueField => ({
  label,
  kind: 'value',
  field,
  fixed: true,
});
const inDates = (label: string, field: DateField): DayField => ({ label, kind: 'date', field });

export const ALL_FIELDS = inWords('All Fields', ...SECTIONS);
export const MESH_TERMS = inValues('MeSH Terms', 'mh');
export const PMID = inValues('UID', 'uid');
export const FILTER = fixedValues('Filter', 'sb');

const TITLE_ABSTRACT = inWords('Title/Abstract', 'title', 'abstract', 'keyword');

/** Each field with all its tags: short ones, full names and EInfo codes (PubMed Help, "Search field tags"). */
const FIELDS: [QueryField, string][] = [
  [ALL_FIELDS, 'all|all fields'],
  [inWords('Title', 'title'), 'ti|title|titl'],
  [TITLE_ABSTRACT, 'tiab|title/abstract'],
  [inWords('Text Word', 'title', 'abstract', 'keyword', 'vocabulary'), 'tw|text word|text words|word'],
  [inWords('Other Term', 'keyword'), 'ot|other term|otrm'],
  [inWords('Transliterated Title', 'vernacular'), 'tt|transliterated title'],
  [inWords('Affiliation', 'affiliation'), 'ad|affiliation|affl'],
  [inValues('Author', 'au'), 'au|author|auth'],
  [inValues('Full Author Name', 'fau'), 'fau|full author name|full'],
  [inValues('Author - First', '1au'), '1au|first author|first author name|author - first|faut'],
  [inValues('Author - Last', 'lastau'), 'lastau|last author|last author name|author - last|laut'],
  [inValues('Author - Corporate', 'cn'), 'cn|corporate author|author - corporate|coln'],
  [inValues('Author - Identifier', 'auid'), 'auid|author - identifier|author identifier'],
  [inValues('Investigator', 'ir'), 'ir|investigator|fir|full investigator name|inve'],
  [inValues('Editor', 'ed'), 'ed|editor|edit'],
  [inValues('Journal', 'ta'), 'ta|jour|journal|is|issn'],
  [inValues('NLM Unique ID', 'jid'), 'jid|nlm unique id|nlm id'],
  [fixedValues('Language', 'la'), 'la|lang|language'],
  [fixedValues('Publication Type', 'pt'), 'pt|ptyp|publication type'],
  [MESH_TERMS, 'mh|mesh|mesh terms|mh:noexp|mesh:noexp|mesh terms:noexp'],
  [inValues('MeSH Major Topic', 'majr'), 'majr|mesh major topic|majr:noexp|mesh major topic:noexp'],
  [inValues('MeSH Subheading', 'sh'), 'sh|subh|mesh subheading|subheading|sh:noexp'],
  [inValues('Supplementary Concept', 'nm'), 'nm|supplementary concept|substance name|subs'],
  [PMID, 'pmid|uid'],
  [inValues('Article Identifier', 'aid'), 'aid|article identifier|doi'],
  [inValues('Location ID', 'lid'), 'lid|location id'],
  [inValues('Volume', 'vi'), 'vi|volume|vol'],
  [inValues('Issue', 'ip'), 'ip|issue|iss'],
  [inValues('Pagination', 'pg'), 'pg|pagination|page'],
  [inValues('Grants and Funding', 'gr'), 'gr|grant number|grants and funding|grnt'],
  [inValues('Place of Publication', 'pl'), 'pl|place of publication|cnty'],
  [inValues('Book', 'book'), 'book'],
  [inValues('Publisher', 'pubn'), 'pubn|publisher'],
  [FILTER, 'sb|subset|filter|filt'],
  [inDates('Date - Publication', 'dp'), 'dp|pdat|date - publication|publication date'],
  [inDates('Date - Create', 'crdt'), 'crdt|date - create|create date'],
  [inDates('Date - Entry', 'edat'), 'edat|date - entry|date - entrez|entry date|entrez date'],
  [inDates('Date - MeSH', 'mhda'), 'mhda|date - mesh|mesh date'],
  [inDates('Date - Modification', 'lr'), 'lr|mdat|date - modification|modification date|date - last revised'],
  [inDates('Date - Completion', 'dcom'), 'dcom|cdat|date - completion|completion date|date completed'],
  [inDates('Print Publication Date', 'ppdat'), 'ppdat|ppdt|print publication date'],
  [inDates('Electronic Publication Date', 'epdat'), 'epdat|epdt|electronic publication date'],
];

const BY_TAG = new Map(
  FIELDS.flatMap(([field, tags]) => tags.split('|').map((tag): [string, QueryField] => [tag, field])),
);

/** The field of a tag as written between the brackets; `ti:~3` (proximity) is its field without the distance. */
export function fieldOfTag(tag: string): QueryField | undefined {
  const plain = tag
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/:~\d+$/, '')
    .trim();
  return BY_TAG.get(plain);
}

/** Switches that are written without a tag. */
export const SWITCHES = new Set([
  'hasabstract',
  'hasretractionin',
  'hasretractionof',
  'hasupdateof',
  'hasupdatein',
  'haserratumin',
  'pmcbook',
  'pubstatusaheadofprint',
  'pubstatusepublish',
  'pubstatusppublish',
  'indexingmethod_automated',
  'indexingmethod_curated',
]);
