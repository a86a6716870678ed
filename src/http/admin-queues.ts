import { type QueueName, queueNames, type WorkerState } from '../contract/queue.ts';
import { unservedQueues } from '../health/queue-status.ts';
import { type Html, html } from '../html.ts';
import { button, type Look, since } from './admin-look.ts';

/** The three queues side by side; on a phone one below the other. */
export const queuesPart = (look: Look): Html => {
  const { words } = look;
  const heads = [words.waiting, words.active, words.delayed, words.failed, words.completed, words.oldest];
  return html`<h2>${words.queues}</h2>
    <table class="queues">
    <thead><tr><td></td>${heads.map((head) => html`<th scope="col">${head}</th>`)}<td></td></tr></thead>
    <tbody>
    ${queueNames.map((queue) => queueRow(queue, look))}
    </tbody>
    </table>`;
};

function queueRow(queue: QueueName, look: Look): Html {
  const { words, status } = look;
  const { paused, oldestWaitingSeconds: oldest, ...counts } = status.queues[queue];
  const cell = (label: string, value: number | string, bad = false): Html =>
    html`<td data-label="${label}">${bad ? html`<strong class="bad">${value}</strong>` : value}</td>`;
  return html`<tr>
    <th scope="row"><span class="name">${queue}</span>${paused && html` <span class="chip">${words.paused}</span>`}
    <span class="small">${words.queueFor[queue]}</span></th>
    ${cell(words.waiting, counts.waiting)}${cell(words.active, counts.active)}${cell(words.delayed, counts.delayed)}
    ${cell(words.failed, counts.failed, counts.failed > 0)}${cell(words.completed, counts.completed)}
    ${cell(words.oldest, oldest === null ? '–' : words.duration(oldest * 1000))}
    <td class="do">${button(look, {
      act: paused ? 'resume' : 'pause',
      id: `pause-${queue}`,
      name: 'queue',
      value: queue,
      label: paused ? words.resume : words.pause,
      title: paused ? words.resumeQueue(queue) : words.pauseQueue(queue),
      kind: paused ? 'main slim' : 'slim',
    })}</td>
    </tr>
    `;
}

/** Every living process, and what it does at this moment. */
export const workersPart = (look: Look): Html => {
  const { words, status } = look;
  const unserved = unservedQueues(status);
  return html`<h2>${words.workers}</h2>
    ${unserved.length > 0 && status.workers.length > 0 && html`<p class="notice warn">${words.unserved} <span class="name">${unserved.join(', ')}</span>${words.startOne} <code>npx litpush worker</code></p>`}
    ${
      status.workers.length === 0
        ? html`<p class="empty">${words.noWorkers} <code>npx litpush worker</code></p>`
        : html`<ul class="rows">${status.workers.map((worker) => workerRow(worker, look))}</ul>`
    }`;
};

function workerRow(worker: WorkerState, look: Look): Html {
  const { words } = look;
  const takes =
    worker.queues.length === 0
      ? words.takesNone
      : html`${words.takes} <span class="name">${worker.queues.join(', ')}</span> · ${words.lanes(worker.concurrency)}`;
  return html`<li>
    <p><strong class="name">${worker.name}@${worker.host}</strong> <span class="muted">${words.roles[worker.role]} · <span class="name">${worker.pid}</span> · ${words.started(since(worker.startedAt, look))} · ${words.seen(since(worker.lastSeen, look))}</span></p>
    <p class="small">${takes}</p>
    <p class="small">${words.does(doing(worker, look))}</p>
    </li>
    `;
}

const doing = ({ current }: WorkerState, look: Look): string =>
  current.length === 0
    ? look.words.idle
    : current
        .map(({ job, kind, since: begun }) => {
          const { kinds, job: name } = look.words;
          return `${kinds[kind]} (${name(job)}, ${since(begun, look)})`;
        })
        .join('; ');
