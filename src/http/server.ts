import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { routePath } from 'hono/route';
import type { Logger } from '../log.ts';
import type { Store } from '../store/open.ts';
import { icon, outboxScript, sendFile, styleSheet } from './assets.ts';
import { showDigest } from './digest.ts';
import { frontPage } from './front-page.ts';
import { secureHeaders } from './headers.ts';
import { health, readiness } from './health.ts';
import { type HttpServer, listen } from './listen.ts';
import { mailHtml, mailPage, mailRaw } from './mail-page.ts';
import { changeManage, showManage } from './manage.ts';
import { type Demo, type DemoOutbox, nextDay, outboxPage } from './outbox.ts';
import { answerProblem } from './page.ts';
import { fromOurPage } from './same-site.ts';

export interface HttpDeps {
  store: Store;
  log: Logger;
  /** When this process's scheduler last looked at the clock, epoch milliseconds; absent where it has none. */
  lastTick?: () => number | null;
  /** In the demo, the front page shows these mails. */
  outbox?: DemoOutbox;
  demo?: Demo;
}

/** No form of ours is larger. Bytes. */
const mostBody = 64 * 1024;

/** Every route and its guard. A token in the address is the right to see and to do what stands behind it. */
export function createRoutes(deps: HttpDeps): Hono {
  const { store, log, outbox, demo } = deps;
  const app = new Hono();
  app.use(secureHeaders);
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  app.use(bodyLimit({ maxSize: mostBody, onError: (c) => answerProblem(c, 'tooLarge') }));

  app.get('/healthz', health);
  app.get('/readyz', (c) => readiness(c, deps));
  app.get('/style.css', (c) => sendFile(c, styleSheet));
  app.get('/icon.svg', (c) => sendFile(c, icon));

  app.get('/d/:token', (c) => showDigest(c, store, c.req.param('token')));
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

  app.notFound((c) => answerProblem(c, 'notFound'));
  app.onError((error, c) => {
    // The pattern, not the address: addresses hold tokens.
    log.error({ err: error, method: c.req.method, route: routePath(c, -1) }, 'a request failed');
    return answerProblem(c, 'broken');
  });
  return app;
}

const numberIn = (c: Context): number => Number(c.req.param('n'));

function refuseMethod(c: Context, allowed: string[]): Response {
  c.header('Allow', allowed.join(', '));
  return answerProblem(c, 'wrongMethod');
}

/**
 * Opens the port and answers.
 *
 * @param input.port 0 takes any that is free. @throws {Refusal} `port-taken`.
 */
export const startHttp = (input: HttpDeps & { host: string; port: number }): Promise<HttpServer> =>
  listen(getRequestListener(createRoutes(input).fetch), input);
