import type { Article } from '../src/contract/article.ts';
import { Filters } from '../src/contract/filters.ts';
import { type JournalMetrics, noMetrics } from '../src/contract/journals.ts';
import { factsOf } from '../src/filters/facts.ts';
import { judgeOf } from '../src/filters/judge.ts';

/** 10,000 papers with abstracts of 2 KB through a tree of 20 rules of all kinds. CPU milliseconds, median of 15. */
const papers = 10_000;
const words =
  'outcome patients cohort therapy sepsis children risk model trial mortality analysis was the of in with and'.split(
    ' ',
  );
let seed = 1;
const random = (): number => {
  seed = (seed * 48271) % 2147483647;
  return seed / 2147483647;
};
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
const sentence = (length: number): string => Array.from({ length }, () => pick(words)).join(' ');
const rich = (text: string) => ({ text, html: text });

const article = (pmid: number): Article =>
  ({
    kind: 'article',
    pmid,
    title: rich(sentence(14)),
    vernacularTitle: null,
    abstract: { sections: [{ ...rich(sentence(290)), label: null, category: null }], copyright: null },
    otherAbstracts: [],
    authors: Array.from({ length: 6 }, () => ({
      lastName: pick(words),
      foreName: 'San',
      initials: 'S',
      collectiveName: null,
    })),
    authorsComplete: true,
    journal: {
      title: sentence(3),
      issnPrint: '1234-5679',
      issnElectronic: null,
      issnLinking: null,
      nlmId: '1',
      isoAbbreviation: null,
      medlineTa: null,
    },
    publicationTypes: [{ ui: null, name: pick(['Journal Article', 'Review', 'Letter']) }],
    mesh: random() < 0.5 ? [] : [{ ui: null, name: pick(['Humans', 'Mice']), major: false, qualifiers: [] }],
    keywords: [{ text: pick(words), major: false, owner: null }],
    languages: ['eng'],
    pmcid: null,
  }) as unknown as Article;

const editions = {
  jcr: { id: 1, source: 'jcr', year: 2024, fields: [] },
  cas: { id: 2, source: 'cas', year: 2025, fields: [] },
} as const;
const metrics = (): JournalMetrics => {
  if (random() < 0.1) return noMetrics;
  const factor = Math.round(random() * 100) / 10;
  const place = pick([1, 2, 3, 4] as const);
  const placing = { category: 'ONCOLOGY', place, rank: null };
  const values = {
    measure: { text: String(factor), from: factor, to: factor },
    overall: placing,
    categories: [placing],
    top: place === 1,
    warning: null,
    openAccess: null,
  };
  const found = { title: '', by: 'issn', values } as const;
  return {
    inForce: editions,
    found: { jcr: { ...found, edition: editions.jcr }, cas: { ...found, edition: editions.cas } },
  };
};

const tree = Filters.parse({
  all: [
    { rule: 'no-issn' },
    { rule: 'no-abstract' },
    { rule: 'types-not', types: ['Letter', 'Comment'] },
    { rule: 'languages-only', languages: ['eng', 'chi'] },
    { rule: 'words-not', words: ['zebrafish', 'drosophila'] },
    { rule: 'preprint-not' },
    { rule: 'authors-not', authors: ['Nobody N'] },
    { rule: 'journals-not', journals: ['2345-6784', 'Journal of nothing'] },
    { rule: 'species-not', species: ['Mice'] },
    { rule: 'warning-list' },
    {
      any: [
        { rule: 'cas-zone', in: [1, 2] },
        { rule: 'jcr-quartile', in: [1, 2], of: 'worst' },
        { rule: 'impact-factor', min: 5 },
      ],
    },
    {
      not: {
        all: [
          { rule: 'cas-zone', in: [4] },
          { rule: 'impact-factor', max: 1 },
        ],
      },
    },
    {
      any: [
        { rule: 'words-only', words: ['sepsis', 'mortal*'] },
        { rule: 'free-full-text' },
        { rule: 'cas-top' },
      ],
    },
    { rule: 'mean-citedness', min: 1 },
    { rule: 'sjr', min: 0.1 },
  ],
});

const list = Array.from({ length: papers }, (_, index) => ({
  article: article(index + 1),
  metrics: metrics(),
}));
const judge = judgeOf(tree);
const spent = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
let passed = 0;
const facts = list.map((one) => factsOf(one.article, one.metrics));
const first = spent(() => {
  for (const one of facts) if (judge(one).verdict === 'pass') passed += 1;
});
const rounds = Array.from({ length: 15 }, () => spent(() => facts.map(judge))).sort((a, b) => a - b);
process.stdout.write(`${papers} papers, 20 rules: ${passed} pass\n`);
process.stdout.write(`the first time, text folded on the way: ${first.toFixed(0)} ms\n`);
process.stdout.write(`from then on: ${(rounds[7] ?? 0).toFixed(1)} ms (median of 15)\n`);
