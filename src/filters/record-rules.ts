import type { Article, Author } from '../contract/article.ts';
import type { Check, Finding } from './check.ts';
import type { Facts, WordField } from './facts.ts';
import { fold, seek } from './fold.ts';
import { journalName } from './names.ts';
import { foldedType, withNarrower } from './publication-types.ts';

const hasText = ({ sections }: { sections: { text: string }[] }): boolean =>
  sections.some(({ text }) => text !== '');

export const hasAbstract: Check = {
  find: ({ article: { abstract, otherAbstracts } }) =>
    (abstract !== null && hasText(abstract)) || otherAbstracts.some(hasText) ? 'pass' : 'fail',
  value: () => null,
};

const issnOf = ({ journal }: Article): string | null =>
  journal && (journal.issnPrint ?? journal.issnElectronic ?? journal.issnLinking);

export const hasIssn: Check = {
  find: ({ article }) => (issnOf(article) ? 'pass' : 'fail'),
  value: ({ article }) => issnOf(article),
};

/** Whether one of a paper's values is listed; unknown where it has none. */
const among = (
  values: (article: Article) => readonly string[],
  listed: (value: string) => boolean,
): Check => ({
  find: ({ article }) => {
    const list = values(article);
    return list.length === 0 ? 'unknown' : list.some(listed) ? 'pass' : 'fail';
  },
  value: ({ article }) => values(article).join('; ') || null,
});

const typesOf = (article: Article): string[] => article.publicationTypes.map(({ name }) => name);

export function ofTypes(types: readonly string[]): Check {
  const wanted = withNarrower(types);
  return among(typesOf, (type) => wanted.has(foldedType(type)));
}

/** `und` is PubMed's word for a language that nobody determined. */
const languagesOf = (article: Article): string[] =>
  article.languages.map((code) => code.toLowerCase()).filter((code) => code !== 'und');

export function inLanguages(languages: readonly string[]): Check {
  const wanted = new Set(languages);
  return among(languagesOf, (language) => wanted.has(language));
}

/** Whether the record names one of these species among its headings; before it is indexed nobody knows. */
export function ofSpecies(species: readonly string[]): Check {
  const wanted = new Set(species.map(singular));
  return among(
    ({ mesh }) => mesh.map(({ name }) => name),
    (name) => wanted.has(singular(name)),
  );
}

const singular = (name: string): string => fold(name).replace(/s$/, '');

const preprintServers = /^(?:bio|med|chem|psy|soc|eco)?a?rxiv\b|^research square$|^preprints\b|^ssrn\b/i;

export const isPreprint: Check = {
  find: ({ article }) => {
    if (preprintServers.test(article.journal?.title ?? '')) return 'pass';
    if (article.publicationTypes.length === 0) return 'unknown';
    return typesOf(article).some((type) => foldedType(type) === 'preprint') ? 'pass' : 'fail';
  },
  value: ({ article }) => article.journal?.title ?? null,
};

/** In PubMed Central, or in a journal all of whose papers are free; of others nobody says. */
export const isFree: Check = {
  find: ({ article, metrics }) =>
    article.pmcid !== null || Object.values(metrics.found).some(({ values }) => values.openAccess === true)
      ? 'pass'
      : 'unknown',
  value: ({ article }) => article.pmcid,
};

/** Each entry is an ISSN, an NLM id, or a title or its abbreviation. */
export function inJournals(entries: readonly string[]): Check {
  const wanted = new Set(entries.map(journalName));
  return {
    find: (facts) => {
      if (facts.article.journal === null) return 'unknown';
      return facts.journalNames().some((name) => wanted.has(name)) ? 'pass' : 'fail';
    },
    value: ({ article }) => article.journal?.title ?? null,
  };
}

export function byAuthors(names: readonly string[]): Check {
  const wanted = new Set(names.map(fold));
  return {
    find: (facts) => {
      if (facts.authorNames().some((name) => wanted.has(name))) return 'pass';
      const { authors, authorsComplete } = facts.article;
      return authors.length === 0 || !authorsComplete ? 'unknown' : 'fail';
    },
    value: ({ article }) => article.authors.slice(0, mostAuthors).map(printed).join('; ') || null,
  };
}

const mostAuthors = 5;
const printed = ({ lastName, initials, collectiveName }: Author): string =>
  collectiveName ?? [lastName, initials].filter(Boolean).join(' ');

/** Whether the words stand in the text. Headings come weeks after the paper: before them a rule that reads them does not know. */
export function hasWords(asked: {
  words: readonly string[];
  need: 'any' | 'all';
  where: readonly WordField[];
}): Check {
  const questions = asked.words.map(seek);
  const found = (facts: Facts) => (question: (text: string) => boolean) =>
    asked.where.some((field) => question(facts.text(field)));
  return {
    find: (facts): Finding => {
      const hit = asked.need === 'all' ? questions.every(found(facts)) : questions.some(found(facts));
      if (hit) return 'pass';
      return asked.where.includes('mesh') && facts.article.mesh.length === 0 ? 'unknown' : 'fail';
    },
    value: (facts) => {
      const hits = asked.words.filter((_, index) => found(facts)(questions[index] ?? (() => false)));
      return hits.length > 0 ? hits.join('; ') : null;
    },
  };
}
