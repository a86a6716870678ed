import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type App, withApp, withEutils } from '../app.ts';
import type { DigestContent } from '../contract/digest.ts';
import { Refusal } from '../errors.ts';
import { factsOf } from '../filters/facts.ts';
import { judgeOf } from '../filters/judge.ts';
import { presetFilters } from '../filters/presets.ts';
import { composeMessage } from '../mail/compose-message.ts';
import { isAddress } from '../mail/mailbox-url.ts';
import { type RenderedDigest, renderDigest } from '../mail/render-digest.ts';
import { sendOnce } from '../mail/send-once.ts';
import { lookUp } from '../preview/look-up.ts';
import { singleDigest } from '../preview/single-digest.ts';
import { translationOfQuery } from '../pubmed/search.ts';
import { type Command, type Context, wrongOption } from './command.ts';
import { filtersHelp, filtersOption, filtersOptions, filtersSynopsis } from './filters-option.ts';
import { localeOption } from './locale-option.ts';
import { sinceOption } from './since.ts';

/** Records that are read to fill a digest after filtering. */
const mostRead = 2000;

export const digestCommand: Command = {
  name: 'digest',
  synopsis: `--query Q [--since 7d] [--max N] ${filtersSynopsis} [--lang en|zh] [--out FILE] [--to ADDR]`,
  summary: {
    en: 'Make one digest now, without an account: as text here, as a file, or by mail.',
    zh: '无需账户，立即生成一份推送：显示文本、写入文件或发送邮件。',
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
    { option: '--max', text: { en: 'papers at most (20)', zh: '最多文献数（默认 20）' } },
    ...filtersHelp,
    { option: '--lang', text: { en: 'en or zh', zh: 'en 或 zh' } },
    { option: '--out', text: { en: 'a file: .html, .txt or .eml', zh: '输出文件：.html、.txt 或 .eml' } },
    { option: '--to', text: { en: 'mail it to this address', zh: '发送到该邮箱地址' } },
  ],
  options: {
    query: { type: 'string' },
    since: { type: 'string' },
    max: { type: 'string' },
    ...filtersOptions,
    lang: { type: 'string' },
    out: { type: 'string' },
    to: { type: 'string' },
  },
  words: 0,
  async run(context) {
    const query = context.text('query');
    if (!query) throw wrongOption('digest', '--query', 'sepsis AND children[ti]');
    const to = context.text('to');
    if (to !== undefined && !isAddress(to)) throw new Refusal('address-wrong', { address: to });
    const window = sinceOption('digest', context.text('since'));
    const max = context.number('max', { min: 1, max: 500, default: 20 });
    const judge = judgeOf(filtersOption(context, 'digest') ?? presetFilters('none'));
    const locale = localeOption(context, 'digest');

    const { found, metrics } = await withEutils(context.config, async (eutils, metricsOf) => {
      const found = await lookUp(eutils, { query, ...window, max: mostRead, signal: context.signal });
      return { found, metrics: await metricsOf(found.articles) };
    });
    // Without a word of the query it would be a digest of all that is new in PubMed.
    if (found.translation !== null && translationOfQuery(found.translation) === '') {
      throw new Refusal('query-unknown', { terms: found.dropped.join(', ') });
    }
    const { content, setAside } = singleDigest({
      query,
      found,
      judge: (article) => {
        const facts = factsOf(article, metrics(article));
        return { judgement: judge(facts), metrics: facts.metrics };
      },
      max,
      locale,
      timeZone: context.config.timeZone,
      createdAt: Date.now(),
    });
    const digest = renderDigest(content);
    const out = context.text('out');
    if (out !== undefined) writeDigest(resolve(out), { digest, content, to: to ?? 'reader@example.org' });
    const response = to === undefined ? null : await mail(context, { digest, content, to });
    const facts = {
      query,
      ...window,
      count: found.count,
      setAside,
      articles: digest.rendered,
      requests: found.requests,
      complete: found.complete,
      htmlBytes: Buffer.byteLength(digest.html),
      out: out === undefined ? null : resolve(out),
      to: to ?? null,
      response,
    };
    context.answer(facts, {
      en: lines(digest, { out, to, shown: out === undefined && to === undefined }),
      zh: lines(digest, { out, to, shown: out === undefined && to === undefined }),
    });
    return found.complete ? 0 : 1;
  },
};

const lines = (
  { text, subject }: RenderedDigest,
  made: { out: string | undefined; to: string | undefined; shown: boolean },
): string[] =>
  made.shown
    ? [text]
    : [subject, ...(made.out ? [`→ ${resolve(made.out)}`] : []), ...(made.to ? [`→ ${made.to}`] : [])];

interface Made {
  digest: RenderedDigest;
  content: DigestContent;
  to: string;
}

const messageOf = ({ digest, content, to }: Made): Buffer =>
  composeMessage({
    to,
    subject: digest.subject,
    html: digest.html,
    text: digest.text,
    messageId: `<${randomUUID()}@literature-push.invalid>`,
    date: new Date(content.createdAt),
    listUnsubscribe: null,
    listId: null,
  });

function writeDigest(file: string, made: Made): void {
  const bytes = file.endsWith('.eml')
    ? messageOf(made)
    : file.endsWith('.txt')
      ? made.digest.text
      : made.digest.html;
  try {
    writeFileSync(file, bytes);
  } catch (error) {
    throw new Refusal('file-unwritable', { file, reason: error instanceof Error ? error.message : '' });
  }
}

/** @returns the server's words. */
const mail = (context: Context, made: Made): Promise<string> =>
  withApp(context.config, async ({ deliver }: App) => {
    const outcome = await sendOnce(deliver, { to: made.to, message: messageOf(made) });
    if (outcome === null) throw new Refusal('mailbox-none');
    if (outcome.kind !== 'accepted') throw new Refusal('mail-failed', { reason: outcome.response });
    return outcome.response;
  });
