import type { Mapping, MetricSource } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { describeNote } from '../journals/note-words.ts';
import { readEdition } from '../journals/read-edition.ts';
import type { Table } from '../journals/table.ts';
import type { Context } from './command.ts';
import { countsInWords, noteLines, shownNotes } from './edition-lines.ts';
import { importProgress } from './import-progress.ts';

/** Reads and reports; no database is made or changed. */
export async function rehearseImport(
  context: Context,
  { table, source, year, mapping }: { table: Table; source: MetricSource; year: number; mapping: Mapping },
): Promise<number> {
  const progress = importProgress(context);
  const rows = await readEdition({
    table,
    source,
    mapping,
    onRows: (done) => {
      context.signal.throwIfAborted();
      progress({ phase: 'reading', done, total: table.rows.length });
    },
  });
  const { read, joined, changed, refused } = rows;
  const counts = { read, journals: rows.journals.length, joined, changed, refused };
  const notes = rows.notes.filter(({ kind }) => kind !== 'joined');
  const lines = (locale: Locale) => [
    countsInWords(counts, locale),
    ...noteLines(notes.slice(0, shownNotes), { all: notes.length, locale }),
    { en: 'Nothing was stored (--dry-run).', zh: '未保存任何内容（--dry-run）。' }[locale],
  ];
  const data = {
    source,
    year,
    mapping,
    counts,
    notes: rows.notes.map((note) => ({ ...note, text: describeNote(note, context.locale) })),
  };
  context.answer(data, { en: lines('en'), zh: lines('zh') });
  return counts.journals > 0 ? 0 : 1;
}
