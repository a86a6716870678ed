import type { AppControllerRoute, IServerAdapter, UIConfig } from '@bull-board/api/typings/app';
import type { Queue } from 'bullmq';
import { type Context, Hono } from 'hono';
import { adminWords } from './admin-words.ts';
import { answerProblem } from './page.ts';
import { sendProblem } from './problem.ts';
import { boardAssets } from './queue-board-assets.ts';
import { boardConfig, boardPage, boardPath } from './queue-board-page.ts';
import { viewOf } from './view.ts';

export type Board = (c: Context) => Promise<Response>;

/**
 * bull-board over the queues of this process: what is in Redis, to look at. It can change nothing, as only its GET routes
 * are there; what can be done stands on `/admin/push`, where everything is in the database. Loaded when somebody first
 * looks at it.
 *
 * @param queues null while Redis is away; others after it has come back.
 */
export function createBoard(queues: () => readonly Queue[] | null): Board {
  let loading: ReturnType<typeof load> | undefined;
  return async (c) => {
    const now = queues();
    if (now === null) return answerAway(c);
    loading ??= load().catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return (await loading)(c, now);
  };
}

/** A reader is led to where everything stands that the board would show; its scripts, which ask again by themselves, are not. */
function answerAway(c: Context): Response {
  const { locale, chosen } = viewOf(c);
  if (c.req.path.startsWith(`${boardPath}/api/`)) {
    return sendProblem(c, { status: 503, code: 'redis-away', detail: adminWords[locale].done.noBoard });
  }
  return c.redirect(`/admin/push?done=noBoard${chosen ? `&lang=${locale}` : ''}`, 303);
}

async function load() {
  const { createBullBoard } = await import('@bull-board/api');
  const { BullMQAdapter } = await import('@bull-board/api/bullMQAdapter');
  const assets = await boardAssets();
  const adapter = createAdapter();
  const board = createBullBoard({
    queues: [],
    serverAdapter: adapter,
    options: { uiBasePath: assets.folder, uiConfig: boardConfig },
  });
  let shown: readonly Queue[] | null = null;

  const routes = new Hono().basePath(boardPath);
  routes.get(
    '/static/:name{.+}',
    async (c) => (await assets.send(c, c.req.param('name'))) ?? answerProblem(c, 'notFound'),
  );
  routes.notFound((c) => answerProblem(c, 'notFound'));
  for (const [path, answer] of adapter.reads()) routes.get(path, answer);
  for (const path of ['/', '/queue/:name', '/queue/:name/:job', '/job-schedulers', '/metrics-history']) {
    routes.get(path, (c) => boardPage(c, assets));
  }
  return (c: Context, queues: readonly Queue[]): Response | Promise<Response> => {
    if (shown !== queues) {
      // Each time that Redis comes back there are new ones.
      board.replaceQueues(queues.map((queue) => new BullMQAdapter(queue, { readOnlyMode: true })));
      shown = queues;
    }
    return routes.fetch(c.req.raw);
  };
}

type Answer = (c: Context) => Promise<Response>;

/** How bull-board's own answers get to Hono; those that would change something are left out. */
function createAdapter(): IServerAdapter & { reads(): [string, Answer][] } {
  let queues: Parameters<IServerAdapter['setQueues']>[0] = new Map();
  let uiConfig: UIConfig = {};
  let onError: Parameters<IServerAdapter['setErrorHandler']>[0] = () => ({ status: 500, body: '' });
  let api: readonly AppControllerRoute[] = [];

  const answer =
    (route: AppControllerRoute): Answer =>
    async (c) => {
      const request = {
        queues,
        uiConfig,
        params: c.req.param(),
        query: c.req.query(),
        body: {},
        headers: c.req.header(),
      };
      let told: ReturnType<typeof onError>;
      try {
        told = await route.handler(request);
      } catch (error) {
        told = onError(error instanceof Error ? error : new Error(String(error)));
      }
      return c.json(told.body as object, (told.status ?? 200) as 200);
    };

  const adapter = {
    setQueues(given: typeof queues) {
      queues = given;
      return adapter;
    },
    setUIConfig(given: UIConfig) {
      uiConfig = given;
      return adapter;
    },
    setErrorHandler(given: typeof onError) {
      onError = given;
      return adapter;
    },
    setApiRoutes(given: readonly AppControllerRoute[]) {
      api = given;
      return adapter;
    },
    // The page and its files are ours to send.
    setViewsPath: () => adapter,
    setStaticPath: () => adapter,
    setEntryRoute: () => adapter,
    reads: () =>
      api
        .filter(({ method }) => method === 'get')
        .flatMap((route) => [route.route].flat().map((path): [string, Answer] => [path, answer(route)])),
  };
  return adapter;
}
