import { describe, expect, it } from 'vitest';
import type { Article } from '../contract/article.ts';
import { Filters, parseFilters } from '../contract/filters.ts';
import { Refusal } from '../errors.ts';
import { describeRule } from './describe-rule.ts';
import { type Judgement, judgeOf } from './judge.ts';
import { presetFilters, presets } from './presets.ts';

const text = (words: string) => ({ text: words, html: words });
const section = (words: string) => ({ ...text(words), label: null, category: null });

const journal = {
  title: 'Journal of Made-up Results',
  isoAbbreviation: null,
  medlineTa: null,
  nlmId: null,
  country: null,
  issnPrint: '1234-5679',
  issnElectronic: null,
  issnLinking: null,
};

const paper = (change: Partial<Article> & { types?: string[] } = {}): Article => {
  const { types = ['Journal Article'], ...rest } = change;
  return {
    kind: 'article',
    pmid: 1,
    version: 1,
    status: 'MEDLINE',
    publicationStatus: null,
    indexingMethod: null,
    title: text('A made-up paper'),
    vernacularTitle: null,
    abstract: { sections: [section('Something was measured.')], copyright: null },
    otherAbstracts: [],
    authors: [],
    authorsComplete: true,
    editors: [],
    journal,
    book: null,
    volume: null,
    issue: null,
    pages: null,
    dates: {
      entrez: null,
      pubmed: null,
      medline: null,
      revised: null,
      completed: null,
      print: null,
      electronic: null,
    },
    doi: null,
    pmcid: null,
    pii: null,
    publicationTypes: types.map((name) => ({ ui: null, name })),
    mesh: [],
    keywords: [],
    languages: ['eng'],
    grants: [],
    corrections: [],
    ...rest,
  };
};

const judge = (rule: unknown, article: Article): Judgement =>
  judgeOf(Filters.parse({ all: [rule] }))(article);
const pass = { verdict: 'pass' };
const aside = (rule: string, value: string | null) => ({ verdict: 'set-aside', rule, value });

describe('no filters', () => {
  it('let everything pass', () => {
    expect(judgeOf(parseFilters('{}'))(paper({ abstract: null, journal: null, types: [] }))).toEqual(pass);
  });
});

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
    expect(judge({ rule, types: ['Review'], unknown: 'set-aside' }, untyped)).toEqual(aside(rule, null));
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
    expect(judge({ ...rule, unknown: 'set-aside' }, paper({ languages }))).toEqual(
      aside('languages-only', null),
    );
  });
});

describe('several rules', () => {
  it('must all let a paper pass, and the first that does not is named', () => {
    const filters = Filters.parse({
      all: [{ rule: 'no-abstract' }, { rule: 'languages-only', languages: ['eng'] }, { rule: 'no-issn' }],
    });
    const judged = judgeOf(filters);
    expect(judged(paper())).toEqual(pass);
    expect(judged(paper({ journal: null }))).toEqual(aside('no-issn', null));
    expect(judged(paper({ journal: null, languages: ['ger'] }))).toEqual(aside('languages-only', 'ger'));
  });
});

describe('stored filters', () => {
  it.each([
    '{"all":[{"rule":"types-only","types":[]}]}',
    '{"all":[{"rule":"languages-only","languages":["english"]}]}',
    '{"all":[{"rule":"impact-factor"}]}',
    '{"all":[{"rule":"no-issn","types":["Review"]}]}',
    '{"noAbstract":true}',
  ])('are refused rather than ignored: %s', (json) => {
    expect(() => parseFilters(json)).toThrow();
  });
});

describe('presets', () => {
  it('have different ids, both languages, and are stored as they are', () => {
    expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
    for (const { id, name, summary, filters } of presets) {
      expect([name.en, name.zh, summary.en, summary.zh]).not.toContain('');
      expect(parseFilters(JSON.stringify(presetFilters(id)))).toEqual(filters);
    }
  });

  it('say which there are', () => {
    expect(() => presetFilters('best')).toThrow(Refusal);
    expect(() => presetFilters('best')).toThrow(/none, classic, with-abstract/);
  });

  it.each<[string, Partial<Article> & { types?: string[] }, boolean]>([
    ['none', { types: ['Letter'], abstract: null, journal: null }, true],
    ['classic', { types: ['Journal Article'] }, true],
    ['classic', { types: ['Case Reports'] }, true],
    ['classic', { types: ['Clinical Trial, Phase II'] }, true],
    ['classic', { types: ['Letter', 'Comment'] }, false],
    ['classic', { types: ['Published Erratum'] }, false],
    ['classic', { journal: { ...journal, issnPrint: null } }, false],
    ['classic', { abstract: null }, true],
    ['with-abstract', { abstract: null }, false],
    ['without-letters', { types: ['Journal Article', 'Comment'] }, false],
    ['without-letters', { types: ['Retraction Notice'] }, true],
    ['clinical', { types: ['Journal Article', 'Randomized Controlled Trial'] }, true],
    ['clinical', { types: ['Practice Guideline'] }, true],
    ['clinical', { types: ['Journal Article', 'Review'] }, false],
    ['reviews', { types: ['Journal Article', 'Review'] }, true],
    ['reviews', { types: ['Journal Article'] }, false],
  ])('%s judges %j', (id, change, passes) => {
    expect(judgeOf(presetFilters(id))(paper(change)).verdict).toBe(passes ? 'pass' : 'set-aside');
  });
});

describe('a rule in words', () => {
  it.each([
    ['no-abstract', null, 'no abstract', '无摘要'],
    ['no-issn', null, 'no ISSN', '无 ISSN'],
    [
      'types-not',
      'Letter; Comment',
      'of an excluded publication type (Letter; Comment)',
      '属于排除的文献类型（Letter; Comment）',
    ],
    ['types-only', null, 'publication type not known', '文献类型未知'],
    ['languages-only', 'ger', 'not in a wanted language (ger)', '不是所选语言（ger）'],
    ['languages-only', null, 'language not known', '语言未知'],
    ['from-a-later-version', '3', 'from-a-later-version (3)', 'from-a-later-version（3）'],
    ['toString', null, 'toString', 'toString'],
  ])('%s of %s', (rule, value, en, zh) => {
    expect(describeRule({ rule, value }, 'en')).toBe(en);
    expect(describeRule({ rule, value }, 'zh')).toBe(zh);
  });
});
