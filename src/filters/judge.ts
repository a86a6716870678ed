import type { Cause, FilterNode, FilterRule, Filters, Judgement } from '../contract/filters.ts';
import { opposite } from './check.ts';
import type { Facts } from './facts.ts';
import { checkOf } from './rules.ts';

/** How one node takes a paper: whether it passes, and whether that is known. */
interface Result {
  passes: boolean;
  /** Of one that passes: rules that let it pass without knowing, and mark it. Of one that does not: why. */
  causes: readonly Cause[];
  /** It passes only because some rule keeps what it does not know. */
  unsure: boolean;
}

type Judge = (facts: Facts) => Result;

const passed: Result = { passes: true, causes: [], unsure: false };
const kept: Result = { passes: true, causes: [], unsure: true };
const pass: Judgement = { verdict: 'pass', marks: [] };

/**
 * A subscription's filters as one function. What a rule does with the unknown is done to the paper, so it holds inside a `not`
 * as well: the `not` is moved to the rules (De Morgan), which then ask the opposite.
 */
export function judgeOf(filters: Filters): (facts: Facts) => Judgement {
  const judge = judgeNode({ all: filters.all });
  return (facts) => {
    const { passes, causes } = judge(facts);
    if (passes) return causes.length === 0 ? pass : { verdict: 'pass', marks: causes };
    return { verdict: 'set-aside', causes: causes as [Cause, ...Cause[]] };
  };
}

export function judgeNode(node: FilterNode, negated = false): Judge {
  if ('rule' in node) return judgeRule(node, negated);
  if ('not' in node) return judgeNode(node.not, !negated);
  const [nodes, needsAll] = 'all' in node ? [node.all, !negated] : [node.any, negated];
  const judges = nodes.map((one) => judgeNode(one, negated));
  return needsAll ? (facts) => everyOf(judges, facts) : (facts) => someOf(judges, facts);
}

function everyOf(judges: readonly Judge[], facts: Facts): Result {
  let marks: readonly Cause[] = [];
  let unsure = false;
  for (const judge of judges) {
    const result = judge(facts);
    if (!result.passes) return result;
    if (result.causes.length > 0) marks = [...marks, ...result.causes];
    unsure ||= result.unsure;
  }
  return unsure ? { passes: true, causes: marks, unsure } : passed;
}

function someOf(judges: readonly Judge[], facts: Facts): Result {
  let against: readonly Cause[] = [];
  let doubtful: Result | null = null;
  for (const judge of judges) {
    const result = judge(facts);
    if (result.passes && !result.unsure) return passed;
    if (!result.passes) against = [...against, ...result.causes];
    else if (doubtful === null) doubtful = result;
    else doubtful = { ...result, causes: [...doubtful.causes, ...result.causes] };
  }
  return doubtful ?? { passes: false, causes: against, unsure: false };
}

function judgeRule(rule: FilterRule, negated: boolean): Judge {
  const check = checkOf(rule);
  const unknown = 'unknown' in rule ? rule.unknown : 'keep';
  const asked = askedOf(rule);
  const causeOf = (facts: Facts, isUnknown: boolean): Cause => {
    const edition = check.source && facts.metrics.inForce[check.source];
    return {
      rule: rule.rule,
      ...(negated && { negated: true as const }),
      ...(isUnknown && { unknown: true as const }),
      ...(asked && { asked }),
      value: check.value(facts),
      ...(edition && { edition: `${edition.source} ${edition.year}` }),
    };
  };
  return (facts) => {
    const found = check.find(facts);
    if (found === 'unknown') {
      if (unknown === 'keep') return kept;
      const marks = unknown === 'mark';
      return { passes: marks, causes: [causeOf(facts, true)], unsure: marks };
    }
    if ((negated ? opposite(found) : found) === 'pass') return passed;
    return { passes: false, causes: [causeOf(facts, false)], unsure: false };
  };
}

/** The parts of a rule that are short enough to be kept with every paper that it set aside. */
const shortParts = ['min', 'max', 'in', 'of', 'need', 'where'] as const;

function askedOf(rule: FilterRule): Record<string, unknown> | null {
  const parts = rule as Record<string, unknown>;
  const asked = shortParts.flatMap((part) => (parts[part] === undefined ? [] : [[part, parts[part]]]));
  return asked.length === 0 ? null : Object.fromEntries(asked);
}
