import { withEutils } from '../app.ts';
import type { Article } from '../contract/article.ts';
import type { Locale } from '../contract/locale.ts';
import { factsOf } from '../filters/facts.ts';
import { funnelOf } from '../filters/funnel.ts';
import { type LookUp, lookUp } from '../preview/look-up.ts';
import { warningInWords } from '../pubmed/query-warning-words.ts';
import { queryWarnings } from '../pubmed/query-warnings.ts';
import { type Command, wrongOption } from './command.ts';
import { filtersHelp, filtersOption, filtersOptions, filtersSynopsis } from './filters-option.ts';
import { funnelLines, perWeek } from './funnel-text.ts';
import { sinceOption } from './since.ts';

/** Titles that a person reads at a glance; a program (`--json`) gets every record. */
const mostShown = 20;
const mostRead = 10_000;
/** Records that are put through filters unless told: the newest. */
const mostFiltered = 2000;

export const previewCommand: Command = {
  name: 'preview',
  synopsis: `--query Q [--since 7d] [--max N] ${filtersSynopsis}`,
  summary: {
    en: 'Show what a search finds, and how PubMed reads it. Nothing is stored or mailed.',
    zh: '预览检索式的结果以及 PubMed 对它的解释，不保存也不发邮件。',
  },
  help: [
    {
      option: '--query',
      text: { en: 'as you would type it at PubMed', zh: '与在 PubMed 网站输入的检索式相同' },
    },
    {
      option: '--since',
      text: {
        en: 'records created since: 7d, 2w, 3m, 1y or a day',
        zh: '收录起始时间：7d、2w、3m、1y 或日期',
      },
    },
    {
      option: '--max',
      text: { en: 'records to read (20; all with --json)', zh: '读取的记录数（默认 20；--json 时为全部）' },
    },
    ...filtersHelp,
  ],
  options: {
    query: { type: 'string' },
    since: { type: 'string' },
    max: { type: 'string' },
    ...filtersOptions,
  },
  words: 0,
  async run(context) {
    const query = context.text('query');
    if (!query) throw wrongOption('preview', '--query', 'sepsis AND children[ti]');
    const window = sinceOption('preview', context.text('since'));
    const filters = filtersOption(context, 'preview');
    const usual = filters ? mostFiltered : context.flag('json') ? mostRead : mostShown;
    const max = context.number('max', { min: 0, max: mostRead, default: usual });
    const { found, metrics } = await withEutils(context.config, async (eutils, metricsOf) => {
      const found = await lookUp(eutils, {
        query,
        ...window,
        max,
        signal: context.signal,
        onRecords: (done, all) => {
          if (all > 200)
            context.remark({ en: `${done} of ${all} records`, zh: `已读取 ${done}/${all} 条记录` });
        },
      });
      return { found, metrics: await metricsOf(found.articles) };
    });
    const papers = found.articles.map((article) => factsOf(article, metrics(article)));
    const funnel = filters && funnelOf(filters, papers);
    const weekly = funnel && perWeek({ funnel, found: found.count, ...window });
    const warnings = queryWarnings(query);
    const shown = (locale: Locale) => [
      ...warnings.map((warning) => `! ${warningInWords(warning, locale)}`),
      ...(funnel && weekly
        ? [...heading(found, locale), ...funnelLines({ funnel, weekly }, locale)]
        : lines(found, locale)),
    ];
    const facts = { query, ...window, warnings, ...found, ...(funnel && { funnel, perWeek: weekly }) };
    context.answer(facts, { en: shown('en'), zh: shown('zh') });
    return found.complete ? 0 : 1;
  },
};

const words = {
  found: {
    en: ({ count }: LookUp) => `${count} ${count === 1 ? 'paper' : 'papers'}`,
    zh: ({ count }: LookUp) => `共 ${count} 篇文献`,
  },
  reading: { en: 'PubMed reads it as: ', zh: 'PubMed 解释为：' },
  dropped: { en: 'PubMed does not know, and left out: ', zh: 'PubMed 无法识别并已忽略：' },
  gap: { en: 'PubMed did not give all of them; try again.', zh: 'PubMed 未返回全部结果，请重试。' },
  more: { en: 'more', zh: '篇未列出' },
};

function lines(found: LookUp, locale: Locale): string[] {
  const more = found.count - found.articles.length - found.missing.length;
  return [
    ...heading(found, locale),
    '',
    ...found.articles.map(oneLine),
    ...(more > 0 ? [`… ${more} ${words.more[locale]}`] : []),
  ];
}

function heading(found: LookUp, locale: Locale): string[] {
  return [
    words.found[locale](found),
    ...(found.translation ? [`${words.reading[locale]}${found.translation}`] : []),
    ...(found.dropped.length > 0 ? [`! ${words.dropped[locale]}${found.dropped.join(', ')}`] : []),
    ...(found.complete ? [] : [`! ${words.gap[locale]}`]),
  ];
}

function oneLine(article: Article): string {
  const where = article.journal?.isoAbbreviation ?? article.journal?.title ?? article.book?.title?.text ?? '';
  return `${article.pmid}  ${article.dates.entrez ?? '          '}  ${article.title.text || article.vernacularTitle?.text}${where ? `  (${where})` : ''}`;
}
