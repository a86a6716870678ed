import { describe, expect, it } from 'vitest';
import { madeUpRecord } from '../../test/made-up-record.ts';
import { noVerdict } from '../../test/store-fixtures.ts';
import type { Article } from '../contract/article.ts';
import type { Cause, Judgement } from '../contract/filters.ts';
import { noMetrics } from '../contract/journals.ts';
import { parseRecords } from '../pubmed/read-records.ts';
import type { LedgerEntry } from '../store/ledger.ts';
import { type Candidate, choose } from './choose.ts';

function article(pmid: number, day: string): Article {
  const xml = `<PubmedArticleSet>${madeUpRecord({ pmid, day, title: `Paper ${pmid}` })}</PubmedArticleSet>`;
  for (const record of parseRecords(xml)) if (record.type === 'article') return record.article;
  throw new Error('no record');
}

const metrics = noMetrics;
const passes: Judgement = { verdict: 'pass', marks: [] };
const fails: Judgement = { verdict: 'set-aside', causes: [{ rule: 'made up', value: null }] };

const fresh = (pmid: number, day = '2026-11-24'): Candidate => ({
  article: article(pmid, day),
  entry: undefined,
  metrics,
  judgement: passes,
});
const inLine = (pmid: number, passedOver: number, day = '2026-11-20'): Candidate => ({
  ...fresh(pmid, day),
  entry: { ...noVerdict, pmid, state: 'waiting', passed_over: passedOver } as LedgerEntry,
});
const run = (candidates: Candidate[], change: { max?: number; first?: boolean; only?: number[] } = {}) => {
  const { only } = change;
  const { digest, titles, waiting, baseline, setAside } = choose({
    candidates: candidates.map((one) =>
      only && !only.includes(one.article.pmid) ? { ...one, judgement: fails } : one,
    ),
    max: change.max ?? 2,
    first: change.first ?? false,
  });
  const pmids = (list: { article: Article }[]) => list.map((one) => one.article.pmid);
  return {
    digest: pmids(digest),
    titles: pmids(titles),
    waiting: pmids(waiting),
    baseline: baseline.map(({ pmid }) => pmid),
    setAside: pmids(setAside),
  };
};
const nothing = { digest: [], titles: [], waiting: [], baseline: [], setAside: [] };

describe('the choice of a run', () => {
  it('is the newest by Create Date, then by PMID', () => {
    const candidates = [fresh(9, '2026-11-01'), fresh(1, '2026-11-24'), fresh(2, '2026-11-24')];
    expect(run(candidates)).toEqual({ ...nothing, digest: [2, 1], waiting: [9] });
  });

  it('filters first and limits then', () => {
    const candidates = [fresh(4), fresh(3), fresh(2), fresh(1)];
    expect(run(candidates, { only: [1, 2] })).toEqual({ ...nothing, digest: [2, 1], setAside: [4, 3] });
  });

  it('keeps with each paper its marks, its figures and its causes', () => {
    const mark: Cause = { rule: 'impact-factor', unknown: true, value: null };
    const marked: Candidate = { ...fresh(2), judgement: { verdict: 'pass', marks: [mark] } };
    const { digest, setAside } = choose({
      candidates: [marked, { ...fresh(1), judgement: fails }],
      max: 2,
      first: false,
    });
    expect(digest).toEqual([{ article: marked.article, metrics, marks: [mark], passedOver: 0 }]);
    expect(setAside.map(({ causes }) => causes)).toEqual([[{ rule: 'made up', value: null }]]);
  });

  it('of a first run puts the rest behind it', () => {
    expect(run([fresh(3), fresh(2), fresh(1)], { first: true })).toEqual({
      ...nothing,
      digest: [3, 2],
      baseline: [1],
    });
  });

  it('lets newer ones go before what has waited once, and never forgets it', () => {
    expect(run([fresh(5), fresh(4), inLine(1, 1)])).toEqual({ ...nothing, digest: [5, 4], waiting: [1] });
  });

  it('gives what has waited twice: in full where there is room, else by its title', () => {
    const overdue = [inLine(3, 2), inLine(2, 2), inLine(1, 5)];
    expect(run([fresh(9), ...overdue])).toEqual({ ...nothing, digest: [9, 3], titles: [2, 1] });
    expect(run([fresh(9), fresh(8), ...overdue])).toEqual({ ...nothing, digest: [9, 8], titles: [3, 2, 1] });
  });

  it('gives at most a hundred titles in one mail; the others stay in line', () => {
    const overdue = Array.from({ length: 105 }, (_, n) => inLine(n + 1, 2));
    const choice = run(overdue, { max: 1 });
    expect([choice.digest.length, choice.titles.length, choice.waiting.length]).toEqual([1, 100, 4]);
  });
});
