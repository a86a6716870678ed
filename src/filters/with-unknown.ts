import { type FilterNode, Filters, type OnUnknown } from '../contract/filters.ts';

/** The same filters, all of whose rules do this with what they do not know. Rules for which nothing is unknown stay as they are. */
export const withUnknown = (filters: Filters, unknown: OnUnknown): Filters =>
  Filters.parse({ all: filters.all.map((node) => changed(node, unknown)) });

function changed(node: FilterNode, unknown: OnUnknown): FilterNode {
  if ('rule' in node) return 'unknown' in node ? { ...node, unknown } : node;
  if ('all' in node) return { all: node.all.map((one) => changed(one, unknown)) };
  if ('any' in node) return { any: node.any.map((one) => changed(one, unknown)) };
  return { not: changed(node.not, unknown) };
}
