import type { Context, Hono } from 'hono';
import type { z } from 'zod';
import { en, zhCN } from 'zod/locales';
import type { ApiRoute } from '../contract/api.ts';
import type { Bilingual, Locale } from '../contract/locale.ts';
import { Refusal } from '../errors.ts';
import { sendRefusal } from './api-problem.ts';
import { ignoreBody, readFileBody } from './file-body.ts';
import { personView } from './person-view.ts';
import { sendProblem } from './problem.ts';

const zodWords = { en: en().localeError, zh: zhCN().localeError } satisfies Record<Locale, unknown>;
const rowNumber: Bilingual = { en: 'must be a whole number, such as 7', zh: '应为正整数，如 7' };
type Part = 'params' | 'query' | 'body';
const parts: Readonly<Record<Part, { code: string; where: Bilingual }>> = {
  params: { code: 'path-wrong', where: { en: 'In the address', zh: '地址中' } },
  query: { code: 'parameters-wrong', where: { en: 'In the parameters after "?"', zh: '查询参数中' } },
  body: { code: 'body-wrong', where: { en: 'In the body', zh: '请求内容中' } },
};

/** What an act is given: all of it checked. */
export interface ApiInput<P extends z.ZodType, B extends z.ZodType, Q extends z.ZodType> {
  params: z.output<P>;
  query: z.output<Q>;
  body: z.output<B>;
  /** In which language the caller reads. */
  locale: Locale;
}

/** Puts a route in its place: what comes in is checked before `act` sees it, and what goes out is what the route says. */
export function mount<P extends z.ZodType, B extends z.ZodType, A extends z.ZodType, Q extends z.ZodType>(
  app: Hono,
  route: ApiRoute<P, B, A, Q>,
  act: (input: ApiInput<P, B, Q>) => Promise<z.input<A>>,
): void {
  app.on(route.method, patternOf(route.path), async (c) => {
    const refuse = async (refusal: Response): Promise<Response> => {
      if (route.mostBytes !== null) await ignoreBody(c);
      return refusal;
    };
    const params = check(c, route.params, { value: c.req.param(), part: 'params' });
    if (params instanceof Response) return refuse(params);
    const query = check(c, route.query, { value: queryOf(c), part: 'query' });
    if (query instanceof Response) return refuse(query);
    const given = route.mostBytes === null ? await jsonOf(c) : await readFileBody(c, route.mostBytes);
    if (given instanceof Response) return given;
    const body = check(c, route.body, { value: given, part: 'body' });
    if (body instanceof Response) return body;
    try {
      const answer = await act({ params, query, body, locale: personView(c).locale });
      return c.json(route.answer.parse(answer) as object, route.status);
    } catch (error) {
      if (error instanceof Refusal) return sendRefusal(c, error);
      throw error;
    }
  });
}

/** `/jobs/{id}` as the router says it. */
export const patternOf = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** One that stands there twice is a list, which no route takes. The language is the business of `viewOf`. */
function queryOf(c: Context): Record<string, string | string[]> {
  const { lang: _, ...given } = c.req.queries();
  return Object.fromEntries(
    Object.entries(given).map(([name, values]) => {
      const [only, ...more] = values;
      return [name, more.length === 0 && only !== undefined ? only : values];
    }),
  );
}

function check<T extends z.ZodType>(
  c: Context,
  schema: T,
  { value, part }: { value: unknown; part: Part },
): z.output<T> | Response {
  const { locale } = personView(c);
  const read = schema.safeParse(value, { error: zodWords[locale] });
  if (read.success) return read.data;
  const wrong = read.error.issues.map((issue) => [...issue.path, inWords(issue, locale)].join(': '));
  return sendProblem(c, {
    status: 400,
    code: parts[part].code,
    detail: `${parts[part].where[locale]}: ${wrong.join('; ')}`,
  });
}

/** A pattern says nothing to a person; the only ones of ours are whole numbers. */
const inWords = (issue: z.core.$ZodIssue, locale: Locale): string =>
  issue.code === 'invalid_format' && issue.format === 'regex' ? rowNumber[locale] : issue.message;

async function jsonOf(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    const detail = { en: 'The body is not JSON.', zh: '请求内容不是有效的 JSON。' }[personView(c).locale];
    return sendProblem(c, { status: 400, code: 'body-wrong', detail });
  }
}
