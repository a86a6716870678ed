import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { en, zhCN } from 'zod/locales';
import type { ApiRoute } from '../contract/api.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { sendRefusal } from './api-problem.ts';
import { personView } from './person-view.ts';
import { sendProblem } from './problem.ts';

const zodWords = { en: en().localeError, zh: zhCN().localeError } satisfies Record<Locale, unknown>;
const rowNumber: Bilingual = { en: 'must be a whole number, such as 7', zh: '应为正整数，如 7' };
const where: Readonly<Record<Locale, Record<'params' | 'body', string>>> = {
  en: { params: 'In the address', body: 'In the body' },
  zh: { params: '地址中', body: '请求内容中' },
};

/** Puts a route in its place: what comes in is checked before `act` sees it, and what goes out is what the route says. */
export function mount<P extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  app: Hono,
  route: ApiRoute<P, B, A>,
  act: (input: { params: z.output<P>; body: z.output<B> }) => Promise<z.input<A>>,
): void {
  app.on(route.method, route.path.replace(/\{(\w+)\}/g, ':$1'), async (c) => {
    const params = check(c, route.params, { value: c.req.param(), part: 'params' });
    if (params instanceof Response) return params;
    const given = await bodyOf(c);
    if (given instanceof Response) return given;
    const body = check(c, route.body, { value: given, part: 'body' });
    if (body instanceof Response) return body;
    try {
      return c.json(route.answer.parse(await act({ params, body })) as object, route.status);
    } catch (error) {
      if (error instanceof Refusal) return sendRefusal(c, error);
      throw error;
    }
  });
}

function check<T extends z.ZodType>(
  c: Context,
  schema: T,
  { value, part }: { value: unknown; part: 'params' | 'body' },
): z.output<T> | Response {
  const { locale } = personView(c);
  const read = schema.safeParse(value, { error: zodWords[locale] });
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => [...issue.path, inWords(issue, locale)].join(': '));
  return sendProblem(c, {
    status: 400,
    code: part === 'params' ? 'path-wrong' : 'body-wrong',
    detail: `${where[locale][part]}: ${wrong.join('; ')}`,
  });
}

/** A pattern says nothing to a person; the only ones of ours are row numbers. */
const inWords = (issue: z.core.$ZodIssue, locale: Locale): string =>
  issue.code === 'invalid_format' && issue.format === 'regex' ? rowNumber[locale] : issue.message;

async function bodyOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    const detail = { en: 'The body is not JSON.', zh: '请求内容不是有效的 JSON。' }[personView(c).locale];
    return sendProblem(c, { status: 400, code: 'body-wrong', detail });
  }
}
