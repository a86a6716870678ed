import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { passwordLength } from '../contract/password.ts';
import { type Html, html } from '../html.ts';
import { loginWords } from './login-words.ts';
import { answer } from './page.ts';
import { ownFormsOnly } from './same-site.ts';
import { href, type View } from './view.ts';

export interface Banner {
  kind: 'wrong' | 'done';
  text: string;
}

interface Form {
  view: View;
  banner: Banner | null;
  /** As typed before, so that a wrong password costs no second typing of the address. */
  email: string;
}

export interface LoginPage extends Form {
  /** The page of ours to go on to. */
  next: string | null;
  /** Nobody can log in yet; the page says how to change that. */
  noAdmin: boolean;
}

export function loginPage(c: Context, input: LoginPage, status: ContentfulStatusCode = 200): Response {
  const { view, next, noAdmin } = input;
  const words = loginWords[view.locale];
  const keep = next === null ? '' : `&next=${encodeURIComponent(next)}`;
  const main = html`<section class="login">
    <h1>${words.login}</h1>
    ${bannerHtml(input)}
    ${noAdmin && html`<p class="banner">${words.noAdmin} <code>npx litpush admin create me@example.org</code></p>`}
    <form method="post" action="${href(view, '/login')}">
    ${next !== null && html`<input type="hidden" name="next" value="${next}">`}
    ${addressField(input)}
    <label for="password">${words.password}</label>
    <input type="password" id="password" name="password" required maxlength="${passwordLength.max}" autocomplete="current-password">
    <button class="main">${words.loginButton}</button>
    </form>
    ${!noAdmin && html`<p class="small">${words.forgotten} <code>npx litpush admin reset-password me@example.org</code></p>`}
    </section>`;
  ownFormsOnly(c);
  return answer(c, { view: { ...view, keep }, title: words.login, main }, status);
}

export function setupPage(c: Context, input: Form, status: ContentfulStatusCode = 200): Response {
  const { view } = input;
  const words = loginWords[view.locale];
  const { min, max } = passwordLength;
  const main = html`<section class="login">
    <h1>${words.setup}</h1>
    <p>${words.setupText}</p>
    ${bannerHtml(input)}
    <form method="post" action="${href(view, view.path)}">
    ${addressField(input)}
    <label for="password">${words.newPassword}</label>
    <input type="password" id="password" name="password" required minlength="${min}" maxlength="${max}" autocomplete="new-password" aria-describedby="hint">
    <p class="small" id="hint">${words.passwordHint(min)}</p>
    <button class="main">${words.setupButton}</button>
    </form>
    </section>`;
  ownFormsOnly(c);
  return answer(c, { view, title: words.setup, main }, status);
}

export function setupGonePage(c: Context, view: View): Response {
  const words = loginWords[view.locale];
  const main = html`<section class="problem">
    <h1>${words.setupGone}</h1>
    <p>${words.setupGoneText}</p>
    <p><a href="${href(view, '/login')}">${words.login}</a></p>
    </section>`;
  return answer(c, { view, title: words.setupGone, main }, 404);
}

/** For somebody who is logged in and may not see what they asked for. */
export function deniedPage(c: Context, { view, email }: { view: View; email: string }): Response {
  const words = loginWords[view.locale];
  const main = html`<section class="problem">
    <h1>${words.denied}</h1>
    <p>${words.deniedText(email)}</p>
    ${logoutForm(view)}
    <p><a href="${href(view, '/')}">${view.words.toFront}</a></p>
    </section>`;
  return answer(c, { view, title: words.denied, main }, 403);
}

/** The button for every page that somebody sees who is logged in. That page needs `ownFormsOnly`. */
export const logoutForm = (view: View): Html =>
  html`<form method="post" action="${href(view, '/logout')}"><button>${loginWords[view.locale].logout}</button></form>`;

const addressField = ({ view, email }: Form): Html =>
  html`<label for="email">${loginWords[view.locale].address}</label>
    <input type="email" id="email" name="email" required maxlength="254" autocomplete="username" value="${email}">`;

const bannerHtml = ({ banner }: Form): Html | null =>
  banner &&
  (banner.kind === 'wrong'
    ? html`<p class="banner wrong" role="alert">${banner.text}</p>`
    : html`<p class="banner" role="status">${banner.text}</p>`);
