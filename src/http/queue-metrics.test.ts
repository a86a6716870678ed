import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { showMetrics } from './queue-metrics.ts';

const text = { contentType: 'text/plain; version=0.0.4', body: 'litpush_up 1\n' };
const ask = (token: string | null, authorization?: string) =>
  new Hono()
    .get('/metrics', (c) => showMetrics(c, { token, read: async () => text }))
    .request('/metrics', authorization === undefined ? {} : { headers: { Authorization: authorization } });

it('shows the metrics to whoever reaches them, unless a token is set', async () => {
  const reply = await ask(null);
  expect(reply.status).toBe(200);
  expect(reply.headers.get('Content-Type')).toBe(text.contentType);
  expect(await reply.text()).toBe(text.body);
});

it('asks for the token that is set', async () => {
  for (const wrong of [undefined, 'Bearer', 'Bearer secre', 'Bearer secretx', 'Basic secret', 'secret']) {
    const reply = await ask('secret', wrong);
    expect(reply.status, wrong).toBe(401);
    expect(reply.headers.get('WWW-Authenticate')).toBe('Bearer');
    expect(await reply.json()).toMatchObject({ code: 'metrics-token-wrong' });
  }
  expect((await ask('secret', 'Bearer secret')).status).toBe(200);
  expect((await ask('secret', 'bearer secret')).status).toBe(200);
});
