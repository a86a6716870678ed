import type { Buffer } from 'node:buffer';
import type { Context } from 'hono';
import PostalMime, { type Address, type Email } from 'postal-mime';
import { type Html, html } from '../html.ts';
import { policy } from './headers.ts';
import type { DemoOutbox } from './outbox.ts';
import { answer, answerProblem } from './page.ts';
import { href, viewOf } from './view.ts';

export type MailPart = 'html' | 'text' | 'source';

/** One mail as a mail program would show it: headers on top, below them one of its parts. */
export async function mailPage(
  c: Context,
  outbox: DemoOutbox,
  input: { number: number; part: MailPart },
): Promise<Response> {
  const { number, part } = input;
  const raw = outbox.raw(number);
  if (!raw) return answerProblem(c, 'notFound');
  const mail = await PostalMime.parse(raw);
  const view = viewOf(c);
  const { words } = view;
  const subject = mail.subject || words.noSubject;
  const main = html`<section class="mail">
    <p><a href="${href(view, '/')}">← ${words.backToList}</a></p>
    <h1>${subject}</h1>
    <dl>
    <dt>${words.from}</dt><dd>${inWords(mail.from ? [mail.from] : [])}</dd>
    <dt>${words.to}</dt><dd>${inWords(mail.to ?? [])}</dd>
    <dt>${words.date}</dt><dd>${dateOf(mail)}</dd>
    </dl>
    <nav class="tabs" aria-label="${words.parts}">
    ${tab('html', words.partHtml)}${tab('text', words.partText)}${tab('source', words.partSource)}
    </nav>
    ${shown(mail, raw)}
    </section>`;
  c.header('Content-Security-Policy', policy({ 'frame-src': "'self'" }));
  return answer(c, { view, title: subject, main });

  function tab(of: MailPart, label: string): Html {
    const path = of === 'html' ? `/outbox/${number}` : `/outbox/${number}/${of}`;
    return html`<a href="${href(view, path)}"${of === part && html` aria-current="page"`}>${label}</a>`;
  }

  function shown({ html: body, text }: Email, bytes: Buffer): Html {
    if (part === 'source') {
      return html`<p><a href="/outbox/${number}/raw" download="mail-${number}.eml">${words.download}</a></p><pre>${bytes.toString('utf8')}</pre>`;
    }
    if (part === 'text') return text ? html`<pre class="text">${text}</pre>` : html`<p>${words.noPart}</p>`;
    return body
      ? html`<iframe src="/outbox/${number}/html" sandbox="allow-popups allow-popups-to-escape-sandbox" title="${subject}"></iframe>`
      : html`<p>${words.noPart}</p>`;
  }
}

const inWords = (addresses: readonly Address[]): string =>
  addresses
    .flatMap((one) => one.group ?? [one])
    .map(({ name, address }) => (name ? `${name} <${address}>` : address))
    .join(', ');

const dateOf = ({ headers }: Email): string => headers.find(({ key }) => key === 'date')?.value ?? '';

/** The HTML part for the frame: like a mail program, it runs nothing, loads nothing, and opens links in a new window. */
export async function mailHtml(c: Context, outbox: DemoOutbox, number: number): Promise<Response> {
  const raw = outbox.raw(number);
  const body = raw && (await PostalMime.parse(raw)).html;
  if (!body) return answerProblem(c, 'notFound');
  c.header(
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox",
  );
  return c.html(body.replace(/<head\b[^>]*>/i, (head) => `${head}<base target="_blank">`));
}

/** The message as it came, to save and to open in a mail program. */
export function mailRaw(c: Context, outbox: DemoOutbox, number: number): Response {
  const raw = outbox.raw(number);
  if (!raw) return answerProblem(c, 'notFound');
  return c.body(new Uint8Array(raw), 200, {
    'Content-Type': 'message/rfc822',
    'Content-Disposition': `attachment; filename="mail-${number}.eml"`,
  });
}
