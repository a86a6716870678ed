import type { Context } from 'hono';
import { html } from '../html.ts';
import { answer } from './page.ts';
import { viewOf } from './view.ts';

/** What this is, and that it runs. */
export function frontPage(c: Context): Response {
  const view = viewOf(c);
  const { words } = view;
  const main = html`<section class="front">
    <h1>${words.frontTitle}</h1>
    <p class="lead">${words.front}</p>
    <p class="state on">${words.running}</p>
    <h2>${words.frontReader}</h2>
    <p>${words.frontReaderText}</p>
    <h2>${words.frontOperator}</h2>
    <p>${words.frontOperatorText} <code>npx litpush help</code></p>
    <p><a href="/admin/push">${words.backOffice}</a></p>
    <p><a href="/healthz">${words.health}</a> · <a href="/readyz">${words.ready}</a></p>
    </section>`;
  return answer(c, { view, title: words.frontTitle, main });
}
