/** A tag without case, extra space, and what changes only how it is matched (`:noexp`, `:~3`). */
export const plainTag = (tag: string): string =>
  tag
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/\s*:\s*(?:noexp|~\d+)\s*$/, '')
    .trim();

const names = (text: string): ReadonlySet<string> => new Set(text.split('|'));

/** Fields that NLM's indexing fills or moves, under all names: tags, full names, EInfo codes. Source: PubMed Help. */
const indexingTags = names(
  [
    'mh|mesh|mesh terms|mesh term',
    'majr|mesh major topic|mesh major topics',
    'sh|subh|mesh subheading|mesh subheadings|subheading|subheadings',
    'pt|ptyp|publication type|publication types',
    'nm|subs|supplementary concept|supplementary concepts|substance name|substance',
    'rn|ecno|ec/rn number|ec rn number|registry number',
    'pa|papx|pharmacological action|pharm action',
    'ps|personal name as subject',
    'mhda|mesh date|date - mesh|dcom|cdat|completion date|date - completion|date completed',
  ].join('|'),
);

const subsetTags = names('sb|subset|filter|filt');

/** Filters that a record can pass from its first day: what its publisher sent decides, not its indexing. */
const earlyFilters = names(
  [
    'hasabstract|has abstract|fha|abstract|full text|fft|free full text|ffrft|pubmed pmc|pmc|pmcbook|has pmc|data|has data',
    'publisher|inprocess|in process|indatareview|pubstatusaheadofprint|pubstatusepublish|pubstatusppublish|ahead of print',
    'preprint|excludepreprints|pubmed books|books|jsubsetaim|all',
    'english|chinese|french|german|spanish|japanese|russian|italian|portuguese|korean|polish|dutch|turkish|hungarian',
  ].join('|'),
);

/** Filters that PubMed takes without a tag and that indexing decides. */
const indexingSwitches = names('indexingmethod_automated|indexingmethod_curated|indexingmethod_manual');

export const isIndexingTag = (tag: string): boolean => indexingTags.has(tag);

export const isSubsetTag = (tag: string): boolean => subsetTags.has(tag);

/** Species, age, sex, article types, subject subsets, `medline`: whatever is not known to hold from the first day. */
export const isIndexingFilter = (value: string): boolean =>
  !earlyFilters.has(value.trim().toLowerCase()) && !/^(?:lo(?:prov|attr)|jsubset|has)/i.test(value.trim());

export const isIndexingSwitch = (word: string): boolean => indexingSwitches.has(word.toLowerCase());

/** Tags that only text, people, places, numbers and dates of the record itself decide. */
const otherTags = names(
  [
    'ad|affiliation|affl|all|all fields|aid|article identifier|doi|au|author|auth|full|auid|author identifier|author - identifier',
    'cn|corporate author|author - corporate|coln|1au|first author|first author name|author - first|faut',
    'lastau|last author|last author name|author - last|laut|fau|full author name|author - full',
    'ir|investigator|inve|fir|full investigator name|investigator - full|finv|ed|editor|edit|book|isbn|pubn|publisher|pubn',
    'cois|conflict of interest statements|conflict of interest|crdt|create date|date - create|date - created',
    'edat|entry date|date - entry|date - entrez|entrez date|lr|mdat|modification date|date - modification|date - last revised',
    'dp|pdat|publication date|date - publication|epdat|epdt|electronic publication date|ppdat|ppdt|print publication date|p1dat',
    'gr|grants and funding|grant number|grant|grnt|ip|issue|iss|vi|volume|vol|pg|pagination|page',
    'ta|jour|journal|jid|nlm id|nlm unique id|is|issn|la|lang|language|lid|location id|ot|other term|otrm|keyword',
    'pl|place of publication|cnty|pmid|uid|si|secondary source id|ti|title|titl|tiab|title/abstract|abstract|ab',
    'tt|transliterated title|tw|word|text word|text words',
  ].join('|'),
);

/** False for a tag that PubMed does not list: it searches the words in all fields then, and may find far too much. */
export const isKnownTag = (tag: string): boolean =>
  indexingTags.has(tag) || subsetTags.has(tag) || otherTags.has(tag);
