import type { Context } from 'hono';
import type { DigestContent } from '../contract/digest.ts';
import { type Html, html, safeHtml } from '../html.ts';
import { policiesUrl } from '../mail/digest-summary.ts';
import { anchorOf, articleView, pubmedUrl, type TitleView, waitingView } from '../mail/digest-view.ts';
import { dayOf, type Words, wordsOf } from '../mail/digest-words.ts';
import { describeSchedule } from '../subscriptions/schedule-text.ts';
import { type ArticleOnPage, articlePart, badgeMarks } from './article-part.ts';
import { answer } from './page.ts';
import type { OpenDigest } from './read-digest.ts';
import type { View } from './view.ts';

/**
 * The whole digest, in the order of the mail and without its limit. It belongs to no single recipient (people forward
 * it), so no link on it stops anybody's mails.
 */
export function digestPage(c: Context, view: View, digest: OpenDigest): Response {
  const { locale } = view;
  const words = wordsOf[locale];
  const { subscription, createdAt, timeZone, test, kind } = digest.content;
  const { waiting } = digest;
  // The page speaks the reader's language, whichever the mail had.
  const content: DigestContent = { ...digest.content, waiting, locale, articles: [] };
  const articles = digest.articles.map(
    ({ pmid, found }, at): ArticleOnPage => ({
      number: at + 1,
      pmid,
      record: found && { ...found, view: articleView(found, content) },
    }),
  );
  const papers = articles.length + waiting.titles.length;
  const main = html`<article class="digest" id="top">
    <header>
    <h1>${subscription.name}</h1>
    <p class="muted">${papers > 0 && html`<strong>${words.papers(papers)}</strong> · `}${dayOf({ at: createdAt, timeZone, locale })}</p>
    </header>
    ${notices(digest, words)}
    ${kind === 'nothing-new' && nothingNew(words)}
    ${kind === 'digest' && papers === 0 && html`<p>${view.words.digestEmpty}</p>`}
    ${articles.length > 1 && contents(articles, view)}
    ${articles.map((article) => articlePart(article, { view, words }))}
    ${
      waiting.titles.length > 0 &&
      titles(
        waiting.titles.map((one) => waitingView(one, locale)),
        { words, start: articles.length + 1 },
      )
    }
    ${waiting.count > 0 && html`<p class="muted">${words.waiting(waiting.count)}</p>`}
    <footer class="muted">
    <dl>
    <dt>${words.schedule}</dt><dd>${describeSchedule(digest.schedule, locale)}</dd>
    <dt>${words.query}</dt><dd><code>${subscription.query}</code></dd>
    </dl>
    <p>${words.source} <a href="${policiesUrl}" rel="noreferrer">${words.policies}</a></p>
    </footer>
    </article>`;
  const title = test ? `${words.test} ${subscription.name}` : subscription.name;
  return answer(c, { view, title, main });
}

const nothingNew = (words: Words): Html => html`<section>
  <h2>${words.nothingNew}</h2>
  <p>${words.nothingNewText}</p>
  </section>`;

/** In the language of the mail: they were frozen with it. */
function notices({ content }: OpenDigest, words: Words): Html | null {
  const { notices, test, locale } = content;
  if (notices.length === 0 && !test) return null;
  return html`<section class="notice">
    ${test && html`<p><strong>${words.test}</strong> ${words.testText}</p>`}
    ${notices.map((notice) => html`<p lang="${wordsOf[locale].lang}">${notice}</p>`)}
    </section>`;
}

const contents = (
  articles: readonly ArticleOnPage[],
  { words }: View,
): Html => html`<nav class="contents" aria-labelledby="contents">
  <h2 id="contents">${words.contents}</h2>
  <ol>
  ${articles.map(
    ({ pmid, record }) =>
      html`<li><a href="#${anchorOf(pmid)}">${record ? safeHtml(record.view.shortTitle) : `PMID ${pmid}`}</a>${record && badgeMarks(record.view.badges.filter(({ kind }) => kind === 'retracted'))}</li>\n`,
  )}
  </ol>
  </nav>`;

/** Papers that the mail gave by their titles. */
const titles = (
  list: readonly TitleView[],
  { words, start }: { words: Words; start: number },
): Html => html`<section>
  <h2>${words.titles}</h2>
  <ol start="${start}">
  ${list.map(({ pmid, title, badges }) => html`<li><a lang="en" href="${pubmedUrl(pmid)}" rel="noreferrer">${safeHtml(title)}</a>${badgeMarks(badges)}</li>\n`)}
  </ol>
  </section>`;
