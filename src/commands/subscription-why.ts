import { withApp } from '../app.ts';
import type { Cause } from '../contract/filters.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { fill } from '../errors.ts';
import { describeCause } from '../filters/describe.ts';
import { mostDigestsWaited } from '../push/choose.ts';
import { type PaperFate, paperFate } from '../push/paper-fate.ts';
import { type Command, wrongOption } from './command.ts';
import { subscriptionId } from './subscription-id.ts';

const name = 'subscription why';

export const subscriptionWhy: Command = {
  name,
  synopsis: 'ID PMID',
  summary: {
    en: 'Tell why a subscription gave a paper, or did not.',
    zh: '说明某篇文献为何已推送或未推送给某个订阅。',
  },
  options: {},
  words: 2,
  async run(context) {
    const id = subscriptionId(context);
    const [, word = ''] = context.words;
    if (!/^[1-9]\d{0,8}$/.test(word)) throw wrongOption(name, word || 'PMID', 'ID PMID');
    const pmid = Number(word);
    return withApp(context.config, async ({ store, config }) => {
      const { fate, article } = await paperFate(store, { subscriptionId: id, pmid });
      const token = 'token' in fate ? fate.token : null;
      const page = config.baseUrl && token && `${config.baseUrl}/d/${token}#p${pmid}`;
      const title = article && (article.title.text || article.vernacularTitle?.text);
      const lines = (locale: Locale) => [
        `PMID ${pmid}${title ? `  ${title}` : ''}`,
        ...inWords(fate, locale, (at) => localDay(at, config.timeZone)),
        ...(page ? [page] : []),
      ];
      context.answer({ subscription: id, pmid, title, ...fate, page }, { en: lines('en'), zh: lines('zh') });
      return 0;
    });
  },
};

const localDay = (at: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toString({ smallestUnit: 'minute', timeZoneName: 'never', offset: 'never' })
    .replace('T', ' ');

const words = {
  given: { en: 'Given on {day}.', zh: '已于 {day} 推送。' },
  'in-digest': {
    en: 'It stands in the digest of {day}, which no mail server has accepted yet.',
    zh: '已列入 {day} 的推送，但尚未有邮件服务器接收。',
  },
  marks: {
    en: 'Kept although the filters did not know of it: {causes}.',
    zh: '以下信息不明，过滤条件予以保留：{causes}。',
  },
  'set-aside': { en: 'Set aside on {day}: {causes}.', zh: '已于 {day} 排除：{causes}。' },
  judgedAgain: {
    en: 'PubMed still worked on its record then: when a run meets it again, it is fetched and judged anew.',
    zh: '当时 PubMed 尚未完成该记录；再次检索到时会重新获取并判断。',
  },
  waiting: {
    en: 'It passes the filters and waits: there is room for {max} papers in one digest. Digests that have gone out without it: {passedOver}; after {most} it comes with the next one, at least as a linked title.',
    zh: '符合过滤条件，正在排队：每次最多推送 {max} 篇。已有 {passedOver} 次推送未排到；满 {most} 次后，下一次至少会以标题链接形式推送。',
  },
  missing: {
    en: 'PubMed lists it and did not give its record, asked {asked} times.',
    zh: 'PubMed 检索到该文献，但 {asked} 次请求均未返回其记录。',
  },
  askedAgain: { en: 'The next run asks again.', zh: '下次推送会再次获取。' },
  askedNoMore: {
    en: 'It was probably deleted or merged, and is no longer asked for.',
    zh: '该记录可能已被删除或合并，不再获取。',
  },
  baseline: {
    en: 'It was there before: a first run (of a new subscription, or after its query changed) gives the newest papers, and the others of its first window count as seen. So it was on {day}.',
    zh: '属于此前已有的文献：首次推送（新订阅或更改检索式之后）只推送最新的文献，首次检索范围内的其余文献视为已读（{day}）。',
  },
  'not-run': {
    en: 'Not met yet: the search has not been run since it was saved or its query changed.',
    zh: '尚未检索到：该订阅保存或更改检索式之后还没有运行过。',
  },
  'not-found': {
    en: 'Never met: no run of this search has found it.',
    zh: '从未检索到：该订阅的历次检索都没有找到这篇文献。',
  },
  older: {
    en: 'Never met: PubMed has had it since {created}, and this search looks for papers created since {since}.',
    zh: '从未检索到：PubMed 于 {created} 收录该文献，而该订阅只检索 {since} 及之后收录的文献。',
  },
} satisfies Record<string, Bilingual>;

function inWords(fate: PaperFate, locale: Locale, dayOf: (at: number) => string): string[] {
  const say = (sentence: keyof typeof words, params: Record<string, string | number> = {}) =>
    fill(words[sentence][locale], params);
  const causes = (list: readonly Cause[]) =>
    list.map((cause) => describeCause(cause, locale)).join(locale === 'zh' ? '；' : '; ');
  const day = 'at' in fate ? dayOf(fate.at) : '';
  switch (fate.state) {
    case 'given':
    case 'in-digest':
      return [
        say(fate.state, { day }),
        ...(fate.marks.length > 0 ? [say('marks', { causes: causes(fate.marks) })] : []),
      ];
    case 'set-aside':
      return [
        say('set-aside', { day, causes: causes(fate.causes) }),
        ...(fate.judgedAgain ? [say('judgedAgain')] : []),
      ];
    case 'waiting':
      return [say('waiting', { max: fate.max, passedOver: fate.passedOver, most: mostDigestsWaited })];
    case 'missing':
      return [
        `${say('missing', { asked: fate.asked })}${locale === 'en' ? ' ' : ''}${say(fate.askedAgain ? 'askedAgain' : 'askedNoMore')}`,
      ];
    case 'baseline':
      return [say('baseline', { day })];
    case 'unmet':
      return [fate.why === 'older' ? say('older', fate) : say(fate.why)];
  }
}
