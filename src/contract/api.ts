import { z } from 'zod';
import type { Bilingual } from './locale.ts';

/** One route of the API. The same object mounts it, checks what comes in, and describes it in `/api/openapi.json`. */
export interface ApiRoute<
  Params extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
> {
  /** Of the act, for programs that are made from the description. */
  id: string;
  method: 'GET' | 'POST' | 'DELETE';
  /** `/api/admin/jobs/{id}/retry` */
  path: `/${string}`;
  /** Who may ask; the guard sees to it. */
  access: 'public' | 'person' | 'admin';
  summary: Bilingual;
  /** The variable parts of the path, which arrive as text. */
  params: Params;
  /** JSON; a request without a body counts as `{}`. */
  body: Body;
  /** 202: it is begun, not done. */
  status: 200 | 202;
  answer: Answer;
  /** Refusals of its own, by status. */
  refusals?: readonly number[];
}

/** No variable parts, or no body. */
export const nothing = z.strictObject({});

type Given<P extends z.ZodType, B extends z.ZodType, A extends z.ZodType> = Omit<
  ApiRoute<P, B, A>,
  'params' | 'body' | 'status'
> & { params?: P; body?: B; status?: 200 | 202 };

export const route = <
  A extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
>(
  given: Given<P, B, A>,
): ApiRoute<P, B, A> => ({
  ...given,
  params: given.params ?? (nothing as z.ZodType as P),
  body: given.body ?? (nothing as z.ZodType as B),
  status: given.status ?? 200,
});

/** A row's number as it stands in an address. */
export const rowId = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(Number)
  .pipe(z.int().positive());

/** What every route answers when it cannot do as asked: RFC 9457, `application/problem+json`. */
export const ProblemAnswer = z.object({
  type: z.literal('about:blank'),
  /** The status in words. */
  title: z.string(),
  status: z.int(),
  /** For people, in their language. */
  detail: z.string(),
  /** For programs; never changes. */
  code: z.string(),
});
