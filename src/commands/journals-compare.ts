import { withApp } from '../app.ts';
import type { Locale } from '../contract/locale.ts';
import { compareEdition } from '../journals/compare.ts';
import type { Command } from './command.ts';
import { comparisonLines } from './comparison-lines.ts';
import { editionId } from './edition-id.ts';

export const journalsCompare: Command = {
  name: 'journals compare',
  synopsis: 'ID',
  summary: {
    en: 'Show which journals gain, lose, come and go against the edition in force; a star marks those of your subscriptions.',
    zh: '与生效版本相比，列出上升、下降、新增和消失的期刊（* 表示与现有订阅有关）。',
  },
  options: {},
  words: 1,
  async run(context) {
    const id = editionId(context);
    const comparison = await withApp(context.config, ({ store }) => compareEdition(store, id));
    const lines = (locale: Locale) => comparisonLines(comparison, { locale, examples: 20 });
    context.answer(comparison, { en: lines('en'), zh: lines('zh') });
    return 0;
  },
};
