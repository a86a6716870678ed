import { withApp } from '../app.ts';
import { metricSources } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { activateEdition, rollBack } from '../journals/activate.ts';
import { editionName } from '../journals/comparison-words.ts';
import { listEditions } from '../journals/editions.ts';
import { removeEdition } from '../journals/remove.ts';
import { type Command, wrongOption } from './command.ts';
import { editionId } from './edition-id.ts';
import { editionLine } from './edition-lines.ts';

export const journalsList: Command = {
  name: 'journals list',
  synopsis: '',
  summary: {
    en: 'Show the imported editions, the newest first.',
    zh: '列出已导入的期刊表版本（最新在前）。',
  },
  options: {},
  words: 0,
  async run(context) {
    const editions = await withApp(context.config, ({ store }) => listEditions(store));
    const none = {
      en: 'No journal table yet. Import one: litpush import journals FILE',
      zh: '还没有期刊表。导入：litpush import journals 文件',
    };
    const lines = (locale: Locale) =>
      editions.length > 0 ? editions.map((edition) => editionLine(edition, locale)) : [none[locale]];
    context.answer(editions, { en: lines('en'), zh: lines('zh') });
    return 0;
  },
};

export const journalsActivate: Command = {
  name: 'journals activate',
  synopsis: 'ID',
  summary: {
    en: 'Put an edition in force: its figures count from the next push on.',
    zh: '激活一个版本，从下一次推送起生效。',
  },
  options: {},
  words: 1,
  async run(context) {
    const id = editionId(context);
    const done = await withApp(context.config, ({ store }) => activateEdition(store, id));
    context.answer(done, { en: activatedLines(done, 'en'), zh: activatedLines(done, 'zh') });
    return 0;
  },
};

/** What an activation did. */
export function activatedLines(
  { edition, before }: Awaited<ReturnType<typeof activateEdition>>,
  locale: Locale,
): string[] {
  const name = editionName(edition, locale);
  if (before?.id === edition.id) {
    return [
      {
        en: `${name} (edition ${edition.id}) is in force already.`,
        zh: `${name}（版本 ${edition.id}）已经生效。`,
      }[locale],
    ];
  }
  const back = `litpush journals rollback ${edition.source}`;
  return [
    {
      en: `${name} (edition ${edition.id}) is in force now. ${before ? `To go back to edition ${before.id}` : 'To undo that'}: ${back}`,
      zh: `${name}（版本 ${edition.id}）现已生效。${before ? `如需恢复版本 ${before.id}` : '如需撤销'}：${back}`,
    }[locale],
  ];
}

export const journalsRollback: Command = {
  name: 'journals rollback',
  synopsis: metricSources.join(' | '),
  summary: {
    en: 'Undo the last activation of a source: the edition before is in force again.',
    zh: '撤销某来源最近一次激活，恢复之前的版本。',
  },
  options: {},
  words: 1,
  async run(context) {
    const [word] = context.words;
    const source = metricSources.find((one) => one === word);
    if (!source) throw wrongOption('journals rollback', word ?? 'SOURCE', metricSources.join(' | '));
    const done = await withApp(context.config, ({ store }) => rollBack(store, { source }));
    const { was, now } = done;
    context.answer(done, {
      en: [
        `${editionName(was, 'en')} (edition ${was.id}) is no longer in force; ${now ? `${editionName(now, 'en')} (edition ${now.id}) is again` : 'no other edition is'}.`,
      ],
      zh: [
        `${editionName(was, 'zh')}（版本 ${was.id}）已停用；${now ? `${editionName(now, 'zh')}（版本 ${now.id}）恢复生效` : '该来源当前没有生效的版本'}。`,
      ],
    });
    return 0;
  },
};

export const journalsRemove: Command = {
  name: 'journals remove',
  synopsis: 'ID',
  summary: { en: 'Delete an edition that is not in force.', zh: '删除一个未生效的版本。' },
  options: {},
  words: 1,
  async run(context) {
    const id = editionId(context);
    await withApp(context.config, ({ store }) => removeEdition(store, id));
    context.answer({ removed: id }, { en: [`Edition ${id} removed.`], zh: [`已删除版本 ${id}。`] });
    return 0;
  },
};
