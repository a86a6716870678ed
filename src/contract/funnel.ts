import { z } from 'zod';
import { Cause, FilterNode } from './filters.ts';

const count = z.int().nonnegative();

const Example = z.object({
  pmid: z.int(),
  title: z.string(),
  journal: z.string().nullable(),
  causes: z.array(Cause),
});

/** What one node of the filters does. */
const FunnelStep = z.object({
  node: FilterNode,
  /** Papers that reach it. The first step's are all of them, every other's are what the step before let pass. */
  enters: count,
  /** Papers that it sets aside, and those among them of which it does not know what it asks. */
  takes: count,
  takesUnknown: count,
  /** Papers that it lets pass without knowing: kept, and kept with a mark. */
  keepsUnknown: count,
  marks: count,
  /** Papers that it would set aside if it were the only one. */
  takesAlone: count,
  /** Papers that would come on top if it were left out. */
  costs: count,
  examples: z.array(Example).max(5),
  /** Each rule inside a group: how many papers it would set aside if it were the only one. */
  rules: z.array(z.object({ rule: FilterNode, negated: z.boolean(), takesAlone: count })),
});

/** `papers` = the sum of all `takes` + `passes`. */
export const Funnel = z.object({
  papers: count,
  steps: z.array(FunnelStep),
  passes: count,
  /** Among those that pass. */
  marked: count,
  examples: z.array(Example).max(5),
});
export type Funnel = z.infer<typeof Funnel>;
export type FunnelStep = z.infer<typeof FunnelStep>;
