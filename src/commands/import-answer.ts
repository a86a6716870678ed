import type { Locale } from '../contract/locale.ts';
import type { activateEdition } from '../journals/activate.ts';
import type { Comparison } from '../journals/compare.ts';
import type { RowNote } from '../journals/edition-rows.ts';
import { type EditionSummary, editionNotes } from '../journals/editions.ts';
import { describeNote } from '../journals/note-words.ts';
import type { Store } from '../store/open.ts';
import type { Context } from './command.ts';
import { comparisonLines } from './comparison-lines.ts';
import { countsInWords, noteLines, shownNotes } from './edition-lines.ts';
import { activatedLines } from './journals.ts';

export interface Imported {
  context: Context;
  edition: EditionSummary;
  /** Null: it failed. */
  comparison: Comparison | null;
  activation: Awaited<ReturnType<typeof activateEdition>> | null;
  /** It was to be put in force and was not, because of doubts. */
  heldBack: boolean;
}

/** Says what an import did: what became of the rows, what would change, and what to do next. */
export async function answerImport(store: Store, imported: Imported): Promise<void> {
  const { context, edition, comparison, activation } = imported;
  const notes = await firstNotes(store, edition);
  const { refused, changed } = edition.counts;
  const lines = (locale: Locale): string[] => [
    ...(edition.error ? [edition.error[locale]] : []),
    countsInWords(edition.counts, locale),
    ...noteLines(notes, { all: refused + changed, locale }),
    ...(notes.length > 0 ? [`  litpush journals report ${edition.id}`] : []),
    ...(comparison ? comparisonLines(comparison, { locale, examples: 5 }) : []),
    ...(activation ? activatedLines(activation, locale) : comparison ? [nextStep(imported, locale)] : []),
  ];
  const data = {
    edition: activation?.edition ?? edition,
    notes: notes.map((note) => ({ ...note, text: describeNote(note, context.locale) })),
    comparison,
    activated: activation !== null,
  };
  context.answer(data, { en: lines('en'), zh: lines('zh') });
}

/** The first rows that were refused, then those that were mended. */
async function firstNotes(store: Store, { id }: EditionSummary): Promise<RowNote[]> {
  const notes: RowNote[] = [];
  for (const kind of ['refused', 'changed'] as const) {
    const limit = shownNotes - notes.length;
    if (limit > 0) notes.push(...(await editionNotes(store, { id, kind, after: 0, limit })).notes);
  }
  return notes;
}

function nextStep({ edition, heldBack }: Imported, locale: Locale): string {
  const command = `litpush journals activate ${edition.id}`;
  if (heldBack) {
    return {
      en: `It was not put in force because of the doubts above. If it is right: ${command}`,
      zh: `因存在上述疑问，未自动激活。确认无误后运行：${command}`,
    }[locale];
  }
  return {
    en: `Edition ${edition.id} is not in force yet. To use it: ${command}`,
    zh: `版本 ${edition.id} 尚未生效。启用：${command}`,
  }[locale];
}
