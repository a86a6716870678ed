import type { Cause, Filters, Judgement } from '../contract/filters.ts';
import type { Facts } from './facts.ts';
import { checkOf } from './rules.ts';

/** A subscription's filters as one function. */
export function judgeOf(filters: Filters): (facts: Facts) => Judgement {
  const rules = filters.all.flatMap((rule) =>
    'rule' in rule
      ? [
          {
            name: rule.rule,
            check: checkOf(rule),
            unknownPasses: !('unknown' in rule) || rule.unknown !== 'drop',
          },
        ]
      : [],
  );
  return ({ article }) => {
    for (const { name, check, unknownPasses } of rules) {
      const { found, value } = check(article);
      if (found === 'pass' || (found === 'unknown' && unknownPasses)) continue;
      const cause: Cause = { rule: name, value };
      return { verdict: 'set-aside', causes: [cause] };
    }
    return { verdict: 'pass', marks: [] };
  };
}
