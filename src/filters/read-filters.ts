import type { z } from 'zod';
import { en, zhCN } from 'zod/locales';
import { deepestLevel, excessOf, FilterRule, Filters, mostRules } from '../contract/filters.ts';
import type { Bilingual } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';

/**
 * Reads filters that a person or a program wrote.
 *
 * @throws {Refusal} `filters-wrong` with the place (`all.0.any.1.min`) and what is wrong there.
 */
export function readFilters(value: unknown): Filters {
  const excess = excessOf(value);
  if (excess) throw wrong('', excessWords[excess]);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw wrong('', expected('{"all": [ … ]}'));
  const { all, ...others } = value as Record<string, unknown>;
  const [stray] = Object.keys(others);
  if (stray !== undefined) throw wrong(stray, expected('{"all": [ … ]}'));
  if (all !== undefined) checkList(all, 'all');
  return check(Filters, value, '');
}

const expected = (what: string): Bilingual => ({ en: `expected ${what}`, zh: `应为 ${what}` });
const excessWords: Record<'deep' | 'many', Bilingual> = {
  deep: {
    en: `nested too deep (${deepestLevel} levels at most)`,
    zh: `嵌套过深（最多 ${deepestLevel} 层）`,
  },
  many: { en: `too many rules (${mostRules} at most)`, zh: `规则过多（最多 ${mostRules} 条）` },
};
const ruleNames: readonly unknown[] = FilterRule.options.map(({ shape }) => shape.rule.value);
const nodeKeys = ['rule', 'all', 'any', 'not'] as const;

/** Walks the tree by the keys that are there, so that the first thing that is wrong is named and not every form it might have had. */
function checkNode(node: unknown, where: string): void {
  if (typeof node !== 'object' || node === null || Array.isArray(node))
    throw wrong(where, expected(nodeKeys.join(', ')));
  const given = node as Record<string, unknown>;
  if ('rule' in given) {
    if (!ruleNames.includes(given['rule'])) throw wrong(`${where}.rule`, expected(ruleNames.join(', ')));
    check(FilterRule, node, where);
    return;
  }
  const [key, ...more] = Object.keys(given);
  const known = nodeKeys.find((one) => one === key);
  if (!known || more.length > 0) throw wrong(where, expected(nodeKeys.join(', ')));
  if (known === 'not') checkNode(given['not'], `${where}.not`);
  else checkList(given[known], `${where}.${known}`);
}

function checkList(list: unknown, where: string): void {
  if (!Array.isArray(list)) throw wrong(where, expected('[ … ]'));
  for (const [index, node] of list.entries()) checkNode(node, `${where}.${index}`);
}

function check<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const read = schema.safeParse(value, { error: en().localeError });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const inChinese = schema.safeParse(value, { error: zhCN().localeError }).error?.issues[0];
  throw wrong([where, ...(issue?.path ?? [])].filter((part) => part !== '').join('.'), {
    en: issue?.message ?? '',
    zh: inChinese?.message ?? '',
  });
}

const wrong = (where: string, reason: Bilingual): Refusal =>
  new Refusal('filters-wrong', { where: where || '{}', reason });
