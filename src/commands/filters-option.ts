import { readFileSync } from 'node:fs';
import type { ParseArgsOptionsConfig } from 'node:util';
import { type Filters, onUnknown } from '../contract/filters.ts';
import { Refusal } from '../errors.ts';
import { presetFilters, presets } from '../filters/presets.ts';
import { readFilters } from '../filters/read-filters.ts';
import { withUnknown } from '../filters/with-unknown.ts';
import { type Command, type Context, wrongOption } from './command.ts';

/** How filters are given to any command that takes them. */
export const filtersSynopsis = '[--preset P [--unknown U] | --filters FILE]';

export const filtersOptions = {
  preset: { type: 'string' },
  unknown: { type: 'string' },
  filters: { type: 'string' },
} as const satisfies ParseArgsOptionsConfig;

export const filtersHelp: NonNullable<Command['help']> = [
  {
    option: '--preset',
    text: {
      en: `filters: ${presets.map(({ id, name }) => `${id} (${name.en})`).join(', ')}`,
      zh: `过滤预设：${presets.map(({ id, name }) => `${id}（${name.zh}）`).join('、')}`,
    },
  },
  {
    option: '--unknown',
    text: {
      en: 'what the preset does with papers of which nobody says what it asks: keep, mark or drop',
      zh: '预设对信息不明的文献如何处理：keep（保留）、mark（保留并标记）或 drop（排除）',
    },
  },
  {
    option: '--filters',
    text: { en: 'filters of your own: a JSON file', zh: '自定义过滤条件（JSON 文件）' },
  },
];

/**
 * The filters that were asked for on the line; null where none were.
 *
 * @throws {Refusal} which says what of the option, the preset or the file has to be mended.
 */
export function filtersOption(context: Context, command: string): Filters | null {
  const preset = context.text('preset');
  const file = context.text('filters');
  const unknown = unknownOption(context, command);
  if (preset !== undefined && file !== undefined)
    throw wrongOption(command, '--preset, --filters', filtersSynopsis);
  if (unknown !== null && preset === undefined) throw wrongOption(command, '--unknown', filtersSynopsis);
  if (file !== undefined) return readFilters(jsonOf(file));
  if (preset === undefined) return null;
  const filters = presetFilters(preset);
  return unknown === null ? filters : withUnknown(filters, unknown);
}

function unknownOption(context: Context, command: string) {
  const text = context.text('unknown');
  if (text === undefined) return null;
  const known = onUnknown.find((one) => one === text);
  if (!known) throw wrongOption(command, '--unknown', onUnknown.join(', '));
  return known;
}

function jsonOf(file: string): unknown {
  try {
    // Windows' editors put a mark in front, which is no JSON.
    return JSON.parse(readFileSync(file, 'utf8').replace(/^\ufeff/, ''));
  } catch (error) {
    throw new Refusal('file-unreadable', { file, reason: error instanceof Error ? error.message : '' });
  }
}
