import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Html, html } from '../html.ts';
import { dayOf } from '../mail/digest-words.ts';
import type { ManageLink } from '../subscriptions/manage-link.ts';
import { nextSlot } from '../subscriptions/next-slot.ts';
import { describeSchedule } from '../subscriptions/schedule-text.ts';
import { answer } from './page.ts';
import { href, type View } from './view.ts';

export interface ManagePage {
  view: View;
  link: ManageLink;
  /** Epoch milliseconds of the database, which decides when a search is due. */
  now: number;
  /** What the form before this page did. */
  done: string | undefined;
  /** Why the form before this page did nothing, in words. */
  problem: string | null;
}

/** Whose mails, how they stand, and what each button does. Every act is a form, so that opening a link changes nothing. */
export function managePage(c: Context, input: ManagePage, status: ContentfulStatusCode = 200): Response {
  const { view, link } = input;
  const { words, locale } = view;
  const ended = link.status === 'stopped';
  const main = html`<section class="manage">
    <h1>${words.manageTitle}</h1>
    ${banner(input)}
    <dl>
    <dt>${words.search}</dt><dd><strong>${link.name}</strong></dd>
    ${link.query !== link.name && html`<dt>${words.query}</dt><dd><code>${link.query}</code></dd>`}
    <dt>${words.address}</dt><dd>${link.address}</dd>
    <dt>${words.schedule}</dt><dd>${describeSchedule(link.schedule, locale)}</dd>
    <dt>${words.state}</dt><dd><span class="state ${isOn(link) ? 'on' : 'off'}">${stateOf(input)}</span></dd>
    ${nextDigest(input)}
    </dl>
    ${!ended && (link.receives ? [resume(input), pause(input), stop(input)] : restart(input))}
    </section>`;
  return answer(c, { view, title: words.manageTitle, main }, status);
}

const isOn = ({ receives, status }: ManageLink): boolean => receives && status === 'active';

function stateOf({ view: { words, locale }, link }: ManagePage): string {
  if (link.status === 'stopped') return words.endedState;
  if (!link.receives) return words.stoppedState;
  if (link.status === 'active') return words.activeState;
  const { pausedUntil: at, schedule } = link;
  return at === null
    ? words.pausedOpen
    : words.pausedUntil(dayOf({ at, timeZone: schedule.timeZone, locale }));
}

/** Said only where it is (still) so: the address bar keeps `done` while the state may move on. */
function banner({ view: { words }, link, done, problem }: ManagePage): Html | null {
  if (problem !== null) return html`<p class="banner wrong" role="alert">${problem}</p>`;
  const { receives, status } = link;
  if (done === 'stop' && !receives) return html`<p class="banner" role="status">${words.doneStopped}</p>`;
  if (done === 'pause' && receives && status === 'paused')
    return html`<p class="banner" role="status">${words.donePaused}</p>`;
  if (done === 'resume' && receives && status !== 'stopped') {
    return html`<p class="banner" role="status">${status === 'paused' ? words.notYetPaused : words.doneResumed}</p>`;
  }
  return null;
}

function nextDigest({ view: { words, locale }, link, now }: ManagePage): Html | null {
  const { receives, status, pausedUntil, schedule } = link;
  if (!receives || status === 'stopped' || (status === 'paused' && pausedUntil === null)) return null;
  const at = nextSlot(schedule, Math.max(now, pausedUntil ?? now));
  const { timeZone } = schedule;
  const day = dayOf({ at, timeZone, locale });
  const time = Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(timeZone)
    .toPlainTime()
    .toString({ smallestUnit: 'minute' });
  return html`<dt>${words.next}</dt><dd>${locale === 'zh' ? `${day} ${time}` : `${day}, ${time}`}</dd>`;
}

const form = ({ view }: ManagePage, fields: Html): Html =>
  html`<form method="post" action="${href(view, view.path)}">${fields}</form>`;

function resume(input: ManagePage): Html | null {
  const { words } = input.view;
  if (input.link.status !== 'paused' || !input.link.mayPause) return null;
  return html`<section class="act">
    <h2>${words.resumeTitle}</h2>
    <p>${words.resumeText}</p>
    ${form(input, html`<button class="main" name="act" value="resume">${words.resumeButton}</button>`)}
    </section>`;
}

function pause(input: ManagePage): Html {
  const {
    view: { words },
    link,
  } = input;
  const title = link.status === 'paused' && link.mayPause ? words.repauseTitle : words.pauseTitle;
  if (!link.mayPause)
    return html`<section class="act"><h2>${title}</h2><p>${words.pauseNotYours}</p></section>`;
  const today = Temporal.Instant.fromEpochMilliseconds(input.now)
    .toZonedDateTimeISO(link.schedule.timeZone)
    .toPlainDate();
  const day = (days: number): string => today.add({ days }).toString();
  return html`<section class="act">
    <h2>${title}</h2>
    <p>${words.pauseText}</p>
    ${form(
      input,
      html`<input type="hidden" name="act" value="pause">
        ${[7, 30].map((days) => html`<button name="days" value="${days}">${words.pauseDays(days)}</button>\n`)}`,
    )}
    ${form(
      input,
      html`<input type="hidden" name="act" value="pause">
        <label for="day">${words.pauseDay}</label>
        <input type="date" id="day" name="day" required min="${day(1)}" max="${day(366)}" value="${day(14)}">
        <button>${words.pauseDayButton}</button>`,
    )}
    </section>`;
}

function stop(input: ManagePage): Html {
  const { words } = input.view;
  return html`<section class="act">
    <h2>${words.stopTitle}</h2>
    <p>${words.stopText}</p>
    ${form(input, html`<button class="stop" name="act" value="stop">${words.stopButton}</button>`)}
    </section>`;
}

function restart(input: ManagePage): Html {
  const { words } = input.view;
  return html`<section class="act">
    <h2>${words.restartTitle}</h2>
    <p>${words.restartText}</p>
    ${form(input, html`<button class="main" name="act" value="resume">${words.restartButton}</button>`)}
    </section>`;
}
