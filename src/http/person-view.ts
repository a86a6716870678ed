import type { Context } from 'hono';
import { type View, viewOf } from './view.ts';

/** The view behind the guard: who says nothing about languages, as programs do, has one of their own. */
export const personView = (c: Context): View =>
  viewOf(c, c.req.header('Accept-Language') ? undefined : c.get('person')?.locale);
