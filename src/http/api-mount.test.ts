import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { after, fileBody, limit, nothing, route } from '../contract/api.ts';
import { mount } from './api-mount.ts';
import { limitBodies } from './body-size.ts';
import { type HttpServer, listen } from './listen.ts';

const mostBytes = 2 ** 20;
const words = { access: 'admin', summary: { en: '', zh: '' } } as const;
const list = route({
  ...words,
  id: 'list',
  method: 'GET',
  path: '/api/list',
  query: z.strictObject({
    kind: z.enum(['a', 'b']).optional(),
    after,
    limit: limit({ most: 50, unlessTold: 10 }),
  }),
  answer: z.looseObject({}),
});
const plain = route({ ...words, id: 'plain', method: 'GET', path: '/api/plain', answer: nothing });
const send = route({
  ...words,
  id: 'send',
  method: 'POST',
  path: '/api/send/{what}',
  params: z.object({ what: z.string() }),
  query: z.strictObject({ name: z.string() }),
  body: fileBody,
  mostBytes,
  answer: z.looseObject({}),
});

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a route of the API', () => {
  let server: HttpServer;
  const arrived: string[] = [];
  const failed: unknown[] = [];
  beforeAll(async () => {
    const app = new Hono();
    app.use(limitBodies([list, plain, send]));
    mount(app, list, async ({ query, locale }) => ({ ...query, locale }));
    mount(app, plain, async () => ({}));
    mount(app, send, async ({ params, query, body }) => {
      arrived.push(query.name);
      return { ...params, ...query, size: body.length, hash: hashOf(body) };
    });
    app.onError((error, c) => {
      failed.push(error);
      return c.text('broken', 500);
    });
    server = await listen(getRequestListener(app.fetch), { host: '127.0.0.1', port: 0 });
  });
  afterAll(() => server.stop());

  const ask = async (path: string, init: RequestInit & { duplex?: 'half' } = {}) => {
    const reply = await fetch(server.url + path, init);
    return {
      status: reply.status,
      headers: reply.headers,
      body: (await reply.json()) as Record<string, unknown>,
    };
  };
  const sendFile = (body: RequestInit['body'] & {}, headers: Record<string, string> = {}) =>
    ask('/api/send/x?name=f.csv', { method: 'POST', body, headers, duplex: 'half' });

  describe('with parameters', () => {
    it('reads them, and has a value for those that are left out', async () => {
      expect(await ask('/api/list')).toMatchObject({
        status: 200,
        body: { after: 0, limit: 10, locale: 'en' },
      });
      expect(await ask('/api/list?kind=b&after=7&limit=50')).toMatchObject({
        body: { kind: 'b', after: 7, limit: 50 },
      });
    });

    it.each([
      'other=1',
      'kind=c',
      'limit=51',
      'limit=0',
      'limit=-1',
      'limit=1e1',
      'limit=',
      'after=x',
      'after=99999999999999999',
      'kind=a&kind=b',
      'kind[]=a',
    ])('refuses ?%s', async (query) => {
      expect(await ask(`/api/list?${query}`)).toMatchObject({
        status: 400,
        body: { code: 'parameters-wrong' },
      });
    });

    it('says which one is wrong, in the language that the address or the caller asks for', async () => {
      const chinese = await ask('/api/list?limit=x&lang=zh');
      expect(chinese.body['detail']).toBe('查询参数中: limit: 应为正整数，如 7');
      const english = await ask('/api/list?other=1', { headers: { 'Accept-Language': 'en' } });
      expect(english.body['detail']).toContain('other');
    });

    it('takes none where none is described, except the language', async () => {
      expect((await ask('/api/plain?x=1')).status).toBe(400);
      expect((await ask('/api/plain?lang=zh')).status).toBe(200);
    });
  });

  describe('with a file', () => {
    it.each([
      'application/octet-stream',
      'text/csv',
      'application/json',
      'application/x-www-form-urlencoded',
    ])('takes the bytes as they are, sent as %s', async (type) => {
      const bytes = Uint8Array.from({ length: mostBytes }, (_, at) => (at * 7) % 251);
      expect(await sendFile(bytes, { 'Content-Type': type })).toMatchObject({
        status: 200,
        body: { what: 'x', name: 'f.csv', size: mostBytes, hash: hashOf(bytes) },
      });
    });

    it('takes an empty one too: whether that is a table, the act knows', async () => {
      expect(await sendFile(new Uint8Array(0))).toMatchObject({ status: 200, body: { size: 0 } });
    });

    it('refuses one byte more than the limit, whether or not the length is stated', async () => {
      const bytes = new Uint8Array(mostBytes + 1);
      const problem = { status: 413, body: { code: 'too-large', detail: expect.stringContaining('1 MB') } };
      expect(await sendFile(bytes)).toMatchObject(problem);
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      void writer.write(bytes.subarray(0, mostBytes)).catch(() => undefined);
      void writer.write(bytes.subarray(0, 1)).catch(() => undefined);
      void writer.close().catch(() => undefined);
      expect(await sendFile(readable)).toMatchObject(problem);
    });

    it('answers although the rest of what is too large never comes', async () => {
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      for (let n = 0; n < 17; n += 1) void writer.write(new Uint8Array(2 ** 16)).catch(() => undefined);
      expect((await sendFile(readable)).status).toBe(413);
    });

    it('refuses a form, and what is encoded on the way', async () => {
      const form = new FormData();
      form.set('file', new Blob(['a,b']), 'f.csv');
      expect(await sendFile(form)).toMatchObject({ status: 415, body: { code: 'content-type-wrong' } });
      const encoded = await sendFile('x', { 'Content-Encoding': 'gzip' });
      expect(encoded).toMatchObject({ status: 415, body: { code: 'content-encoding-wrong' } });
      expect(encoded.headers.get('Accept-Encoding')).toBe('identity');
    });

    it('looks at the address first: a wrong one does not cost a large body', async () => {
      const body = new Uint8Array(mostBytes + 1);
      const reply = await ask('/api/send/x?nam=f', { method: 'POST', body });
      expect(reply).toMatchObject({ status: 400, body: { code: 'parameters-wrong' } });
    });

    it.each([
      'Content-Length: 1000\r\n\r\nabc',
      'Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n',
      'Transfer-Encoding: chunked\r\n\r\n3\r\nabcZZ',
    ])('does nothing with one that stops half way (%j)', async (rest) => {
      const before = arrived.length;
      const socket = connect(server.port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.write(`POST /api/send/x?name=half HTTP/1.1\r\nHost: localhost\r\n${rest}`);
      // The server has seen the beginning when it answers another one.
      await ask('/api/plain');
      socket.end();
      await closed;
      await ask('/api/plain');
      expect(arrived.slice(before)).toEqual([]);
      expect(failed).toEqual([]);
    });

    it('keeps two at once apart', async () => {
      const one = new Uint8Array(900_000).fill(1);
      const two = new Uint8Array(900_000).fill(2);
      const replies = await Promise.all([sendFile(one), sendFile(two)]);
      expect(replies.map(({ body }) => body['hash'])).toEqual([hashOf(one), hashOf(two)]);
    });
  });
});
