import { describe, expect, it } from 'vitest';
import type { Article } from '../contract/article.ts';
import { type Cause, type FilterNode, Filters, type Judgement, parseFilters } from '../contract/filters.ts';
import { type JournalMetrics, type JournalValues, noMetrics } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { describeCause } from './describe.ts';
import { factsOf } from './facts.ts';
import { judgeOf } from './judge.ts';
import { presetFilters, presets } from './presets.ts';
import { readFilters } from './read-filters.ts';

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

const judge = (rule: unknown, article: Article, metrics: JournalMetrics = noMetrics): Judgement =>
  judgeOf(Filters.parse({ all: [rule] }))(factsOf(article, metrics));
const pass = { verdict: 'pass', marks: [] };
const aside = (rule: string, value: string | null) => ({
  verdict: 'set-aside',
  causes: [expect.objectContaining({ rule, value })],
});

describe('no filters', () => {
  it('let everything pass', () => {
    expect(
      judgeOf(parseFilters('{}'))(factsOf(paper({ abstract: null, journal: null, types: [] }), noMetrics)),
    ).toEqual(pass);
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

describe('several rules', () => {
  it('must all let a paper pass, and the first that does not is named', () => {
    const filters = Filters.parse({
      all: [{ rule: 'no-abstract' }, { rule: 'languages-only', languages: ['eng'] }, { rule: 'no-issn' }],
    });
    const judged = (article: Article) => judgeOf(filters)(factsOf(article, noMetrics));
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
    expect(judgeOf(presetFilters(id))(factsOf(paper(change), noMetrics)).verdict).toBe(
      passes ? 'pass' : 'set-aside',
    );
  });
});

const values: JournalValues = {
  measure: null,
  overall: null,
  categories: [],
  top: null,
  warning: null,
  openAccess: null,
};
const fields = ['title', 'issn', 'measure', 'warning'] as const;

/** Figures of the paper's journal in JCR 2024 and CAS 2025; null: the edition does not have it. */
function figures(jcr: Partial<JournalValues> | null, cas: Partial<JournalValues> | null): JournalMetrics {
  const editions = {
    jcr: { id: 1, source: 'jcr', year: 2024, fields },
    cas: { id: 2, source: 'cas', year: 2025, fields },
  } as const;
  const found = (edition: (typeof editions)['jcr' | 'cas'], some: Partial<JournalValues>) => ({
    edition,
    title: 'JOURNAL OF MADE-UP RESULTS',
    by: 'issn' as const,
    values: { ...values, ...some },
  });
  return {
    inForce: editions,
    found: {
      ...(jcr && { jcr: found(editions.jcr, jcr) }),
      ...(cas && { cas: found(editions.cas, cas) }),
    },
  };
}
const exact = (value: number) => ({ text: String(value), from: value, to: value });
const belowTenth = { text: '<0.1', from: 0, to: 0.1 };
const placing = (place: 1 | 2 | 3 | 4 | null, category: string | null = null) => ({
  category,
  place,
  rank: null,
});

type Verdict = 'pass' | 'fail' | 'unknown';
/** Asked twice, so that what is not known shows: it passes where it is kept, and does not where it is dropped. */
function verdict(rule: object, metrics: JournalMetrics, article = paper()): Verdict {
  const keeps = judge({ ...rule, unknown: 'keep' }, article, metrics).verdict === 'pass';
  const drops = judge({ ...rule, unknown: 'drop' }, article, metrics).verdict === 'pass';
  return keeps && drops ? 'pass' : keeps ? 'unknown' : 'fail';
}

describe('impact factor', () => {
  it.each<[JournalValues['measure'], { min?: number; max?: number }, Verdict]>([
    [exact(5), { min: 5 }, 'pass'],
    [exact(4.9), { min: 5 }, 'fail'],
    [exact(5), { max: 5 }, 'pass'],
    [exact(5.1), { max: 5 }, 'fail'],
    [exact(3), { min: 2, max: 4 }, 'pass'],
    [belowTenth, { min: 0.1 }, 'fail'],
    [belowTenth, { min: 0.05 }, 'unknown'],
    [belowTenth, { max: 0.05 }, 'unknown'],
    [belowTenth, { max: 0.1 }, 'pass'],
    [belowTenth, { min: 0 }, 'pass'],
    [null, { min: 1 }, 'unknown'],
  ])('%j asked for %j', (measure, range, expected) => {
    expect(verdict({ rule: 'impact-factor', ...range }, figures({ measure }, null))).toBe(expected);
  });

  it('of a journal that the edition does not have, and without an edition, is not known', () => {
    expect(verdict({ rule: 'impact-factor', min: 1 }, figures(null, {}))).toBe('unknown');
    expect(verdict({ rule: 'impact-factor', min: 1 }, noMetrics)).toBe('unknown');
  });

  it('keeps the value and the edition that it saw', () => {
    expect(judge({ rule: 'impact-factor', min: 5 }, paper(), figures({ measure: exact(2.8) }, null))).toEqual(
      {
        verdict: 'set-aside',
        causes: [{ rule: 'impact-factor', asked: { min: 5 }, value: '2.8', edition: 'jcr 2024' }],
      },
    );
  });
});

describe('quartile and zone', () => {
  const two = { categories: [placing(1, 'ONCOLOGY(SCIE)'), placing(3, 'CELL BIOLOGY(SCIE)')] };
  const oneForAll = {
    overall: placing(2),
    categories: [placing(null, 'ONCOLOGY'), placing(null, 'NURSING')],
  };
  it.each<[Partial<JournalValues>, object, Verdict]>([
    [two, { in: [1] }, 'pass'],
    [two, { in: [1], of: 'worst' }, 'fail'],
    [two, { in: [1, 2, 3], of: 'worst' }, 'pass'],
    [two, { in: [1], of: { category: 'oncology' } }, 'pass'],
    [two, { in: [1], of: { category: 'Cell Biology' } }, 'fail'],
    [two, { in: [1], of: { category: 'NURSING' } }, 'fail'],
    [oneForAll, { in: [2] }, 'pass'],
    [oneForAll, { in: [1] }, 'fail'],
    [oneForAll, { in: [2], of: 'worst' }, 'unknown'],
    [oneForAll, { in: [1], of: 'worst' }, 'fail'],
    [oneForAll, { in: [2, 3, 4], of: 'worst' }, 'pass'],
    [oneForAll, { in: [2], of: { category: 'NURSING' } }, 'unknown'],
    [{ categories: [placing(null, 'HISTORY')] }, { in: [1] }, 'unknown'],
  ])('JCR %j asked for %j', (some, asked, expected) => {
    expect(verdict({ rule: 'jcr-quartile', ...asked }, figures(some, null))).toBe(expected);
  });

  const cas = {
    overall: placing(2, '医学'),
    categories: [placing(1, ' ONCOLOGY 肿瘤学'), placing(3, ' NURSING 护理')],
  };
  it.each<[object, Verdict]>([
    [{ in: [2] }, 'pass'],
    [{ in: [1] }, 'fail'],
    [{ in: [1], of: 'best' }, 'pass'],
    [{ in: [1, 2], of: 'worst' }, 'fail'],
    [{ in: [1], of: { category: '肿瘤学' } }, 'pass'],
    [{ in: [1], of: { category: 'Oncology' } }, 'pass'],
    [{ in: [3], of: { category: ' nursing 护理' } }, 'pass'],
    [{ in: [2], of: { category: '医学' } }, 'pass'],
    [{ in: [1], of: { category: '儿科' } }, 'fail'],
  ])('CAS asked for %j', (asked, expected) => {
    expect(verdict({ rule: 'cas-zone', ...asked }, figures(null, cas))).toBe(expected);
  });
});

describe('other figures', () => {
  it.each<[string, object, JournalMetrics, Verdict]>([
    ['Top', { rule: 'cas-top' }, figures(null, { top: true }), 'pass'],
    ['not Top', { rule: 'cas-top' }, figures(null, { top: false }), 'fail'],
    ['Top not said', { rule: 'cas-top' }, figures(null, {}), 'unknown'],
    ['warned of', { rule: 'warning-list' }, figures(null, { warning: '论文工厂' }), 'fail'],
    ['on no list', { rule: 'warning-list' }, figures(null, {}), 'pass'],
    ['in no table', { rule: 'warning-list' }, figures(null, null), 'pass'],
    ['no list in force', { rule: 'warning-list' }, noMetrics, 'unknown'],
    ['a free journal', { rule: 'free-full-text' }, figures(null, { openAccess: true }), 'pass'],
    ['not known to be free', { rule: 'free-full-text' }, figures(null, { openAccess: false }), 'unknown'],
  ])('%s', (_, rule, metrics, expected) => {
    expect(verdict(rule, metrics)).toBe(expected);
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

describe('trees', () => {
  const q1: FilterNode = { rule: 'jcr-quartile', in: [1], of: 'best', unknown: 'mark' };
  const zone1: FilterNode = { rule: 'cas-zone', in: [1], of: 'major', unknown: 'mark' };
  const causes = (judgement: Judgement): readonly Cause[] =>
    judgement.verdict === 'pass' ? judgement.marks : judgement.causes;
  const known = (place: 1 | 2 | null, zone: 1 | 2 | null) =>
    figures(
      place && { categories: [placing(place, 'ONCOLOGY')] },
      zone && { overall: placing(zone, '医学') },
    );
  it.each<[FilterNode, JournalMetrics, 'pass' | 'set-aside', string[]]>([
    [{ any: [zone1, q1] }, known(1, 2), 'pass', []],
    [{ any: [zone1, q1] }, known(2, 2), 'set-aside', ['cas-zone', 'jcr-quartile']],
    [{ any: [zone1, q1] }, known(null, 1), 'pass', []],
    [{ any: [zone1, q1] }, known(null, 2), 'pass', ['jcr-quartile']],
    [{ any: [zone1, q1] }, known(null, null), 'pass', ['cas-zone', 'jcr-quartile']],
    [{ all: [zone1, q1] }, known(1, 2), 'set-aside', ['cas-zone']],
    [{ all: [zone1, q1] }, known(1, null), 'pass', ['cas-zone']],
    [{ not: q1 }, known(1, null), 'set-aside', ['jcr-quartile']],
    [{ not: q1 }, known(2, null), 'pass', []],
    [{ not: q1 }, known(null, null), 'pass', ['jcr-quartile']],
    [{ not: { not: q1 } }, known(2, null), 'set-aside', ['jcr-quartile']],
    [{ not: { all: [zone1, q1] } }, known(1, 1), 'set-aside', ['cas-zone', 'jcr-quartile']],
    [{ not: { any: [zone1, q1] } }, known(1, 2), 'set-aside', ['jcr-quartile']],
  ])('%j of %j', (node, metrics, verdict, rules) => {
    const judgement = judge(node, paper(), metrics);
    expect(judgement.verdict).toBe(verdict);
    expect(causes(judgement).map(({ rule }) => rule)).toEqual(rules);
  });

  it('drop what is not known only where the rule says so, inside a not as well', () => {
    const dropping = { ...q1, unknown: 'drop' };
    for (const node of [dropping, { not: dropping }]) {
      const judgement = judge(node, paper(), noMetrics);
      expect(causes(judgement)).toEqual([expect.objectContaining({ rule: 'jcr-quartile', unknown: true })]);
      expect(judgement.verdict).toBe('set-aside');
    }
  });
});

describe('the presets of the earlier system', () => {
  const journalWith = (
    place: 1 | 2 | 3 | 4 | null,
    zone: 1 | 2 | 3 | 4 | null,
    more: { top?: boolean; factor?: number } = {},
  ) =>
    figures(
      place && { categories: [placing(place, 'ONCOLOGY')], measure: exact(more.factor ?? 1) },
      zone && { overall: placing(zone, '医学'), top: more.top ?? false },
    );
  it.each<[string, JournalMetrics, boolean]>([
    ['high-quality', journalWith(1, 2, { top: true }), true],
    ['high-quality', journalWith(2, 1, { top: true }), true],
    ['high-quality', journalWith(2, 2, { top: true }), false],
    ['high-quality', journalWith(1, 1, { top: false }), false],
    ['medium-quality', journalWith(3, 2), true],
    ['medium-quality', journalWith(2, 3), true],
    ['medium-quality', journalWith(3, 3), false],
    ['high-impact', journalWith(2, 3, { factor: 5 }), true],
    ['high-impact', journalWith(2, 3, { factor: 4.9 }), false],
    ['high-impact', journalWith(3, 3, { factor: 9 }), false],
    ['top-journals', journalWith(4, 2, { top: true }), true],
    ['top-journals', journalWith(1, 1, { top: false }), false],
    ['basic-quality', journalWith(4, 3), true],
    ['basic-quality', journalWith(3, 4), true],
    ['basic-quality', journalWith(4, 4), false],
    ['basic-quality', journalWith(null, 4), true],
    ['high-quality', noMetrics, true],
  ])('%s of %j', (id, metrics, passes) => {
    const judged = judgeOf(presetFilters(id))(factsOf(paper(), metrics));
    expect(judged.verdict).toBe(passes ? 'pass' : 'set-aside');
  });

  it('mark a journal that no table has, and leave out one without an ISSN', () => {
    const judged = judgeOf(presetFilters('high-quality'));
    expect(judged(factsOf(paper(), noMetrics))).toMatchObject({
      marks: [{ rule: 'cas-zone' }, { rule: 'jcr-quartile' }, { rule: 'cas-top' }],
    });
    const bare = paper({ journal: { ...journal, issnPrint: null } });
    expect(judged(factsOf(bare, noMetrics))).toEqual(aside('no-issn', null));
  });
});

describe('filters that cannot be used', () => {
  let deep: unknown = { rule: 'no-issn' };
  for (let level = 0; level < 50_000; level += 1) deep = { not: deep };
  it.each<[unknown, RegExp]>([
    [[], /at \{\}, expected/],
    [{ every: [] }, /at every/],
    [{ all: {} }, /at all, expected \[/],
    [{ all: [{ rule: 'impact' }] }, /at all\.0\.rule, expected no-abstract/],
    [
      { all: [{ any: [{ rule: 'no-issn' }, { rule: 'impact-factor' }] }] },
      /at all\.0\.any\.1, expected min or max/,
    ],
    [{ all: [{ rule: 'impact-factor', min: '5' }] }, /at all\.0\.min/],
    [{ all: [{ rule: 'no-issn', any: [] }] }, /at all\.0/],
    [{ all: [{ any: [] }] }, /at all\.0/],
    [{ all: [deep] }, /nested too deep/],
    [{ all: Array.from({ length: 201 }, () => ({ rule: 'no-issn' })) }, /too many rules/],
  ])('say where and what: %#', (value, sentence) => {
    expect(() => readFilters(value)).toThrow(sentence);
  });

  it('and others are read', () => {
    const tree = {
      all: [{ not: { any: [{ rule: 'no-issn' }, { rule: 'preprint-only', unknown: 'mark' }] } }],
    };
    expect(readFilters(tree)).toEqual(tree);
  });
});

describe('a cause in words', () => {
  it.each<[Cause, string, string]>([
    [{ rule: 'no-abstract', value: null }, 'no abstract', '无摘要'],
    [
      { rule: 'types-not', value: 'Letter; Comment' },
      'of an excluded publication type (Letter; Comment)',
      '属于排除的文献类型（Letter; Comment）',
    ],
    [{ rule: 'types-only', value: null, unknown: true }, 'publication type not known', '文献类型未知'],
    [
      { rule: 'impact-factor', asked: { min: 5 }, value: '2.8', edition: 'jcr 2024' },
      'impact factor 2.8, asked for: ≥ 5 (JCR 2024)',
      '影响因子 2.8，要求 ≥ 5（JCR 2024）',
    ],
    [
      { rule: 'cas-zone', asked: { in: [1, 2], of: 'major' }, value: '3', edition: 'cas 2025' },
      'CAS zone 3, asked for: 1, 2 (CAS 2025)',
      '中科院分区 3，要求 1、2 区（中科院 2025）',
    ],
    [
      { rule: 'jcr-quartile', asked: { in: [1] }, value: null, unknown: true, edition: 'jcr 2024' },
      'JCR quartile not known (JCR 2024)',
      'JCR 分区未知（JCR 2024）',
    ],
    [{ rule: 'from-a-later-version', value: '3' }, 'from-a-later-version (3)', 'from-a-later-version（3）'],
    [{ rule: 'toString', value: null }, 'toString', 'toString'],
  ])('%j', (cause, en, zh) => {
    expect(describeCause(cause, 'en')).toBe(en);
    expect(describeCause(cause, 'zh')).toBe(zh);
  });
});
