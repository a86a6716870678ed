import { withApp } from '../app.ts';
import { editionNotes, findEdition } from '../journals/editions.ts';
import { describeNote } from '../journals/note-words.ts';
import { type Command, wrongOption } from './command.ts';
import { editionId } from './edition-id.ts';
import { countsInWords, editionLine, noteLine } from './edition-lines.ts';

const kinds = ['refused', 'changed', 'joined'] as const;
const page = 1000;

export const journalsReport: Command = {
  name: 'journals report',
  synopsis: 'ID [--kind refused|changed|joined]',
  summary: {
    en: 'Show what was refused, mended and joined in an import, row by row, and why.',
    zh: '逐行显示导入时拒绝、修正和合并的内容及原因。',
  },
  options: { kind: { type: 'string' } },
  words: 1,
  async run(context) {
    const id = editionId(context);
    const word = context.text('kind');
    const kind = kinds.find((one) => one === word);
    if (word !== undefined && !kind) throw wrongOption('journals report', '--kind', kinds.join(' | '));
    return withApp(context.config, async ({ store }) => {
      const { locale } = context;
      const edition = await findEdition(store, id);
      const json = context.flag('json');
      const rows: object[] = [];
      if (!json) {
        context.print(editionLine(edition, locale));
        context.print(countsInWords(edition.counts, locale));
      }
      for (let after: number | null = 0; after !== null; ) {
        const { notes, next } = await editionNotes(store, { id, kind, after, limit: page });
        for (const note of notes) {
          if (json) rows.push({ ...note, text: describeNote(note, locale) });
          else context.print(noteLine(note, locale));
        }
        after = next;
      }
      if (json) context.answer({ edition, notes: rows }, { en: [], zh: [] });
      return 0;
    });
  },
};
