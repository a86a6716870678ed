import type { MiddlewareHandler } from 'hono';

/** Nothing from elsewhere, no script, in nobody's frame. A page that needs more states its own policy. */
const strict = {
  'default-src': "'none'",
  'style-src': "'self'",
  'img-src': "'self'",
  'form-action': "'self'",
  'base-uri': "'none'",
  'frame-ancestors': "'none'",
};

export const policy = (more: Record<string, string> = {}): string =>
  Object.entries({ ...strict, ...more })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

/** On every reply, errors included. Addresses hold tokens: no cache keeps a page, no other site learns where one came from. */
export const secureHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const { headers } = c.res;
  const unlessSet = (name: string, value: string) => {
    if (!headers.has(name)) headers.set(name, value);
  };
  unlessSet('Content-Security-Policy', policy());
  unlessSet('Cache-Control', 'private, no-store');
  unlessSet('Referrer-Policy', 'no-referrer');
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('X-Robots-Tag', 'noindex, nofollow');
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Resource-Policy', 'same-origin');
  headers.append('Vary', 'Accept-Language');
};
