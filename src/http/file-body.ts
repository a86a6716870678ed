import { setTimeout } from 'node:timers/promises';
import type { Context } from 'hono';
import type { Bilingual } from '../contract/locale.ts';
import { personView } from './person-view.ts';
import { type Problem, sendProblem } from './problem.ts';

const refused = {
  tooLarge: {
    status: 413,
    code: 'too-large',
    detail: {
      en: 'The file is too large: at most {most} MB.',
      zh: '文件过大，最多 {most} MB。',
    },
  },
  aForm: {
    status: 415,
    code: 'content-type-wrong',
    detail: {
      en: 'Send the file itself as the body, not a form that holds it. With curl: --data-binary @FILE.',
      zh: '请直接以文件内容作为请求内容，不要放在表单中。使用 curl 时：--data-binary @文件名。',
    },
  },
  encoded: {
    status: 415,
    code: 'content-encoding-wrong',
    detail: {
      en: 'Leave the header Content-Encoding out and send the file as it is. A file that is gzipped is fine.',
      zh: '请去掉 Content-Encoding 请求头，按原样发送文件；gzip 压缩的文件可以直接发送。',
    },
  },
  cutOff: {
    status: 400,
    code: 'body-wrong',
    detail: {
      en: 'The file did not arrive whole. Send it once more.',
      zh: '文件未完整送达，请重新发送。',
    },
  },
} as const satisfies Record<string, Omit<Problem, 'detail'> & { detail: Bilingual }>;

/** How long a sender is listened to who sends what nobody wants, in milliseconds. */
const patienceMs = 5_000;

/**
 * The body as it is. Of one that is too large no more than the limit is ever held, and nothing where its length is stated.
 *
 * @param mostBytes the largest that is taken.
 */
export async function readFileBody(c: Context, mostBytes: number): Promise<Uint8Array | Response> {
  const refuse = async (why: keyof typeof refused, reader?: Reader): Promise<Response> => {
    await ignoreBody(c, reader);
    const { detail, ...problem } = refused[why];
    const words = detail[personView(c).locale].replace('{most}', String(Math.floor(mostBytes / 2 ** 20)));
    return sendProblem(c, { ...problem, detail: words });
  };
  if (/^multipart\//i.test(c.req.header('Content-Type') ?? '')) return refuse('aForm');
  if (!/^(identity)?$/i.test(c.req.header('Content-Encoding')?.trim() ?? '')) {
    c.header('Accept-Encoding', 'identity');
    return refuse('encoded');
  }
  if (Number(c.req.header('Content-Length') ?? 0) > mostBytes) return refuse('tooLarge');
  const reader = c.req.raw.body?.getReader();
  if (!reader) return new Uint8Array(0);
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return Buffer.concat(parts, size);
      size += value.length;
      if (size > mostBytes) {
        parts.length = 0;
        return refuse('tooLarge', reader);
      }
      parts.push(value);
    }
  } catch {
    // The sender went away: nobody hears this, and there is nothing for the log.
    return refuse('cutOff', reader);
  }
}

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/**
 * Reads on and keeps nothing, before a refusal: most programs listen only when they have sent all, and a connection with
 * unread bytes in it is cut, sometimes before the answer has arrived. Whoever sends for longer than `patienceMs` has to bear that.
 */
export async function ignoreBody(c: Context, begun?: Reader): Promise<void> {
  const reader = begun ?? c.req.raw.body?.getReader();
  if (!reader) return;
  const enough = new AbortController();
  const wait = setTimeout(patienceMs, undefined, { signal: enough.signal }).catch(() => undefined);
  await Promise.race([readOut(reader), wait]);
  enough.abort();
}

async function readOut(reader: Reader): Promise<void> {
  try {
    while (!(await reader.read()).done);
  } catch {
    // Gone: as good as read.
  }
}
