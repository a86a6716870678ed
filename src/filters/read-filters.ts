import { excessOf, FilterRule, Filters } from '../contract/filters.ts';
import { Refusal } from '../errors.ts';

/**
 * Reads filters that a person or a program wrote.
 *
 * @throws {Refusal} `filters-wrong` with the place (`all.0.any.1.min`) and what is wrong there.
 */
export function readFilters(value: unknown): Filters {
  const excess = excessOf(value);
  if (excess)
    throw wrong(
      '',
      excess === 'deep' ? 'nested too deep (8 levels at most)' : 'too many rules (200 at most)',
    );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong('', '{"all": [ … ]}');
  const { all, ...others } = value as Record<string, unknown>;
  const [stray] = Object.keys(others);
  if (stray !== undefined) throw wrong(stray, '{"all": [ … ]}');
  if (all !== undefined) checkList(all, 'all');
  const read = Filters.safeParse(value);
  if (read.success) return read.data;
  throw wrong(read.error.issues[0]?.path.join('.') ?? '', read.error.issues[0]?.message ?? '');
}

const names = FilterRule.options.map(({ shape }) => shape.rule.value);

/** Walks the tree by the keys that are there, so that the first thing that is wrong is named and not every form it might have had. */
function checkNode(node: unknown, where: string): void {
  if (typeof node !== 'object' || node === null || Array.isArray(node))
    throw wrong(where, 'rule, all, any, not');
  const given = node as Record<string, unknown>;
  if ('rule' in given) {
    if (!names.includes(given['rule'] as never)) throw wrong(`${where}.rule`, names.join(', '));
    const read = FilterRule.safeParse(node);
    if (read.success) return;
    const [issue] = read.error.issues;
    throw wrong([where, ...(issue?.path ?? [])].join('.'), issue?.message ?? '');
  }
  const [key, ...more] = Object.keys(given);
  if (more.length > 0 || (key !== 'all' && key !== 'any' && key !== 'not'))
    throw wrong(where, 'rule, all, any, not');
  if (key === 'not') checkNode(given['not'], `${where}.not`);
  else checkList(given[key], `${where}.${key}`);
}

function checkList(list: unknown, where: string): void {
  if (!Array.isArray(list)) throw wrong(where, '[ … ]');
  for (const [index, node] of list.entries()) checkNode(node, `${where}.${index}`);
}

const wrong = (where: string, reason: string): Refusal =>
  new Refusal('filters-wrong', { where: where || '{}', reason });
