import { describe, expect, it } from 'vitest';
import {
  aside,
  journal,
  judge,
  paper,
  pass,
  section,
  text,
  type Verdict,
  verdict,
} from '../../test/filter-papers.ts';
import type { Article } from '../contract/article.ts';
import { noMetrics } from '../contract/journals.ts';

describe('an abstract is asked for', () => {
  const rule = { rule: 'no-abstract' };
  const other = { type: 'Publisher', language: 'chi', copyright: null };
  it.each<[string, Partial<Article>, unknown]>([
    ['there', {}, pass],
    ['absent', { abstract: null }, aside('no-abstract', null)],
    ['without sections', { abstract: { sections: [], copyright: '©' } }, aside('no-abstract', null)],
    ['empty', { abstract: { sections: [section('')], copyright: null } }, aside('no-abstract', null)],
    [
      'in another language only',
      { abstract: null, otherAbstracts: [{ ...other, sections: [section('测量结果。')] }] },
      pass,
    ],
    [
      'empty in another language',
      { abstract: null, otherAbstracts: [{ ...other, sections: [] }] },
      aside('no-abstract', null),
    ],
  ])('%s', (_, change, judgement) => {
    expect(judge(rule, paper(change))).toEqual(judgement);
  });
});

describe('an ISSN is asked for', () => {
  const rule = { rule: 'no-issn' };
  const bare = { ...journal, issnPrint: null };
  it.each<[string, Partial<Article>, unknown]>([
    ['print', {}, pass],
    ['electronic', { journal: { ...bare, issnElectronic: '2345-6784' } }, pass],
    ['linking alone', { journal: { ...bare, issnLinking: '2345-6784' } }, pass],
    ['none', { journal: bare }, aside('no-issn', null)],
    ['a book', { kind: 'book', journal: null }, aside('no-issn', null)],
  ])('%s', (_, change, judgement) => {
    expect(judge(rule, paper(change))).toEqual(judgement);
  });
});

describe('publication types', () => {
  it.each<[string[], string[], boolean]>([
    [['Review'], ['Journal Article', 'Review'], true],
    [['review'], ['REVIEW'], true],
    [['Review'], ['Systematic Review'], true],
    [['Review'], ['Journal Article'], false],
    [['Review'], ['Peer Review'], false],
    [['Systematic Review'], ['Review'], false],
    [['Clinical Trial'], ['Clinical Trial, Phase III'], true],
    [['Clinical Trial'], ['Randomized Controlled Trial'], true],
    [['Clinical Trial'], ['Pragmatic Clinical Trial'], true],
    [['Clinical Trial'], ['Observational Study'], false],
    [['Clinical Trial'], ['Clinical Trial, Veterinary'], false],
    [['Clinical Trial, Phase III'], ['Clinical Trial'], false],
    [['Clinical Trial, Phase I'], ['Clinical Trial, Phase II'], false],
    [['Controlled Clinical Trial'], ['Equivalence Trial'], true],
    [['Clinical Study'], ['Clinical Trial, Phase I'], true],
    [['Clinical Study'], ['Observational Study'], true],
    [['Guideline'], ['Practice Guideline'], true],
    [['Meta-Analysis'], ['Network Meta-Analysis'], true],
    [['Validation Study'], ['Validation Studies'], true],
    [['Retraction Notice'], ['Retraction of Publication'], true],
    [['Letter', 'Editorial'], ['Editorial', 'Comment'], true],
  ])('%j covers %j: %s', (asked, types, covered) => {
    const value = types.join('; ');
    expect(judge({ rule: 'types-only', types: asked }, paper({ types }))).toEqual(
      covered ? pass : aside('types-only', value),
    );
    expect(judge({ rule: 'types-not', types: asked }, paper({ types }))).toEqual(
      covered ? aside('types-not', value) : pass,
    );
  });

  it.each(['types-only', 'types-not'])('not stated is unknown (%s)', (rule) => {
    const untyped = paper({ types: [] });
    expect(judge({ rule, types: ['Review'] }, untyped)).toEqual(pass);
    expect(judge({ rule, types: ['Review'], unknown: 'drop' }, untyped)).toEqual(aside(rule, null));
  });
});

describe('languages', () => {
  const rule = { rule: 'languages-only', languages: ['eng', 'CHI'] };
  it.each<[string[], unknown]>([
    [['eng'], pass],
    [['ENG'], pass],
    [['chi'], pass],
    [['ger', 'eng'], pass],
    [['ger'], aside('languages-only', 'ger')],
    [['Fre', 'ger'], aside('languages-only', 'fre; ger')],
    [[], pass],
    [['und'], pass],
  ])('%j', (languages, judgement) => {
    expect(judge(rule, paper({ languages }))).toEqual(judgement);
  });

  it.each([[[]], [['und']]])('%j is unknown and may be set aside', (languages) => {
    expect(judge({ ...rule, unknown: 'drop' }, paper({ languages }))).toEqual(aside('languages-only', null));
  });
});

describe('the record', () => {
  const author = (lastName: string, foreName: string, initials: string) => ({
    lastName,
    foreName,
    initials,
    suffix: null,
    collectiveName: null,
    orcid: null,
    affiliations: [],
    equalContribution: false,
  });
  const zhang = author('Zhang', 'San', 'S');
  const heading = (name: string) => ({ ui: null, name, major: false, qualifiers: [] });
  it.each<[object, Partial<Article>, Verdict]>([
    [{ rule: 'authors-only', authors: ['zhang s'] }, { authors: [zhang] }, 'pass'],
    [{ rule: 'authors-only', authors: ['San Zhang'] }, { authors: [zhang] }, 'pass'],
    [{ rule: 'authors-only', authors: ['Zhang W'] }, { authors: [zhang] }, 'fail'],
    [{ rule: 'authors-only', authors: ['Zhang W'] }, { authors: [zhang], authorsComplete: false }, 'unknown'],
    [{ rule: 'authors-only', authors: ['Zhang'] }, { authors: [] }, 'unknown'],
    [{ rule: 'authors-not', authors: ['Zhang'] }, { authors: [zhang] }, 'fail'],
    [{ rule: 'authors-only', authors: ['Müller T'] }, { authors: [author('Muller', 'Tom', 'T')] }, 'pass'],
    [{ rule: 'words-only', words: ['measur*'] }, {}, 'pass'],
    [{ rule: 'words-only', words: ['measure'] }, {}, 'fail'],
    [{ rule: 'words-only', words: ['made up paper'] }, {}, 'pass'],
    [{ rule: 'words-only', words: ['paper', 'absent'], need: 'all' }, {}, 'fail'],
    [{ rule: 'words-only', words: ['paper'], where: ['abstract'] }, {}, 'fail'],
    [{ rule: 'words-only', words: ['mice'], where: ['mesh'] }, {}, 'unknown'],
    [{ rule: 'words-not', words: ['PAPER'] }, {}, 'fail'],
    [{ rule: 'words-only', words: ['白血病'] }, { title: text('急性白血病的治疗') }, 'pass'],
    [{ rule: 'species-only', species: ['human'] }, { mesh: [heading('Humans')] }, 'pass'],
    [{ rule: 'species-only', species: ['Humans'] }, { mesh: [heading('Mice')] }, 'fail'],
    [{ rule: 'species-not', species: ['Mice'] }, {}, 'unknown'],
    [{ rule: 'preprint-not' }, { types: ['Preprint'] } as Partial<Article>, 'fail'],
    [{ rule: 'preprint-not' }, { journal: { ...journal, title: 'medRxiv : the preprint server' } }, 'fail'],
    [{ rule: 'preprint-only' }, {}, 'fail'],
    [{ rule: 'free-full-text' }, { pmcid: 'PMC1' }, 'pass'],
    [{ rule: 'journals-only', journals: ['12345679'] }, {}, 'pass'],
    [{ rule: 'journals-only', journals: ['the journal of made-up results'] }, {}, 'pass'],
    [{ rule: 'journals-not', journals: ['1234-5679'] }, {}, 'fail'],
    [{ rule: 'journals-not', journals: ['2345-6784'] }, {}, 'pass'],
    [{ rule: 'journals-only', journals: ['2345-6784'] }, { journal: null }, 'unknown'],
  ])('%j of %j', (rule, change, expected) => {
    expect(verdict(rule, noMetrics, paper(change))).toBe(expected);
  });
});
