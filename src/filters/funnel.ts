import type { Cause, FilterNode, FilterRule, Filters } from '../contract/filters.ts';
import type { Funnel, FunnelStep } from '../contract/funnel.ts';
import type { Facts } from './facts.ts';
import { judgeNode } from './judge.ts';

type Example = Funnel['examples'][number];

/** Papers shown for each step, the first that come. */
const mostExamples = 5;

/**
 * What each node of the filters does with these papers. Every paper is asked by every node once, so what a node would take
 * alone, and what comes on top without it, fall out of the same walk.
 *
 * @returns counts that add up: papers = the sum of all `takes` + `passes`.
 */
export function funnelOf(filters: Filters, papers: readonly Facts[]): Funnel {
  const nodes = filters.all.map((node) => ({
    step: emptyStep(node),
    judge: judgeNode(node),
    inner: 'rule' in node ? [] : leavesOf(node, false),
  }));
  const funnel: Funnel = {
    papers: papers.length,
    steps: nodes.map(({ step }) => step),
    passes: 0,
    marked: 0,
    examples: [],
  };
  for (const facts of papers) {
    let against: FunnelStep | null = null;
    let refusals = 0;
    const marks: Cause[] = [];
    for (const { step, judge, inner } of nodes) {
      const reaches = against === null;
      if (reaches) step.enters += 1;
      const { passes, unsure, causes } = judge(facts);
      if (passes) {
        marks.push(...causes);
        if (reaches && causes.length > 0) step.marks += 1;
        else if (reaches && unsure) step.keepsUnknown += 1;
      } else {
        refusals += 1;
        step.takesAlone += 1;
        if (reaches) {
          against = step;
          take(step, facts, causes);
        }
      }
      for (const leaf of inner) if (!leaf.judge(facts).passes) leaf.entry.takesAlone += 1;
    }
    if (against !== null && refusals === 1) against.costs += 1;
    if (against !== null) continue;
    funnel.passes += 1;
    if (marks.length > 0) funnel.marked += 1;
    if (funnel.examples.length < mostExamples) funnel.examples.push(exampleOf(facts, marks));
  }
  for (const { step, inner } of nodes) step.rules = inner.map(({ entry }) => entry);
  return funnel;
}

const emptyStep = (node: FilterNode): FunnelStep => ({
  node,
  enters: 0,
  takes: 0,
  takesUnknown: 0,
  keepsUnknown: 0,
  marks: 0,
  takesAlone: 0,
  costs: 0,
  examples: [],
  rules: [],
});

function take(step: FunnelStep, facts: Facts, causes: readonly Cause[]): void {
  step.takes += 1;
  if (causes.every(({ unknown }) => unknown)) step.takesUnknown += 1;
  if (step.examples.length < mostExamples) step.examples.push(exampleOf(facts, causes));
}

const exampleOf = ({ article }: Facts, causes: readonly Cause[]): Example => ({
  pmid: article.pmid,
  title: article.title.text || (article.vernacularTitle?.text ?? ''),
  journal: article.journal?.isoAbbreviation ?? article.journal?.title ?? null,
  causes: [...causes],
});

interface Leaf {
  entry: { rule: FilterRule; negated: boolean; takesAlone: number };
  judge: ReturnType<typeof judgeNode>;
}

/** The rules inside a group, each as it stands there: what is under a `not` is asked the other way round. */
function leavesOf(node: FilterNode, negated: boolean): Leaf[] {
  if ('rule' in node) {
    return [{ entry: { rule: node, negated, takesAlone: 0 }, judge: judgeNode(node, negated) }];
  }
  if ('not' in node) return leavesOf(node.not, !negated);
  return ('all' in node ? node.all : node.any).flatMap((one) => leavesOf(one, negated));
}
