import type { Context } from 'hono';
import { styleText } from './style.ts';

interface Asset {
  type: string;
  text: string;
}

export const styleSheet: Asset = { type: 'text/css; charset=utf-8', text: styleText };

/** A sheet of paper with its lines. */
export const icon: Asset = {
  type: 'image/svg+xml',
  text: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#0f766e"/><path d="M9 10h14M9 16h14M9 22h9" stroke="#fff" stroke-width="2.6" stroke-linecap="round"/></svg>',
};

/** Renews the list of mails when it has changed, and only then, so that a reader's place is kept. */
export const outboxScript: Asset = {
  type: 'text/javascript; charset=utf-8',
  text: `setInterval(async () => {
  if (document.hidden) return;
  try {
    const reply = await fetch(location.href);
    if (!reply.ok) return;
    const page = new DOMParser().parseFromString(await reply.text(), 'text/html');
    const [now, fresh] = [document.getElementById('mails'), page.getElementById('mails')];
    if (now && fresh && now.innerHTML !== fresh.innerHTML) now.replaceWith(fresh);
  } catch {
    // The demo has ended; the list stays as it was.
  }
}, 2000);
`,
};

/** The same for everybody, and short-lived, as an update may change it. */
export const sendFile = (c: Context, { type, text }: Asset): Response =>
  c.body(text, 200, { 'Content-Type': type, 'Cache-Control': 'public, max-age=300' });
