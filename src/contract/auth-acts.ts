import { z } from 'zod';
import { route } from './api.ts';

const User = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.string(),
  locale: z.string(),
  timeZone: z.string(),
});

/** The routes of better-auth that are open. It answers them itself; its own refusals are JSON with `code` and `message`. */
export const authRoutes = {
  signIn: route({
    id: 'signIn',
    method: 'POST',
    path: '/api/auth/sign-in/email',
    access: 'public',
    summary: { en: 'Log in; the answer sets the session cookie', zh: '登录，响应会设置会话 Cookie' },
    body: z.object({ email: z.string(), password: z.string(), rememberMe: z.boolean().optional() }),
    answer: z.object({ user: User }),
    refusals: [401, 429],
  }),
  signOut: route({
    id: 'signOut',
    method: 'POST',
    path: '/api/auth/sign-out',
    access: 'public',
    summary: { en: 'Log out: the session of the cookie ends', zh: '退出登录，结束当前会话' },
    answer: z.object({ success: z.boolean() }),
  }),
  session: route({
    id: 'getSession',
    method: 'GET',
    path: '/api/auth/get-session',
    access: 'public',
    summary: { en: 'Who is logged in; null for nobody', zh: '查询当前登录者，未登录时为 null' },
    answer: z.object({ session: z.object({ expiresAt: z.string() }), user: User }).nullable(),
  }),
} as const;
