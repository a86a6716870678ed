import type { RedisState } from '../contract/queue.ts';
import { redisReasonInWords } from '../health/reasons.ts';
import { type Html, html } from '../html.ts';
import { clock, type Look, row, since } from './admin-look.ts';

/** How jobs travel, since when and why so, and how Redis does. */
export function travelPart(look: Look): Html {
  const { words, status } = look;
  const { mode, redis, reason } = status;
  return html`<h2>${words.travel}</h2>
    <dl>
    ${row(words.mode, html`<span class="mode"><strong class="mode-${mode}" id="mode">${mode}</strong> <span>${words.modes[mode]}</span></span>`)}
    ${row(words.since, html`${clock(status.since, look)} <span class="muted">(${since(status.since, look)})</span>`)}
    ${reason !== null && row(words.reason, reasonInWords(reason, look))}
    <dt lang="en">Redis</dt><dd><span class="state ${redis.connected ? 'on' : 'off'}">${connection(redis, look)}</span></dd>
    ${redisRows(redis, look)}
    </dl>
    ${hint(look)}
    ${redis.warnings.map((warning) => html`<p class="notice warn">${words.warnings[warning]}</p>\n`)}`;
}

function connection(redis: RedisState, { words }: Look): string {
  if (!redis.configured) return words.notConfigured;
  return redis.connected ? words.connected : words.notConnected;
}

function hint({ words, status: { redis } }: Look): Html | null {
  if (redis.connected) return null;
  return html`<p class="small">${redis.configured ? words.redisAwayHint : words.redisOffHint}</p>`;
}

/** Ours in the reader's language; what only Redis can say stays as it is. */
function reasonInWords(reason: string, { words, view }: Look): Html | string {
  return redisReasonInWords(reason, view.locale) ?? html`${words.reasonUnknown} <code>${reason}</code>`;
}

const redisRows = (redis: RedisState, { words }: Look): Html => html`
  ${redis.address !== null && html`<dt>URL</dt><dd><code>${redis.address}</code></dd>`}
  ${redis.version !== null && row(words.version, redis.version)}
  ${redis.latencyMs !== null && row(words.latency, `${redis.latencyMs.toFixed(1)} ms`)}
  ${redis.usedMemoryBytes !== null && row(words.memory, memory(redis, redis.usedMemoryBytes, words.memoryOf))}
  ${redis.persistence !== null && row(words.persistence, redis.persistence === 'on' ? words.persistenceOn : words.persistenceOff)}
  ${(redis.evictedKeys ?? 0) > 0 && row(words.evicted, String(redis.evictedKeys))}`;

function memory(redis: RedisState, used: number, of: (used: string, most: string) => string): string {
  const most = redis.maxMemoryBytes ?? 0;
  return most > 0 ? of(megabytes(used), megabytes(most)) : megabytes(used);
}

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

/** What the clock will do next, and whether somebody looks at it. */
export function schedulerPart(look: Look): Html {
  const { words, status } = look;
  const { nextDue, overdue, lastTick, holder } = status.scheduler;
  const inCharge = status.workers.find(({ id }) => id === holder);
  return html`<h2>${words.scheduler}</h2>
    <dl>
    ${row(words.nextDue, nextDue === null ? words.noneDue : clock(nextDue, look))}
    ${row(words.overdue, overdue === 0 ? words.overdueNone : html`<strong class="bad">${words.overdueCount(overdue)}</strong>`)}
    ${row(words.lastTick, lastTick === null ? words.never : html`${clock(lastTick, look)}`)}
    ${row(words.holder, inCharge ? html`<span class="name">${inCharge.name}@${inCharge.host}</span>` : words.noHolder)}
    </dl>
    ${nextDue === null && html`<p class="small">${words.noneDueHint} <code>npx litpush subscription add</code></p>`}
    ${overdue > 0 && html`<p class="small">${words.overdueHint}</p>`}`;
}
