import type { Hono } from 'hono';
import { adminRoutes as routes } from '../contract/admin-acts.ts';
import { mount } from './api-mount.ts';
import type { QueueActs } from './queue-acts.ts';

/** The acts of the back office, for programs. Behind the guard. */
export function mountAdminApi(app: Hono, acts: QueueActs): void {
  mount(app, routes.rqStatus, acts.status);
  mount(app, routes.status, acts.status);
  mount(app, routes.test, acts.test);
  mount(app, routes.pause, ({ params }) => acts.pause(params.name));
  mount(app, routes.resume, ({ params }) => acts.resume(params.name));
  mount(app, routes.failedJobs, async () => ({ jobs: await acts.failedJobs() }));
  mount(app, routes.retryFailed, acts.retryFailed);
  mount(app, routes.clearFailed, acts.clearFailed);
  mount(app, routes.sweep, acts.sweep);
  mount(app, routes.retryJob, ({ params }) => acts.retryJob(params.id));
  mount(app, routes.clearJob, ({ params }) => acts.clearJob(params.id));
  mount(app, routes.scheduleAll, acts.scheduleAll);
  mount(app, routes.pushAll, acts.pushAll);
  mount(app, routes.pushOne, ({ params, body }) => acts.pushOne(params.id, body.trigger));
}
