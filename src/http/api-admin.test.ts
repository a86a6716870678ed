import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { describeEachDatabase } from '../../test/databases.ts';
import { addFailedJob } from '../../test/failed-job.ts';
import { QueueStatus } from '../contract/queue.ts';
import { findJob } from '../store/jobs.ts';

describeEachDatabase('the API of the back office', (kind) => {
  let site: AdminSite;
  beforeAll(async () => {
    // Nobody takes the jobs, so that they stay as the acts left them.
    site = await startAdminSite(kind, { lanes: 0 });
  });
  afterAll(() => site.stop());

  const read = async (reply: Response): Promise<unknown> => reply.json();
  const status = async () => QueueStatus.parse(await read(await site.ask('GET', '/admin/rq/status')));
  const expectProblem = async (reply: Response, expected: { status: number; code: string }) => {
    expect(reply.status).toBe(expected.status);
    expect(reply.headers.get('Content-Type')).toBe('application/problem+json');
    expect(await read(reply)).toMatchObject({ type: 'about:blank', ...expected, detail: expect.any(String) });
  };

  it('tells how jobs travel, exactly as the contract says', async () => {
    const told = await status();
    expect(told).toMatchObject({ mode: 'local', redis: { configured: false, connected: false } });
    const raw = await read(await site.ask('GET', '/admin/rq/status'));
    // Nothing that the contract does not name.
    expect(Object.keys(raw as object).toSorted()).toEqual(Object.keys(told).toSorted());
    expect(await read(await site.ask('GET', '/api/admin/queue'))).toMatchObject({ mode: 'local' });
  });

  it('pauses and resumes a queue', async () => {
    const act = async (path: string) => read(await site.ask('POST', `/api/admin/queue/${path}`));
    expect(await act('low/pause')).toEqual({ queue: 'low', paused: true, changed: true });
    expect(await act('low/pause')).toEqual({ queue: 'low', paused: true, changed: false });
    expect((await status()).queues).toMatchObject({ low: { paused: true }, high: { paused: false } });
    expect(await act('low/resume')).toEqual({ queue: 'low', paused: false, changed: true });
    await expectProblem(await site.ask('POST', '/api/admin/queue/urgent/pause'), {
      status: 400,
      code: 'path-wrong',
    });
  });

  it('begins a push of one subscription, and joins the one that is open', async () => {
    const id = await site.world.subscribe();
    const first = await site.ask('POST', `/api/admin/subscriptions/${id}/push`);
    expect(first.status).toBe(202);
    const begun = (await read(first)) as { run: number; job: number; joined: boolean };
    expect(begun).toMatchObject({ joined: false });
    expect(await findJob(site.world.app.store, begun.job)).toMatchObject({
      kind: 'push',
      queue: 'high',
      subscription_id: id,
      run_id: begun.run,
    });
    const second = await site.ask('POST', `/api/admin/subscriptions/${id}/push`, { body: {} });
    expect(await read(second)).toEqual({ ...begun, joined: true });
    const test = await site.ask('POST', `/api/admin/subscriptions/${id}/push`, { body: { trigger: 'test' } });
    expect(await read(test)).toMatchObject({ joined: false });
  });

  it('says what is wrong, in the language of who asks', async () => {
    const push = (id: string, input = {}) => site.ask('POST', `/api/admin/subscriptions/${id}/push`, input);
    const unknown = await push('999999', { headers: { 'Accept-Language': 'zh-CN' } });
    expect(unknown.status).toBe(404);
    expect(await read(unknown)).toMatchObject({
      code: 'subscription-unknown',
      detail: expect.stringContaining('没有编号为 999999 的订阅'),
    });
    for (const id of ['0', '-1', '1e3', 'x', '99999999999999999']) {
      await expectProblem(await push(id), { status: 400, code: 'path-wrong' });
    }
    await expectProblem(await push('1', { body: '{' }), { status: 400, code: 'body-wrong' });
    const wrong = await push('1', { body: { trigger: 'never' }, headers: { 'Accept-Language': 'zh' } });
    expect(await read(wrong)).toMatchObject({
      code: 'body-wrong',
      detail: expect.stringContaining('trigger'),
    });
    await expectProblem(await site.ask('GET', '/api/admin/nothing'), { status: 404, code: 'not-found' });
    await expectProblem(await push('1', { body: 'x'.repeat(70_000) }), { status: 413, code: 'too-large' });
  });

  it('names the methods that an address takes', async () => {
    for (const [method, path, allow] of [
      ['GET', '/api/admin/schedule', 'POST'],
      ['DELETE', '/api/admin/queue', 'GET, HEAD'],
      ['POST', '/admin/rq/status', 'GET, HEAD'],
    ] as const) {
      const reply = await site.ask(method, path);
      expect(reply.headers.get('Allow')).toBe(allow);
      await expectProblem(reply, { status: 405, code: 'method-not-allowed' });
    }
  });

  it('asks for all at once, as a job', async () => {
    for (const [path, kindOfJob] of [
      ['/api/admin/push', 'push-all'],
      ['/api/admin/schedule', 'schedule-all'],
    ] as const) {
      const reply = await site.ask('POST', path);
      expect(reply.status).toBe(202);
      const { job, joined } = (await read(reply)) as { job: number; joined: boolean };
      expect(joined).toBe(false);
      expect(await findJob(site.world.app.store, job)).toMatchObject({ kind: kindOfJob, queue: 'high' });
      expect(await read(await site.ask('POST', path))).toEqual({ job, joined: true });
    }
  });

  it('lists, retries and clears what has failed', async () => {
    const { store } = site.world.app;
    const ids = [];
    for (let n = 1; n <= 4; n += 1)
      ids.push(await addFailedJob(store, { key: `api-${n}`, error: `no ${n}` }));
    const [one, two] = ids;
    const failed = async () => {
      const { jobs } = (await read(await site.ask('GET', '/api/admin/jobs/failed'))) as {
        jobs: { job: number; error: string }[];
      };
      return jobs.map(({ job }) => job);
    };
    expect(new Set(await failed())).toEqual(new Set(ids));
    expect(await read(await site.ask('POST', `/api/admin/jobs/${one}/retry`))).toEqual({
      retried: 1,
      cleared: 0,
    });
    expect((await findJob(store, one ?? 0))?.state).toBe('waiting');
    await expectProblem(await site.ask('POST', `/api/admin/jobs/${one}/retry`), {
      status: 404,
      code: 'failed-job-unknown',
    });
    expect(await read(await site.ask('DELETE', `/api/admin/jobs/${two}`))).toEqual({ cleared: 1 });
    await expectProblem(await site.ask('DELETE', `/api/admin/jobs/${two}`), {
      status: 404,
      code: 'failed-job-unknown',
    });
    expect((await failed()).length).toBe(2);
    expect(await read(await site.ask('DELETE', '/api/admin/jobs/failed'))).toEqual({ cleared: 2 });
    await addFailedJob(store, { key: 'api-5', error: 'no 5' });
    expect(await read(await site.ask('POST', '/api/admin/jobs/retry-failed'))).toEqual({
      retried: 1,
      cleared: 0,
    });
    expect(await failed()).toEqual([]);
  });

  it('has nothing to remove from a Redis that is not there', async () => {
    expect(await read(await site.ask('POST', '/api/admin/jobs/sweep'))).toEqual({
      removed: 0,
      reached: false,
    });
  });
});

describeEachDatabase('the connection test of the API', (kind) => {
  it('tells how long a job takes there and back', async () => {
    const site = await startAdminSite(kind);
    const reply = await site.ask('POST', '/api/admin/queue/test');
    expect(await reply.json()).toMatchObject({
      ok: true,
      way: 'local',
      problem: null,
      ms: expect.any(Number),
    });
    await site.stop();
  });
});
