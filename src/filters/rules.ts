import type { FilterRule } from '../contract/filters.ts';
import { type Check, inverted } from './check.ts';
import { isNotWarnedOf, isTop, measureIn, placeIn } from './journal-rules.ts';
import {
  byAuthors,
  hasAbstract,
  hasIssn,
  hasWords,
  inJournals,
  inLanguages,
  isFree,
  isPreprint,
  ofSpecies,
  ofTypes,
} from './record-rules.ts';

/** Makes a rule ready once, to be asked of many papers. */
export function checkOf(rule: FilterRule): Check {
  switch (rule.rule) {
    case 'no-abstract':
      return hasAbstract;
    case 'no-issn':
      return hasIssn;
    case 'types-only':
      return ofTypes(rule.types);
    case 'types-not':
      return inverted(ofTypes(rule.types));
    case 'languages-only':
      return inLanguages(rule.languages);
    case 'impact-factor':
      return measureIn('jcr', rangeOf(rule));
    case 'sjr':
      return measureIn('scimago', rangeOf(rule));
    case 'mean-citedness':
      return measureIn('openalex', rangeOf(rule));
    case 'jcr-quartile':
      return placeIn('jcr', rule, 'Q');
    case 'sjr-quartile':
      return placeIn('scimago', rule, 'Q');
    case 'cas-zone':
      return placeIn('cas', rule, '');
    case 'cas-top':
      return isTop;
    case 'warning-list':
      return isNotWarnedOf;
    case 'journals-only':
      return inJournals(rule.journals);
    case 'journals-not':
      return inverted(inJournals(rule.journals));
    case 'authors-only':
      return byAuthors(rule.authors);
    case 'authors-not':
      return inverted(byAuthors(rule.authors));
    case 'words-only':
      return hasWords(rule);
    case 'words-not':
      return inverted(hasWords({ ...rule, need: 'any' }));
    case 'free-full-text':
      return isFree;
    case 'species-only':
      return ofSpecies(rule.species);
    case 'species-not':
      return inverted(ofSpecies(rule.species));
    case 'preprint-only':
      return isPreprint;
    case 'preprint-not':
      return inverted(isPreprint);
  }
}

const rangeOf = ({ min, max }: { min?: number | undefined; max?: number | undefined }) => ({
  ...(min !== undefined && { min }),
  ...(max !== undefined && { max }),
});
