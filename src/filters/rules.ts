import type { Article } from '../contract/article.ts';
import type { FilterRule } from '../contract/filters.ts';
import { foldedType, withNarrower } from './publication-types.ts';

/** What a rule found, and the value that it saw; `unknown` where the record does not say. */
export interface Finding {
  found: 'pass' | 'fail' | 'unknown';
  value: string | null;
}

/** Makes a rule ready once, to be asked of many papers. */
export function checkOf(rule: FilterRule): (article: Article) => Finding {
  switch (rule.rule) {
    case 'no-abstract':
      return (article) => ({ found: hasAbstract(article) ? 'pass' : 'fail', value: null });
    case 'no-issn':
      return (article) => {
        const issn = issnOf(article);
        return { found: issn ? 'pass' : 'fail', value: issn };
      };
    case 'types-only': {
      const wanted = withNarrower(rule.types);
      return (article) => among(typesOf(article), (type) => wanted.has(foldedType(type)), 'pass');
    }
    case 'types-not': {
      const unwanted = withNarrower(rule.types);
      return (article) => among(typesOf(article), (type) => unwanted.has(foldedType(type)), 'fail');
    }
    case 'languages-only': {
      const wanted = new Set(rule.languages);
      return (article) => among(languagesOf(article), (language) => wanted.has(language), 'pass');
    }
    default:
      throw new Error(`not written yet: ${rule.rule}`);
  }
}

/** @param whenOne what it means that one of the values is in the list; that none is means the opposite. */
function among(values: string[], listed: (value: string) => boolean, whenOne: 'pass' | 'fail'): Finding {
  if (values.length === 0) return { found: 'unknown', value: null };
  const otherwise = whenOne === 'pass' ? 'fail' : 'pass';
  return { found: values.some(listed) ? whenOne : otherwise, value: values.join('; ') };
}

const hasText = ({ sections }: { sections: { text: string }[] }): boolean =>
  sections.some(({ text }) => text !== '');

const hasAbstract = ({ abstract, otherAbstracts }: Article): boolean =>
  (abstract !== null && hasText(abstract)) || otherAbstracts.some(hasText);

const issnOf = ({ journal }: Article): string | null =>
  journal && (journal.issnPrint ?? journal.issnElectronic ?? journal.issnLinking);

const typesOf = (article: Article): string[] => article.publicationTypes.map(({ name }) => name);

/** `und` is PubMed's word for a language that nobody determined. */
const languagesOf = (article: Article): string[] =>
  article.languages.map((code) => code.toLowerCase()).filter((code) => code !== 'und');
