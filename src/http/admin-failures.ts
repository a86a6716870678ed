import { type FailedJob, queueNames } from '../contract/queue.ts';
import { jobReasonInWords } from '../health/reasons.ts';
import { type Html, html } from '../html.ts';
import { button, clock, type Look, since } from './admin-look.ts';

/** What failed for good and waits for a person. */
export function failuresPart(look: Look): Html {
  const { words, status } = look;
  const { failed, queues } = status;
  if (failed.length === 0) {
    return html`<h2>${words.failures}</h2><p class="empty">${words.noFailures}</p>`;
  }
  const all = queueNames.reduce((sum, queue) => sum + queues[queue].failed, 0);
  return html`<h2>${words.failures}</h2>
    ${all > failed.length && html`<p class="small">${words.failuresShown(failed.length, all)}</p>`}
    <ul class="rows">${failed.map((job) => failureRow(job, look))}</ul>
    <div class="both">
    ${button(look, { act: 'retry', id: 'retry-all', name: 'job', value: 'all', label: words.retryAll })}
    <details id="clear-all"><summary>${words.clearAll}</summary>
    <p class="small">${words.clearAllSure}</p>
    ${button(look, { act: 'clear', id: 'clear-all-button', name: 'job', value: 'all', label: words.clearAllButton, kind: 'stop' })}
    </details>
    </div>`;
}

function failureRow(failed: FailedJob, look: Look): Html {
  const { words, view } = look;
  const { job, kind, subscription, attempts, error, failedAt, tookMs } = failed;
  const known = jobReasonInWords(error, view.locale);
  return html`<li class="failure">
    <div>
    <p><strong>${words.kinds[kind]}</strong> <span class="muted">${subscription !== null && `${words.subscription(subscription)} · `}${words.job(job)} · ${words.attempts(attempts)} · ${clock(failedAt, look)} (${words.ago(since(failedAt, look))})${tookMs !== null && ` · ${tookMs < 1000 ? `${Math.round(tookMs)} ms` : words.duration(tookMs)}`}</span></p>
    <p class="reason">${known ?? html`<code>${error}</code>`}</p>
    </div>
    <div class="do">
    ${button(look, { act: 'retry', id: `retry-${job}`, name: 'job', value: job, label: words.retry, title: words.retryJob(job), kind: 'slim' })}
    ${button(look, { act: 'clear', id: `clear-${job}`, name: 'job', value: job, label: words.clear, title: words.clearJob(job), kind: 'slim stop' })}
    </div>
    </li>
    `;
}
