import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { QueueStatus } from '../contract/queue.ts';
import { type Html, html } from '../html.ts';
import { failuresPart } from './admin-failures.ts';
import { actsPart } from './admin-forms.ts';
import type { Look } from './admin-look.ts';
import { queuesPart, workersPart } from './admin-queues.ts';
import { schedulerPart, travelPart } from './admin-state.ts';
import { adminWords } from './admin-words.ts';
import { policy } from './headers.ts';
import { type Banner, logoutForm } from './login-page.ts';
import { answer } from './page.ts';
import { href, type View } from './view.ts';

export interface AdminPage {
  view: View;
  status: QueueStatus;
  timeZone: string;
  /** What the form before this page did. */
  banner: Banner | null;
}

/** Pushes and queues at one glance, and every act on them as a form. */
export function adminPage(c: Context, page: AdminPage, status: ContentfulStatusCode = 200): Response {
  // A form that was refused leaves its own address behind; this page is at one only.
  const view: View = { ...page.view, path: '/admin/push' };
  const words = adminWords[view.locale];
  const look: Look = { view, words, status: page.status, timeZone: page.timeZone };
  const main = html`<section class="admin" id="admin" data-from="${href(view, '/admin/push')}">
    <div class="head"><h1>${words.title}</h1><nav><a href="${href(view, '/admin/queues')}">${words.board}</a>${logoutForm(view)}</nav></div>
    ${bannerHtml(page.banner)}
    <p class="banner wrong" id="stale" role="status" hidden>${words.stale}</p>
    <div class="pair">
    ${live('travel', travelPart(look))}
    ${live('scheduler', schedulerPart(look))}
    </div>
    <p class="small">${words.zone(page.timeZone)}</p>
    </section>
    <section class="admin">${live('queues', queuesPart(look))}</section>
    <section class="admin">${live('workers', workersPart(look))}</section>
    <section class="admin">${live('failures', failuresPart(look))}</section>
    <section class="admin">${actsPart(look)}</section>`;
  c.header('Content-Security-Policy', policy({ 'script-src': "'self'", 'connect-src': "'self'" }));
  const head = html`<link rel="stylesheet" href="/admin/push.css"><script src="/admin/push.js" defer></script>`;
  return answer(c, { view, title: words.title, main, head }, status);
}

/** A part that the script renews. */
const live = (id: string, part: Html): Html => html`<div class="live" id="${id}">${part}</div>`;

const bannerHtml = (banner: Banner | null): Html | null =>
  banner &&
  (banner.kind === 'wrong'
    ? html`<p class="banner wrong" role="alert">${banner.text}</p>`
    : html`<p class="banner" role="status">${banner.text}</p>`);
