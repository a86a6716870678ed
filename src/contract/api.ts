import { z } from 'zod';
import type { Bilingual } from './locale.ts';

/** One route of the API. The same object mounts it, checks what comes in, and describes it in `/api/openapi.json`. */
export interface ApiRoute<
  Params extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Answer extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
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
  /** What follows `?`, which arrives as text too. `lang` may always stand there. */
  query: Query;
  /** JSON, and a request without a body counts as `{}`; or `fileBody`. */
  body: Body;
  /** Of a `fileBody`: the most that is taken. Null: JSON. */
  mostBytes: number | null;
  /** 202: it is begun, not done. */
  status: 200 | 202;
  answer: Answer;
  /** Refusals of its own, by status. */
  refusals?: readonly number[];
}

/** No variable parts, nothing after `?`, or no body. */
export const nothing = z.strictObject({});

/** The body is a file, as it is: whatever its content type says, nothing reads it but the act. */
export const fileBody = z.instanceof(Uint8Array<ArrayBufferLike>);

type Given<P extends z.ZodType, B extends z.ZodType, A extends z.ZodType, Q extends z.ZodType> = Omit<
  ApiRoute<P, B, A, Q>,
  'params' | 'query' | 'body' | 'mostBytes' | 'status'
> & {
  params?: P;
  query?: Q;
  body?: B;
  mostBytes?: number;
  status?: 200 | 202;
};

export const route = <
  A extends z.ZodType,
  P extends z.ZodType = typeof nothing,
  B extends z.ZodType = typeof nothing,
  Q extends z.ZodType = typeof nothing,
>(
  given: Given<P, B, A, Q>,
): ApiRoute<P, B, A, Q> => ({
  ...given,
  params: given.params ?? (nothing as z.ZodType as P),
  query: given.query ?? (nothing as z.ZodType as Q),
  body: given.body ?? (nothing as z.ZodType as B),
  mostBytes: given.mostBytes ?? null,
  status: given.status ?? 200,
});

/** A whole number that stands in an address. */
const numberInAddress = z.string().regex(/^(0|[1-9][0-9]{0,14})$/);

/** A row's number as it stands in an address. */
export const rowId = z
  .string()
  .regex(/^[1-9][0-9]{0,14}$/)
  .transform(Number)
  .pipe(z.int().positive());

/** Where a list goes on: what the answer before called `next`; 0 begins it. */
export const after = numberInAddress.transform(Number).pipe(z.int().nonnegative()).default(0);

/** How many at most. */
export const limit = ({ most, unlessTold }: { most: number; unlessTold: number }) =>
  numberInAddress.transform(Number).pipe(z.int().min(1).max(most)).default(unlessTold);

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
