import type { Article } from '../contract/article.ts';
import type { Cause, Judgement } from '../contract/filters.ts';
import type { JournalMetrics } from '../contract/journals.ts';
import type { LedgerEntry } from '../store/ledger.ts';

/** A paper that this run may give: new, in line since an earlier run, or set aside and now to be judged again. */
export interface Candidate {
  article: Article;
  /** Its row, where the ledger has one. */
  entry: LedgerEntry | undefined;
  metrics: JournalMetrics;
  judgement: Judgement;
}

export interface ChosenArticle {
  article: Article;
  metrics: JournalMetrics;
  /** Rules that keep and mark what they do not know. */
  marks: readonly Cause[];
  passedOver: number;
}

export interface Choice {
  /** In full, in the reader's order. */
  digest: ChosenArticle[];
  /** As linked titles: they have waited through two digests and are given now. */
  titles: ChosenArticle[];
  waiting: ChosenArticle[];
  baseline: Article[];
  setAside: { article: Article; causes: readonly [Cause, ...Cause[]] }[];
}

/** After so many digests without it an article no longer waits: it stands in the next one as a linked title. */
export const mostDigestsWaited = 2;
/** Linked titles in one mail. What is over stays in line. */
const mostTitles = 100;

/**
 * Filter first, then limit, newest first. A first run gives the newest and puts the rest of its window behind it as
 * `baseline`; any other run keeps what is over the limit in line.
 */
export function choose(input: { candidates: readonly Candidate[]; max: number; first: boolean }): Choice {
  const choice: Choice = { digest: [], titles: [], waiting: [], baseline: [], setAside: [] };
  const passed: ChosenArticle[] = [];
  for (const { article, entry, metrics, judgement } of input.candidates) {
    if (judgement.verdict === 'pass') {
      const passedOver = entry?.state === 'waiting' ? entry.passed_over : 0;
      passed.push({ article, metrics, marks: judgement.marks, passedOver });
    } else {
      choice.setAside.push({ article, causes: judgement.causes });
    }
  }
  passed.sort((a, b) => newestFirst(a.article, b.article));
  const overdue: ChosenArticle[] = [];
  for (const chosen of passed) {
    if (chosen.passedOver >= mostDigestsWaited) overdue.push(chosen);
    else if (choice.digest.length < input.max) choice.digest.push(chosen);
    else if (input.first) choice.baseline.push(chosen.article);
    else choice.waiting.push(chosen);
  }
  // Room that newer ones leave is given to those that waited, before they are shortened to a title.
  const room = input.max - choice.digest.length;
  choice.digest.push(...overdue.splice(0, room));
  choice.titles.push(...overdue.splice(0, mostTitles));
  choice.waiting.push(...overdue);
  return choice;
}

/** By Create Date, then by PMID: PMIDs alone are not in order of creation. */
export function newestFirst(a: Article, b: Article): number {
  return (b.dates.entrez ?? '').localeCompare(a.dates.entrez ?? '') || b.pmid - a.pmid;
}
