import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import type { Accounts } from '../accounts/accounts.ts';
import { noMetrics } from '../contract/journals.ts';
import type { MetricsOf } from '../journals/metrics-of.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/open.ts';
import { adminScript, adminStyle } from './admin-assets.ts';
import { doAdminPush, showAdminPush } from './admin-push.ts';
import { mountAdminApi } from './api-admin.ts';
import { mountJournalApi } from './api-journals.ts';
import { answerEither } from './api-problem.ts';
import { icon, outboxScript, sendFile, styleSheet } from './assets.ts';
import { limitBodies } from './body-size.ts';
import { showDigest } from './digest.ts';
import { frontPage } from './front-page.ts';
import { guard } from './guard.ts';
import { secureHeaders } from './headers.ts';
import { health, readiness } from './health.ts';
import { type HttpServer, listen } from './listen.ts';
import { answerByAuth, logIn, logOut, showLogin } from './login.ts';
import { mailHtml, mailPage, mailRaw } from './mail-page.ts';
import { changeManage, showManage } from './manage.ts';
import { apiRoutes, openApiDocument } from './openapi.ts';
import { type Demo, type DemoOutbox, nextDay, outboxPage } from './outbox.ts';
import { queueActs } from './queue-acts.ts';
import { createBoard } from './queue-board.ts';
import { type MetricsText, showMetrics } from './queue-metrics.ts';
import type { RunningService } from './running-service.ts';
import { fromOurPage } from './same-site.ts';
import { doSetup, showSetup } from './setup.ts';
import { viewOf } from './view.ts';

export interface HttpDeps {
  store: Store;
  log: Logger;
  /** Absent: no figures of journals are shown. */
  metricsOf?: MetricsOf;
  /** Absent: nobody can log in, and all that needs it is closed. */
  accounts?: Accounts;
  /** What this process does beside answering; absent where it only answers. */
  service?: RunningService;
  /** As configured; null or absent: this installation has no Redis. */
  redisUrl?: string | null;
  /** What `/metrics` shows; absent where nothing is counted. */
  metrics?: () => Promise<MetricsText>;
  /** Asked of whoever reads the metrics; null or absent: nothing. */
  metricsToken?: string | null;
  /** In the demo, the front page shows these mails. */
  outbox?: DemoOutbox;
  demo?: Demo;
}

const knowNothing: MetricsOf = async () => () => noMetrics;

/** Every route and its guard. A token in the address is the right to see and to do what stands behind it. */
export function createRoutes(deps: HttpDeps): Hono {
  const { store, log, metricsOf = knowNothing, accounts, service, metrics, outbox, demo } = deps;
  const app = new Hono();
  app.use(secureHeaders);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  app.use(limitBodies(apiRoutes));

  app.get('/healthz', health);
  app.get('/readyz', (c) => readiness(c, deps));
  if (metrics) {
    app.get('/metrics', (c) => showMetrics(c, { token: deps.metricsToken ?? null, read: metrics }));
  }
  app.get('/style.css', (c) => sendFile(c, styleSheet));
  app.get('/icon.svg', (c) => sendFile(c, icon));

  app.get('/d/:token', (c) => showDigest(c, { store, metricsOf }, c.req.param('token')));
  app.get('/u/:token', (c) => showManage(c, store, c.req.param('token')));
  app.post('/u/:token', (c) => changeManage(c, store, c.req.param('token')));

  if (outbox) {
    app.get('/', (c) => outboxPage(c, outbox, demo));
    app.get('/outbox.js', (c) => sendFile(c, outboxScript));
    app.get('/outbox/:n{[0-9]{1,9}}', (c) => mailPage(c, outbox, { number: numberIn(c), part: 'html' }));
    app.get('/outbox/:n{[0-9]{1,9}}/text', (c) => mailPage(c, outbox, { number: numberIn(c), part: 'text' }));
    app.get('/outbox/:n{[0-9]{1,9}}/source', (c) =>
      mailPage(c, outbox, { number: numberIn(c), part: 'source' }),
    );
    app.get('/outbox/:n{[0-9]{1,9}}/html', (c) => mailHtml(c, outbox, numberIn(c)));
    app.get('/outbox/:n{[0-9]{1,9}}/raw', (c) => mailRaw(c, outbox, numberIn(c)));
    if (demo) app.post('/demo/next-day', fromOurPage, (c) => nextDay(c, demo));
  } else {
    app.get('/', frontPage);
  }

  if (accounts) {
    app.get('/login', (c) => showLogin(c, accounts));
    app.post('/login', (c) => logIn(c, accounts));
    app.post('/logout', (c) => logOut(c, accounts));
    app.get('/setup/:token', (c) => showSetup(c, accounts, c.req.param('token')));
    app.post('/setup/:token', (c) => doSetup(c, accounts, c.req.param('token')));
    app.post('/api/auth/sign-in/email', (c) => answerByAuth(c, accounts));
    app.post('/api/auth/sign-out', (c) => answerByAuth(c, accounts));
    app.get('/api/auth/get-session', (c) => answerByAuth(c, accounts));
  }

  app.get('/api/openapi.json', (c) =>
    c.json(openApiDocument({ locale: viewOf(c).locale, baseUrl: accounts?.baseUrl ?? null })),
  );

  // What stands below is for people who are logged in, whether it exists or not.
  app.use('/admin/*', guard(accounts, 'admin'));
  app.use('/api/admin/*', guard(accounts, 'admin'));
  app.use('/api/*', guard(accounts, 'user'));

  const announce = async () => service?.announce();
  const acts = queueActs({
    store,
    redisUrl: deps.redisUrl ?? null,
    carrier: service?.carrier ?? null,
    announce,
  });
  const page = { acts, timeZone: accounts?.timeZone ?? 'UTC' };
  app.get('/admin', (c) => c.redirect('/admin/push'));
  app.get('/admin/push', (c) => showAdminPush(c, page));
  app.get('/admin/push.css', (c) => sendFile(c, adminStyle));
  app.get('/admin/push.js', (c) => sendFile(c, adminScript));
  app.post('/admin/push/:act', (c) => doAdminPush(c, page, c.req.param('act')));
  const board = createBoard(() => service?.carrier.queues() ?? null);
  app.get('/admin/queues', board);
  app.get('/admin/queues/*', board);
  mountAdminApi(app, acts);
  mountJournalApi(app, { store, announce });

  app.notFound((c) => answerEither(c, 'notFound'));
  app.onError((error, c) => {
    // The pattern, not the address: addresses hold tokens.
    log.error({ err: error, method: c.req.method, route: routePath(c, -1) }, 'a request failed');
    return answerEither(c, 'broken');
  });
  return app;
}

const numberIn = (c: Context): number => Number(c.req.param('n'));

function refuseMethod(c: Context, allowed: string[]): Response {
  c.header('Allow', allowed.join(', '));
  return answerEither(c, 'wrongMethod');
}

/**
 * Opens the port and answers.
 *
 * @param input.port 0 takes any that is free. @throws {Refusal} `port-taken`.
 */
export const startHttp = (input: HttpDeps & { host: string; port: number }): Promise<HttpServer> =>
  listen(getRequestListener(createRoutes(input).fetch), input);
