import type { FrozenRun } from '../store/digests.ts';
import type { LedgerEntry } from '../store/ledger.ts';
import type { LedgerState } from '../store/schema.ts';
import type { Choice } from './choose.ts';
import type { Composed } from './compose.ts';
import { countRun, type RunCounts } from './counts.ts';
import type { Gathered } from './gather.ts';
import type { Found } from './search.ts';

type Draft = FrozenRun['ledger'][number];

/** What the run does with every paper that it touched: the ledger's rows, and the accounts that must add up. */
export function accountFor(input: {
  search: Found;
  ledger: ReadonlyMap<number, LedgerEntry>;
  inLine: readonly LedgerEntry[];
  gathered: Gathered;
  choice: Choice;
  composed: Composed | null;
  first: boolean;
  /** Epoch milliseconds of the database's clock. */
  now: number;
}): { ledger: Draft[]; counts: RunCounts; complete: boolean } {
  const { gathered, choice, composed, search } = input;
  const drafts: Draft[] = [];
  const put = (pmid: number, state: LedgerState, more: Partial<Draft> = {}) => {
    drafts.push({ ...blank, pmid, state, ...more });
  };

  // Only what the mail really shows is given. What did not fit stays in line as if it had not been chosen.
  const given = composed?.given ?? new Set<number>();
  for (const { article, passedOver } of [...choice.digest, ...choice.titles]) {
    if (given.has(article.pmid)) put(article.pmid, 'in-digest');
    else put(article.pmid, 'waiting', { passed_over: passedOver });
  }
  for (const { article, passedOver } of choice.waiting) {
    put(article.pmid, 'waiting', { passed_over: passedOver + (given.size > 0 ? 1 : 0) });
  }
  for (const article of choice.baseline) put(article.pmid, 'baseline');
  for (const { article, causes } of choice.setAside) {
    const { status, dates } = article;
    put(article.pmid, 'set-aside', {
      rule: causes[0].rule,
      value: causes[0].value,
      causes: JSON.stringify(causes),
      record_status: status,
      record_revised: dates.revised,
    });
  }
  const missedBefore = new Map(input.inLine.map((entry) => [entry.pmid, entry]));
  for (const pmid of gathered.missing) {
    const before = missedBefore.get(pmid);
    put(pmid, 'missing', { passed_over: asksInVain(before, input.now) });
  }
  for (const pmid of gathered.unfetched) put(pmid, input.first ? 'baseline' : 'waiting');

  const after = new Map(drafts.map(({ pmid, state }) => [pmid, state]));
  const { counts, complete } = countRun({
    found: search.count,
    ids: search.ids,
    ledger: input.ledger,
    after,
  });
  // What was asked for and did not come is on record, and still a gap until it comes or is known to be gone.
  return { ledger: drafts, counts, complete: complete && search.complete && gathered.missing.length === 0 };
}

/** Fetches that did not bring a record; several within half a day are one, so that no impatient finger uses them up. */
function asksInVain(before: LedgerEntry | undefined, now: number): number {
  if (before?.state !== 'missing') return 1;
  return before.changed_at > now - halfDay ? before.passed_over : before.passed_over + 1;
}

const halfDay = 12 * 60 * 60_000;

const blank = {
  rule: null,
  value: null,
  causes: null,
  record_status: null,
  record_revised: null,
  passed_over: 0,
} satisfies Partial<LedgerEntry>;
