import type { Context } from 'hono';

export type Form = Readonly<Record<string, string | undefined>>;

/** Both kinds of form. A body that is none, or not well formed, asks for nothing. */
export async function readForm(c: Context): Promise<Form> {
  let body: Record<string, unknown>;
  try {
    body = await c.req.parseBody();
  } catch {
    return {};
  }
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => [name, typeof value === 'string' ? value : undefined]),
  );
}
