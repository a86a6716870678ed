import type { Bilingual, Locale } from '../contract/locale.ts';
import { fill } from '../errors.ts';

const words: Record<string, Bilingual> = {
  'cells-wrong': {
    en: 'Refused: {cells} cells where the table has {columns} columns. A quotation mark or a delimiter in it may be wrong.',
    zh: '未导入：该行有 {cells} 个单元格，而表格有 {columns} 列，可能是引号或分隔符有误。',
  },
  footer: {
    en: 'Refused: a line below the table, not a journal ("{text}").',
    zh: '未导入：这是表格下方的说明文字，不是期刊（“{text}”）。',
  },
  'header-again': {
    en: 'Refused: the head of the table once more.',
    zh: '未导入：这是重复出现的表头。',
  },
  nameless: {
    en: 'Refused: neither a title nor a valid ISSN.',
    zh: '未导入：既没有刊名，也没有有效的 ISSN。',
  },
  'cell-long': {
    en: 'Refused: a cell is longer than a title or a value can be.',
    zh: '未导入：有单元格的内容过长，不可能是刊名或数值。',
  },
  joined: {
    en: 'Joined with row {with}: the same journal.',
    zh: '已并入第 {with} 行：两行为同一期刊。',
  },
  'issn-wrong': {
    en: '{column}: "{text}" is not a valid ISSN and was left out.',
    zh: '{column}：“{text}”不是有效的 ISSN，已略去。',
  },
  'value-wrong': {
    en: '{column}: "{text}" cannot be read and was left out.',
    zh: '{column}：无法识别“{text}”，已略去该值。',
  },
  'rank-mended': {
    en: '{column}: a spreadsheet had turned the rank into a date ("{text}"); it was read as {rank}.',
    zh: '{column}：排名被电子表格误存为日期（“{text}”），已还原为 {rank}。',
  },
  'places-unpaired': {
    en: '{places} quartiles or zones for {categories} categories: which belongs to which is not said, so none was taken.',
    zh: '有 {categories} 个学科类别，却有 {places} 个分区或排名，无法一一对应，均未采用。',
  },
  'letters-lost': {
    en: '{column}: some letters of "{text}" cannot be read.',
    zh: '{column}：“{text}”中有无法识别的字符。',
  },
  'issn-shared': {
    en: 'Row {with} has the same ISSN ({issn}), but another title or another value. Both were kept.',
    zh: '第 {with} 行有相同的 ISSN（{issn}），但刊名或数值不同，两行均已保留。',
  },
  'title-shared': {
    en: 'Row {with} has the same title, but another value, and neither has an ISSN. Both were kept.',
    zh: '第 {with} 行刊名相同但数值不同，且两行都没有 ISSN，两行均已保留。',
  },
};

/** What a note on a row says to people. */
export function describeNote(
  note: { code: string; facts: Record<string, string | number> },
  locale: Locale,
): string {
  const sentence = words[note.code];
  if (!sentence) throw new Error(`no words for a note "${note.code}"`);
  return fill(sentence[locale], note.facts, locale);
}
