import type { QueueStatus } from '../contract/queue.ts';
import { type Html, html } from '../html.ts';
import type { AdminWords } from './admin-words.ts';
import { href, type View } from './view.ts';

/** What every part of the page is made from. */
export interface Look {
  view: View;
  words: AdminWords;
  status: QueueStatus;
  timeZone: string;
}

/** `2026-11-25 10:03:05` in the service's zone. */
export function clock(iso: string, { timeZone }: Look): Html {
  const time = Temporal.Instant.from(iso)
    .toZonedDateTimeISO(timeZone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ');
  return html`<time class="when" datetime="${iso}">${time}</time>`;
}

/** How long ago it was, by the clock that wrote it. */
export const since = (iso: string, { words, status }: Look): string =>
  words.duration(Date.parse(status.now) - Date.parse(iso));

export const row = (term: string, value: Html | string): Html => html`<dt>${term}</dt><dd>${value}</dd>\n`;

/** A button that asks for an act of this page. `id` lets the script find it again after it has renewed the figures. */
export const button = (
  { view }: Look,
  input: {
    act: string;
    label: string;
    id?: string;
    name?: string;
    value?: string | number;
    title?: string;
    kind?: string;
  },
): Html => html`<form method="post" action="${href(view, `/admin/push/${input.act}`)}">
  <button${input.id !== undefined && html` id="${input.id}"`}${input.kind !== undefined && html` class="${input.kind}"`}${input.name !== undefined && html` name="${input.name}" value="${input.value ?? ''}"`}${input.title !== undefined && html` aria-label="${input.title}"`}>${input.label}</button>
  </form>`;
