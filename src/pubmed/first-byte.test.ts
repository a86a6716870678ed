import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ScriptedEutils, startScripted } from '../../test/scripted-eutils.ts';
import { watchFirstByte } from './first-byte.ts';

let server: ScriptedEutils;
beforeAll(async () => {
  server = await startScripted();
});
afterAll(() => server.stop());

const post = () => fetch(server.url, { method: 'POST', body: 'a=1' });

it('is told after the request was begun, before its reply, for each request apart', async () => {
  server.play({ body: 'one' }, { body: 'two' }, { body: 'three' });
  const events: string[] = [];
  const watched = (name: string) => {
    const reply = watchFirstByte(() => events.push(`${name} leaves`), post).then(async (response) => {
      events.push(`${name} is answered`);
      await response.text();
    });
    events.push(`${name} begins`);
    return reply;
  };
  await watched('a');
  expect(events.splice(0)).toEqual(['a begins', 'a leaves', 'a is answered']);
  await Promise.all([watched('b'), watched('c')]);
  expect(events.toSorted()).toEqual(
    ['b', 'c'].flatMap((name) => [`${name} begins`, `${name} is answered`, `${name} leaves`]),
  );
});

it('is not told of a request that finds no connection, nor of those that nobody watches', async () => {
  const events: string[] = [];
  const unreachable = watchFirstByte(
    () => events.push('leaves'),
    () => fetch('http://127.0.0.1:1/'),
  );
  await expect(unreachable).rejects.toThrow();
  server.play({ body: 'one' });
  await (await post()).text();
  expect(events).toEqual([]);
});
