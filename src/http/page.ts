import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Html, html } from '../html.ts';
import { href, type View, viewOf } from './view.ts';
import type { PageWords } from './words.ts';

export interface Page {
  view: View;
  /** Of the window; the product's name is added. */
  title: string;
  main: Html;
  /** For the head: a script of ours. */
  head?: Html;
}

/** The frame of every page. No script and nothing from elsewhere: what stands here works in any browser. */
export const pageHtml = ({ view, title, main, head }: Page): Html => html`<!doctype html>
  <html lang="${view.words.lang}">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width,initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <meta name="format-detection" content="telephone=no">
  <title>${title} · ${view.words.product}</title>
  <link rel="icon" href="/icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/style.css">
  ${head}
  </head>
  <body>
  <a class="skip" href="#main">${view.words.skip}</a>
  <header class="top">
  <a class="brand" href="${href(view, '/')}">${view.words.product}</a>
  <nav aria-label="${view.words.language}">${languageLink(view)}</nav>
  </header>
  <main id="main">
  ${main}
  </main>
  </body>
  </html>
  `;

/** The same page in the other language, named in that language. */
const languageLink = ({ locale, path, keep = '' }: View): Html =>
  locale === 'zh'
    ? html`<a lang="en" hreflang="en" href="${path}?lang=en${keep}">English</a>`
    : html`<a lang="zh-CN" hreflang="zh-CN" href="${path}?lang=zh${keep}">中文</a>`;

export const answer = (c: Context, page: Page, status: ContentfulStatusCode = 200): Response =>
  c.html(String(pageHtml(page)), status);

const problems = {
  notFound: { status: 404, text: 'notFoundText' },
  digestUnknown: { status: 404, text: 'digestUnknownText' },
  manageUnknown: { status: 404, text: 'manageUnknownText' },
  wrongMethod: { status: 405, text: 'wrongMethodText' },
  badForm: { status: 400, text: 'badFormText' },
  tooLarge: { status: 413, text: 'tooLargeText' },
  foreign: { status: 403, text: 'foreignText' },
  broken: { status: 500, text: 'brokenText' },
} as const satisfies Record<string, { status: ContentfulStatusCode; text: keyof PageWords }>;

/** What went wrong and what to do, and no word about the inside. */
export function answerProblem(c: Context, problem: keyof typeof problems): Response {
  const view = viewOf(c);
  const { words } = view;
  const { status, text } = problems[problem];
  const main = html`<section class="problem">
    <h1>${words[problem]}</h1>
    <p>${words[text]}</p>
    <p><a href="${href(view, '/')}">${words.toFront}</a></p>
    </section>`;
  return answer(c, { view, title: words[problem], main }, status);
}
