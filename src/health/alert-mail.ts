import { createHash } from 'node:crypto';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { html } from '../html.ts';
import { composeMessage } from '../mail/compose-message.ts';
import type { Alert } from '../store/alerts.ts';
import type { AlertFacts } from './alert-rules.ts';
import { alertWords } from './alert-words.ts';

export interface AlertMailDeps {
  /** Of the service's address, without a trailing slash; null leaves out the link. */
  baseUrl: string | null;
  /** In which the times are told. */
  timeZone: string;
  /** Tells this installation from others, for the Message-ID. */
  installation: string;
}

export interface AlertReader {
  address: string;
  name: string;
  locale: Locale;
}

const lines = {
  begun: { en: 'Since', zh: '开始时间' },
  ended: { en: 'Over since', zh: '结束时间' },
  todo: { en: 'What to do', zh: '处理办法' },
  over: { en: 'This is over.', zh: '此问题已解除。' },
  overTitle: { en: 'Over', zh: '已解除' },
  alert: { en: 'Alert', zh: '告警' },
  page: { en: 'Queue and workers', zh: '队列与执行进程' },
  foot: {
    en: 'Literature Push watches itself and tells its admins once when something is wrong, and once when it is over.',
    zh: '文献推送服务会自我监测：出现问题时通知管理员一次，解除时再通知一次。',
  },
} satisfies Record<string, Bilingual>;

/**
 * The message that tells one admin that an alert fires, or that it is over. The same alert told twice, after a process died
 * over it, has the same Message-ID.
 */
export function alertMail(
  deps: AlertMailDeps,
  input: { alert: Alert; reader: AlertReader; now: number },
): Buffer {
  const { alert, reader } = input;
  const { locale } = reader;
  const say = (text: Bilingual) => text[locale];
  const over = alert.state === 'over';
  const words = alertWords(alert.rule, JSON.parse(alert.facts) as AlertFacts);
  const mark = say(over ? lines.overTitle : lines.alert);
  const subject = `[Literature Push] ${mark}: ${say(words.title)}`;
  const times = [
    [say(lines.begun), timeIn(alert.since, deps.timeZone)],
    ...(alert.over_at === null ? [] : [[say(lines.ended), timeIn(alert.over_at, deps.timeZone)]]),
  ];
  const page = deps.baseUrl && `${deps.baseUrl}/admin/push`;
  const text = [
    say(words.title),
    ...(over ? [say(lines.over)] : [say(words.what)]),
    times.map(([name, time]) => `${name}: ${time}`).join('\n'),
    ...(over ? [] : [`${say(lines.todo)}: ${say(words.todo)}`]),
    ...(page ? [`${say(lines.page)}: ${page}`] : []),
    `-- \n${say(lines.foot)}`,
  ].join('\n\n');
  const body = html`<!doctype html>
    <html lang="${locale === 'zh' ? 'zh-CN' : 'en'}"><head><meta charset="utf-8">
    <meta name="color-scheme" content="light dark"><title>${subject}</title></head>
    <body style="margin:0;padding:24px;font:16px/1.6 'Segoe UI',system-ui,'PingFang SC','Microsoft YaHei',sans-serif">
    <h1 style="font-size:20px;margin:0 0 12px">${say(words.title)}</h1>
    <p>${say(over ? lines.over : words.what)}</p>
    ${times.map(([name, time]) => html`<p><strong>${name}</strong> ${time}</p>`)}
    ${!over && html`<p><strong>${say(lines.todo)}</strong> ${say(words.todo)}</p>`}
    ${page && html`<p><a href="${page}">${say(lines.page)}</a></p>`}
    <p style="font-size:13px;opacity:.7">${say(lines.foot)}</p>
    </body></html>`;
  return composeMessage({
    to: { name: reader.name, address: reader.address },
    subject,
    html: String(body),
    text,
    messageId: messageId(deps, { alert, address: reader.address }),
    date: new Date(input.now),
    listUnsubscribe: null,
    listId: null,
  });
}

function messageId(deps: AlertMailDeps, { alert, address }: { alert: Alert; address: string }): string {
  const { rule, subject, since, state } = alert;
  const hash = createHash('sha256')
    .update(JSON.stringify([deps.installation, rule, subject, since, state, address]))
    .digest('hex');
  const host = deps.baseUrl ? new URL(deps.baseUrl).hostname : 'literature-push.invalid';
  return `<alert-${hash.slice(0, 32)}@${host}>`;
}

/** `2026-11-24 08:00 (Asia/Shanghai)` */
const timeIn = (instant: number, timeZone: string): string =>
  `${Temporal.Instant.fromEpochMilliseconds(instant)
    .toZonedDateTimeISO(timeZone)
    .toString({ smallestUnit: 'minute', timeZoneName: 'never', offset: 'never' })
    .replace('T', ' ')} (${timeZone})`;
