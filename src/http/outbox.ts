import type { Buffer } from 'node:buffer';
import type { Context } from 'hono';
import { type Html, html } from '../html.ts';
import { policy } from './headers.ts';
import { answer } from './page.ts';
import { href, type View, viewOf } from './view.ts';

/** The mails that the demo's mail server kept. */
export interface DemoOutbox {
  /** In the order of arrival. */
  list(): DemoMail[];
  /** The message as it came. */
  raw(number: number): Buffer | undefined;
}

export interface DemoMail {
  number: number;
  from: string;
  to: string[];
  subject: string;
  /** Epoch milliseconds of its arrival. */
  at: number;
  bytes: number;
}

export interface Demo {
  /** New papers appear and every search runs once more; resolves when the mails are out. */
  nextDay(): Promise<void>;
}

/** The list, newest first. It renews itself where scripts run. */
export function outboxPage(c: Context, outbox: DemoOutbox, demo: Demo | undefined): Response {
  const view = viewOf(c);
  const { words } = view;
  const mails = outbox.list().toReversed();
  const main = html`<section class="outbox">
    <h1>${words.outboxTitle}</h1>
    <p class="muted">${words.outboxText}</p>
    ${
      demo &&
      html`<form class="day" method="post" action="${href(view, '/demo/next-day')}"><button class="main">${words.nextDay}</button> <span class="muted">${words.nextDayText}</span></form>`
    }
    <div id="mails">
    ${
      mails.length === 0
        ? html`<p class="empty">${words.outboxEmpty}</p>`
        : html`<p class="muted count">${words.mails(mails.length)}</p><ol class="mails">${mails.map((mail) => row(mail, view))}</ol>`
    }
    </div>
    </section>`;
  c.header('Content-Security-Policy', policy({ 'script-src': "'self'", 'connect-src': "'self'" }));
  return answer(c, {
    view,
    title: words.outboxTitle,
    main,
    head: html`<script src="/outbox.js" defer></script>`,
  });
}

const row = (
  { number, to, subject, at, bytes }: DemoMail,
  view: View,
): Html => html`<li><a href="${href(view, `/outbox/${number}`)}">
  <span class="subject">${subject || view.words.noSubject}</span>
  <span class="muted">${to.join(', ')}</span>
  <span class="muted when">${clock(at)} · ${view.words.size(bytes)}</span>
  </a></li>
  `;

/** Wall-clock time of this machine, on which the reader of a demo sits too. */
const clock = (at: number): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(Temporal.Now.timeZoneId())
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ');

/** Lets the demo's day pass and leads back to the list. */
export async function nextDay(c: Context, demo: Demo): Promise<Response> {
  await demo.nextDay();
  return c.redirect(href(viewOf(c), '/'), 303);
}
