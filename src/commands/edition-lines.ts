import type { Locale } from '../contract/locale.ts';
import { editionName } from '../journals/comparison-words.ts';
import type { RowNote } from '../journals/edition-rows.ts';
import type { EditionSummary } from '../journals/editions.ts';
import { describeNote } from '../journals/note-words.ts';

const states = {
  reading: { en: 'being read', zh: '导入中' },
  ready: { en: 'ready', zh: '可激活' },
  failed: { en: 'failed', zh: '失败' },
  inForce: { en: 'in force', zh: '生效中' },
} as const;

/** `3  JCR 2024  in force  22,249 journals  jcr.csv  2026-11-25`. */
export function editionLine(edition: EditionSummary, locale: Locale): string {
  const { id, inForce, state, progress, counts, error } = edition;
  const far =
    state === 'reading'
      ? `${progress.done}/${progress.total ?? '?'}`
      : {
          en: `${counts.journals} ${counts.journals === 1 ? 'journal' : 'journals'}`,
          zh: `${counts.journals} 种期刊`,
        }[locale];
  const line = [
    id,
    editionName(edition, locale),
    states[inForce ? 'inForce' : state][locale],
    far,
    edition.fileName,
    edition.createdAt.slice(0, 10),
  ].join('  ');
  return error === null ? line : `${line}  ${error[locale]}`;
}

/** What became of the rows of a table, in one sentence that adds up. */
export const countsInWords = (
  { read, journals, joined, changed, refused }: EditionSummary['counts'],
  locale: Locale,
): string =>
  ({
    en: `Rows read: ${read} = ${journals} ${journals === 1 ? 'journal' : 'journals'} + ${joined} joined to an earlier row + ${refused} refused. Mended: ${changed}.`,
    zh: `共读取 ${read} 行 = ${journals} 种期刊 + ${joined} 行并入前面的行 + ${refused} 行拒绝；另有 ${changed} 行作了修正。`,
  })[locale];

/** `row 12: …`. */
export const noteLine = (note: Pick<RowNote, 'row' | 'code' | 'facts'>, locale: Locale): string => {
  const where = { en: `row ${note.row}: `, zh: `第 ${note.row} 行：` }[locale];
  return `${where}${describeNote(note, locale)}`;
};

/** Notes that a person reads at a glance; the report has all. */
export const shownNotes = 10;

/** @param input.all how many there are, shown or not. */
export function noteLines(
  notes: readonly RowNote[],
  { all, locale }: { all: number; locale: Locale },
): string[] {
  const more = all - notes.length;
  return [
    ...notes.map((note) => `  ${noteLine(note, locale)}`),
    ...(more > 0 ? [{ en: `  … and ${more} more`, zh: `  … 另有 ${more} 条` }[locale]] : []),
  ];
}
