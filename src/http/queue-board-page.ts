import type { UIConfig } from '@bull-board/api/typings/app';
import type { Context } from 'hono';
import { type Html, html, safeHtml } from '../html.ts';
import { adminWords } from './admin-words.ts';
import { policy } from './headers.ts';
import type { BoardAssets } from './queue-board-assets.ts';
import { href, viewOf } from './view.ts';

export const boardPath = '/admin/queues';

/** What does not depend on the reader. */
export const boardConfig: UIConfig = {
  hideDocsLink: true,
  // How Redis does stands on `/admin/push`; the sign that opens it here wants styles in the page's text.
  hideRedisDetails: true,
  // Our processes stand on `/admin/push`; BullMQ does not know them and would say that there are none.
  showWorkers: false,
  showMetrics: false,
};

/**
 * The page that bull-board's scripts fill. Its own one fetches a font from elsewhere and carries styles in its text, which
 * our policy forbids; this one has neither, and speaks the reader's language.
 */
export function boardPage(c: Context, assets: BoardAssets): Response {
  const view = viewOf(c);
  const words = adminWords[view.locale];
  const config: UIConfig = {
    ...boardConfig,
    boardTitle: view.words.product,
    boardLogo: { path: '/icon.svg', width: 24, height: 24 },
    favIcon: { default: '/icon.svg', alternative: '/icon.svg' },
    locale: { lng: view.locale === 'zh' ? 'zh-CN' : 'en-GB' },
    miscLinks: [{ text: words.boardBack, url: href(view, '/admin/push') }],
  };
  const page = html`<!doctype html>
    <html lang="${view.words.lang}">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width,initial-scale=1">
    <base href="${boardPath}/">
    <title>${words.board} · ${view.words.product}</title>
    <link rel="icon" href="/icon.svg" type="image/svg+xml" id="fav-logo">
    ${assets.styles.map((name) => html`<link rel="stylesheet" href="${name}">`)}
    </head>
    <body class="preload">
    <script id="__UI_CONFIG__" type="application/json">${inScript(config)}</script>
    <div id="root"></div>
    ${assets.scripts.map((name) => html`<script defer src="${name}"></script>`)}
    </body>
    </html>
    `;
  c.header(
    'Content-Security-Policy',
    policy({
      'script-src': "'self'",
      'connect-src': "'self'",
      'img-src': "'self' data:",
      'base-uri': "'self'",
    }),
  );
  return c.html(String(page));
}

/** JSON inside a script element: nothing in it may end that. */
const inScript = (value: unknown): Html => safeHtml(JSON.stringify(value).replaceAll('<', '\\u003c'));
