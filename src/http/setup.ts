import type { Context } from 'hono';
import type { Accounts } from '../accounts/accounts.ts';
import { isSetupOpen, setUpFirstAdmin } from '../accounts/first-admin.ts';
import { Refusal } from '../errors.ts';
import { readForm } from './form.ts';
import { enter, trySignIn } from './login.ts';
import { setupGonePage, setupPage } from './login-page.ts';
import { answerProblem } from './page.ts';
import { isFromOurOrigin } from './same-site.ts';
import { isToken } from './token.ts';
import { viewOf } from './view.ts';

/** The one-time link of the first start. Opening it changes nothing. */
export async function showSetup(c: Context, accounts: Accounts, token: string): Promise<Response> {
  const view = viewOf(c);
  if (!isToken(token) || !(await isSetupOpen(accounts, token))) return setupGonePage(c, view);
  return setupPage(c, { view, email: '', banner: null });
}

/** Makes the first admin and logs them in. */
export async function doSetup(c: Context, accounts: Accounts, token: string): Promise<Response> {
  if (!isFromOurOrigin(c, accounts.baseUrl)) return answerProblem(c, 'foreign');
  const view = viewOf(c);
  const { locale } = view;
  const { email = '', password = '' } = await readForm(c);
  try {
    const made = isToken(token) && (await setUpFirstAdmin(accounts, { token, email, password, locale }));
    if (!made) return setupGonePage(c, view);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return setupPage(c, { view, email, banner: { kind: 'wrong', text: error.inWords(locale) } }, 400);
  }
  const tried = await trySignIn(c, accounts, { email, password });
  return tried.result === 'in' ? enter(c, tried, null) : c.redirect('/login', 303);
}
