import type { Context } from 'hono';
import { queueTestProblems } from '../admin/test-queue.ts';
import { rowId } from '../contract/api.ts';
import { type QueueName, queueNames } from '../contract/queue.ts';
import { Refusal } from '../errors.ts';
import { adminPage } from './admin-page.ts';
import { type AdminWords, adminWords } from './admin-words.ts';
import { type Form, readForm } from './form.ts';
import type { Banner } from './login-page.ts';
import { answerProblem } from './page.ts';
import { personView } from './person-view.ts';
import type { QueueActs } from './queue-acts.ts';

export interface AdminPushDeps {
  acts: QueueActs;
  /** In which the page tells the time. */
  timeZone: string;
}

export async function showAdminPush(c: Context, deps: AdminPushDeps): Promise<Response> {
  const view = personView(c);
  const banner = bannerOf(new URL(c.req.url).searchParams, view.locale);
  return adminPage(c, { view, status: await deps.acts.status(), timeZone: deps.timeZone, banner });
}

/** What a button asks for. The result stands in the address of the page that is shown then, as numbers and known words. */
export async function doAdminPush(c: Context, deps: AdminPushDeps, name: string): Promise<Response> {
  const act = formActs.get(name);
  if (!act) return answerProblem(c, 'notFound');
  const view = personView(c);
  try {
    const done = await act(deps.acts, await readForm(c));
    if (done === null) return answerProblem(c, 'badForm');
    const asked = new URLSearchParams(Object.entries(done).map(([key, value]) => [key, String(value)]));
    if (view.chosen) asked.set('lang', view.locale);
    return c.redirect(`/admin/push?${asked}`, 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const banner: Banner = { kind: 'wrong', text: error.inWords(view.locale) };
    const page = { view, status: await deps.acts.status(), timeZone: deps.timeZone, banner };
    return adminPage(c, page, error.code.endsWith('-unknown') ? 404 : 400);
  }
}

type Done = Record<string, string | number | boolean>;
type FormAct = (acts: QueueActs, form: Form) => Promise<Done | null>;

/** `/admin/push/{name}`. Null where the form does not say what it is about. */
const formActs: ReadonlyMap<string, FormAct> = new Map<string, FormAct>([
  [
    'push-one',
    async (acts, { subscription = '' }) => {
      const id = rowId.safeParse(subscription.trim());
      if (!id.success) throw new Refusal('subscription-unknown', { id: subscription.trim() });
      const { joined } = await acts.pushOne(id.data);
      return { done: joined ? 'pushOneJoined' : 'pushOne', id: id.data };
    },
  ],
  ['push-all', async (acts) => ({ done: (await acts.pushAll()).joined ? 'pushAllJoined' : 'pushAll' })],
  [
    'schedule-all',
    async (acts) => ({ done: (await acts.scheduleAll()).joined ? 'scheduleAllJoined' : 'scheduleAll' }),
  ],
  [
    'retry',
    async (acts, { job = '' }) => {
      const id = rowId.safeParse(job);
      if (job !== 'all' && !id.success) return null;
      const done = id.success ? await acts.retryJob(id.data) : await acts.retryFailed();
      return { done: 'retried', retried: done.retried, cleared: done.cleared };
    },
  ],
  [
    'clear',
    async (acts, { job = '' }) => {
      const id = rowId.safeParse(job);
      if (job !== 'all' && !id.success) return null;
      const { cleared } = id.success ? await acts.clearJob(id.data) : await acts.clearFailed();
      return { done: 'cleared', cleared };
    },
  ],
  ['pause', async (acts, form) => pauseOrResume(form, acts.pause, 'paused')],
  ['resume', async (acts, form) => pauseOrResume(form, acts.resume, 'resumed')],
  [
    'test',
    async (acts) => {
      const { ok, way, ms, problem } = await acts.test();
      return ok ? { done: 'test', way, ms: ms ?? 0 } : { problem: problem ?? 'too-late' };
    },
  ],
  [
    'sweep',
    async (acts) => {
      const { removed, reached } = await acts.sweep();
      return reached ? { done: 'swept', removed } : { done: 'sweptNot' };
    },
  ],
]);

async function pauseOrResume(
  { queue }: Form,
  act: (queue: QueueName) => Promise<unknown>,
  done: string,
): Promise<Done | null> {
  const name = queueNames.find((one) => one === queue);
  if (!name) return null;
  await act(name);
  return { done, queue: name };
}

/** The result of an act in words. Only words of ours and numbers get from the address to the page. */
function bannerOf(query: URLSearchParams, locale: keyof typeof adminWords): Banner | null {
  const problem = query.get('problem') ?? '';
  if (Object.hasOwn(queueTestProblems, problem)) {
    return { kind: 'wrong', text: queueTestProblems[problem as keyof typeof queueTestProblems][locale] };
  }
  const { done: words } = adminWords[locale];
  const say = results.get(query.get('done') ?? '');
  const text = say?.(words, {
    number: (name) => Number(/^\d{1,15}$/.exec(query.get(name) ?? '')?.[0] ?? 0),
    queue: queueNames.find((one) => one === query.get('queue')) ?? 'high',
    way: query.get('way') === 'rq' ? 'rq' : 'local',
  });
  if (text === undefined) return null;
  return { kind: query.get('done') === 'noBoard' ? 'wrong' : 'done', text };
}

interface Told {
  number(name: string): number;
  queue: QueueName;
  way: 'rq' | 'local';
}

const results: ReadonlyMap<string, (words: AdminWords['done'], told: Told) => string> = new Map<
  string,
  (words: AdminWords['done'], told: Told) => string
>([
  ['pushOne', (words, { number }) => words.pushOne(number('id'))],
  ['pushOneJoined', (words, { number }) => words.pushOneJoined(number('id'))],
  ['pushAll', (words) => words.pushAll],
  ['pushAllJoined', (words) => words.pushAllJoined],
  ['scheduleAll', (words) => words.scheduleAll],
  ['scheduleAllJoined', (words) => words.scheduleAllJoined],
  ['retried', (words, { number }) => words.retried(number('retried'), number('cleared'))],
  ['cleared', (words, { number }) => words.cleared(number('cleared'))],
  ['paused', (words, { queue }) => words.paused(queue)],
  ['resumed', (words, { queue }) => words.resumed(queue)],
  ['test', (words, { way, number }) => words.test(way, number('ms'))],
  ['swept', (words, { number }) => words.swept(number('removed'))],
  ['sweptNot', (words) => words.sweptNot],
  ['noBoard', (words) => words.noBoard],
]);
