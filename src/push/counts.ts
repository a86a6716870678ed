import type { LedgerEntry } from '../store/ledger.ts';
import type { LedgerState } from '../store/schema.ts';

/**
 * Where every paper that PubMed counted has gone. `found` equals the sum of the others, else the run is incomplete.
 * `fromLine` are papers of earlier windows that this digest gives; they are not part of `found`.
 */
export interface RunCounts {
  found: number;
  new: number;
  before: number;
  setAside: number;
  waiting: number;
  baseline: number;
  missing: number;
  fromLine: number;
}

/**
 * The accounts of one run over the ids that its search returned.
 *
 * @param after the state in which this run leaves each paper that it touched; the others keep what `ledger` says.
 */
export function countRun(input: {
  found: number;
  ids: readonly number[];
  ledger: ReadonlyMap<number, LedgerEntry>;
  after: ReadonlyMap<number, LedgerState>;
}): { counts: RunCounts; complete: boolean } {
  const counts: RunCounts = {
    found: input.found,
    new: 0,
    before: 0,
    setAside: 0,
    waiting: 0,
    baseline: 0,
    missing: 0,
    fromLine: 0,
  };
  let accounted = 0;
  const searched = new Set(input.ids);
  for (const id of searched) {
    const now = input.after.get(id);
    const state = now ?? input.ledger.get(id)?.state;
    if (!state) continue;
    accounted += 1;
    if (state === 'in-digest' && now) counts.new += 1;
    else if (state === 'in-digest' || state === 'given') counts.before += 1;
    else if (state === 'set-aside') counts.setAside += 1;
    else counts[state] += 1;
  }
  for (const [id, state] of input.after) if (state === 'in-digest' && !searched.has(id)) counts.fromLine += 1;
  return { counts, complete: accounted === input.found };
}
