import type { Context } from 'hono';
import { Refusal } from '../errors.ts';
import type { Store } from '../store/open.ts';
import { databaseTime } from '../store/subscriptions.ts';
import {
  openManageLink,
  pauseByToken,
  resumeRecipient,
  stopRecipient,
} from '../subscriptions/manage-link.ts';
import { pauseUntilDay } from '../subscriptions/pause-until-day.ts';
import { type Form, readForm } from './form.ts';
import { managePage } from './manage-page.ts';
import { answerProblem } from './page.ts';
import { isToken } from './token.ts';
import { viewOf } from './view.ts';

/** Shows how the mails behind a link stand. Changes nothing: mail programs and scanners open links by themselves. */
export async function showManage(c: Context, store: Store, token: string): Promise<Response> {
  return show(c, { store, token, problem: null, status: 200 });
}

/**
 * What a button of the page asks for, or a mail program by RFC 8058 (`List-Unsubscribe=One-Click`, which wants an answer
 * and no redirection). The token is the right to do it; no cookie lends a stranger's page any power here.
 */
export async function changeManage(c: Context, store: Store, token: string): Promise<Response> {
  if (!isToken(token)) return answerProblem(c, 'manageUnknown');
  const form = await readForm(c);
  if (form['List-Unsubscribe'] === 'One-Click') {
    await stopRecipient(store, token);
    return show(c, { store, token, problem: null, status: 200 });
  }
  const act = acts.get(form['act'] ?? '');
  if (!act) return answerProblem(c, 'badForm');
  try {
    if ((await act(store, token, form)) === null) return answerProblem(c, 'manageUnknown');
  } catch (error) {
    if (error instanceof Refusal) return show(c, { store, token, problem: error, status: 400 });
    throw error;
  }
  const lang = c.req.query('lang');
  const asked = new URLSearchParams({ done: form['act'] ?? '', ...(lang !== undefined && { lang }) });
  return c.redirect(`${c.req.path}?${asked}`, 303);
}

const acts: ReadonlyMap<string, (store: Store, token: string, form: Form) => Promise<unknown>> = new Map([
  ['stop', stopRecipient],
  ['resume', resumeRecipient],
  [
    'pause',
    (store: Store, token: string, { days, day = '' }: Form) =>
      days === undefined ? pauseUntilDay(store, token, day) : pauseByToken(store, token, Number(days)),
  ],
]);

async function show(
  c: Context,
  input: { store: Store; token: string; problem: Refusal | null; status: 200 | 400 },
): Promise<Response> {
  const { store, token, problem, status } = input;
  const link = isToken(token) ? await openManageLink(store, token) : null;
  if (!link) return answerProblem(c, 'manageUnknown');
  const view = viewOf(c, link.locale);
  const page = {
    view,
    link,
    now: await databaseTime(store),
    done: c.req.method === 'POST' ? 'stop' : c.req.query('done'),
    problem: problem?.inWords(view.locale) ?? null,
  };
  return managePage(c, page, status);
}
