import type { JournalValues } from '../contract/journals.ts';
import { type Standing, standingOf, type Verdict } from './standing.ts';

/** A journal, and what the edition before and the one after say of it; null where one does not have it. */
export interface Example {
  /** As the newer table prints it. */
  title: string;
  before: Standing | null;
  after: Standing | null;
  /** Whether a subscription has papers of it, or is to get some. */
  subscribed: boolean;
}

export type Examples = Record<Exclude<Verdict, 'stay'>, Example[]>;

const most = 20;

export const exampleOf = (input: {
  before: { title: string; values: JournalValues } | null;
  after: { title: string; values: JournalValues } | null;
  subscribed: boolean;
}): Example => ({
  title: input.after?.title ?? input.before?.title ?? '',
  before: input.before && standingOf(input.before.values),
  after: input.after && standingOf(input.after.values),
  subscribed: input.subscribed,
});

/** Collects the first examples of each kind. Those of subscriptions are to be added first. */
export function collectExamples() {
  const examples: Examples = { gain: [], lose: [], new: [], gone: [] };
  const titles = new Set<string>();
  return {
    examples,
    /** @param example made only where there is still room. */
    add(verdict: Verdict, example: () => Example): void {
      if (verdict === 'stay' || examples[verdict].length >= most) return;
      const one = example();
      const name = `${verdict} ${one.title}`;
      if (titles.has(name)) return;
      titles.add(name);
      examples[verdict].push(one);
    },
  };
}
