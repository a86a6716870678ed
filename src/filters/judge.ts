import type { Article } from '../contract/article.ts';
import type { Filters } from '../contract/filters.ts';
import { checkOf } from './rules.ts';

/** Of a paper set aside: the first rule that did so, and the value that it saw; null where there was none. */
export type Judgement = { verdict: 'pass' } | { verdict: 'set-aside'; rule: string; value: string | null };

/**
 * A subscription's filters as one function. Three-valued: a paper of which the record does not say what a rule asks passes
 * that rule, unless the rule says otherwise.
 */
export function judgeOf(filters: Filters): (article: Article) => Judgement {
  const rules = filters.all.map((rule) => ({
    name: rule.rule,
    check: checkOf(rule),
    unknownPasses: !('unknown' in rule) || rule.unknown === 'pass',
  }));
  return (article) => {
    for (const { name, check, unknownPasses } of rules) {
      const { found, value } = check(article);
      if (found === 'pass' || (found === 'unknown' && unknownPasses)) continue;
      return { verdict: 'set-aside', rule: name, value };
    }
    return { verdict: 'pass' };
  };
}
