import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Bilingual } from '../contract/locale.ts';
import type { Refusal, RefusalCode } from '../errors.ts';
import { answerProblem } from './page.ts';
import { personView } from './person-view.ts';
import { sendProblem } from './problem.ts';

const problems = {
  notFound: {
    status: 404,
    code: 'not-found',
    detail: {
      en: 'There is nothing at this address. GET /api/openapi.json lists what there is.',
      zh: '此地址不存在。可用的地址见 GET /api/openapi.json。',
    },
  },
  wrongMethod: {
    status: 405,
    code: 'method-not-allowed',
    detail: {
      en: 'This address does not take that method. The header Allow names those it takes.',
      zh: '此地址不支持该请求方法，支持的方法见 Allow 响应头。',
    },
  },
  tooLarge: {
    status: 413,
    code: 'too-large',
    detail: { en: 'That was too much at once: at most 64 KB.', zh: '请求内容过大，最多 64 KB。' },
  },
  broken: {
    status: 500,
    code: 'internal-error',
    detail: {
      en: 'Something went wrong here; the log tells what. Try again in a few minutes.',
      zh: '服务内部出错，详情见日志。请几分钟后再试。',
    },
  },
} as const satisfies Record<string, { status: ContentfulStatusCode; code: string; detail: Bilingual }>;

/** For people a page, for programs a problem: by the address that was asked. */
export function answerEither(c: Context, problem: keyof typeof problems): Response {
  if (!/^\/(api|admin\/rq)(\/|$)/.test(c.req.path)) return answerProblem(c, problem);
  const { status, code, detail } = problems[problem];
  return sendProblem(c, { status, code, detail: detail[personView(c).locale] });
}

/** Nothing is wrong with the request; what it is about is in a state in which it cannot be done. */
const conflicts: ReadonlySet<RefusalCode> = new Set([
  'edition-in-force',
  'edition-not-ready',
  'edition-none-in-force',
  'journal-file-taken',
]);

/** A refusal of ours: 404 where the thing does not exist, 409 where it stands in the way, else 400. */
export const sendRefusal = (c: Context, refusal: Refusal): Response =>
  sendProblem(c, {
    status: statusOf(refusal.code),
    code: refusal.code,
    detail: refusal.inWords(personView(c).locale),
  });

function statusOf(code: RefusalCode): ContentfulStatusCode {
  if (code.endsWith('-unknown')) return 404;
  return conflicts.has(code) ? 409 : 400;
}
