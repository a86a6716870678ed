import { withApp } from '../app.ts';
import { type FoundMetrics, metricSources } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { editionName, standingInWords } from '../journals/comparison-words.ts';
import { type FoundJournal, lookUpJournals } from '../journals/look-up-journal.ts';
import { standingOf } from '../journals/standing.ts';
import { type Command, wrongOption } from './command.ts';

export const journalsFind: Command = {
  name: 'journals find',
  synopsis: 'TEXT',
  summary: {
    en: 'Look up journals by ISSN, NLM id or title, and show what the editions in force say.',
    zh: '按 ISSN、NLM 编号或刊名查找期刊，显示生效版本中的数值。',
  },
  options: {},
  words: 20,
  async run(context) {
    const text = context.words.join(' ').trim();
    if (text === '') throw wrongOption('journals find', 'TEXT', '1234-5679, Lancet, 中华医学杂志');
    const found = await withApp(context.config, ({ store }) => lookUpJournals(store, text));
    const none = {
      en:
        Object.keys(found.inForce).length === 0
          ? 'No edition is in force: litpush journals activate ID'
          : `No edition in force has "${text}".`,
      zh:
        Object.keys(found.inForce).length === 0
          ? '还没有生效的版本：litpush journals activate 编号'
          : `生效版本中没有“${text}”。`,
    };
    const lines = (locale: Locale) =>
      found.journals.length > 0
        ? found.journals.flatMap((journal) => journalLines(journal, locale))
        : [none[locale]];
    context.answer(found, { en: lines('en'), zh: lines('zh') });
    return 0;
  },
};

const journalLines = ({ title, issns, found }: FoundJournal, locale: Locale): string[] => [
  issns.length === 0 ? title : `${title}  ${issns.join(' ')}`,
  ...metricSources.flatMap((source) => {
    const one = found[source];
    return one ? [`  ${editionName(one.edition, locale)}: ${valuesInWords(one, locale)}`] : [];
  }),
];

/** The values that come first, then every field with its quartile or zone. */
function valuesInWords({ edition, values }: FoundMetrics, locale: Locale): string {
  const { source } = edition;
  const first = standingInWords(standingOf(values), { source, locale });
  const [overall] = values.overall?.category ? [values.overall] : [];
  const places = [...(overall ? [overall] : []), ...values.categories].map(
    ({ category, place, rank }) =>
      `${category ?? ''} ${place === null ? '–' : source === 'cas' ? place : `Q${place}`}${rank === null ? '' : ` [${rank}]`}`,
  );
  return [first, ...places].join('; ');
}
