import { Gauge, Registry } from 'prom-client';
import { type QueueStatus, queueNames } from '../contract/queue.ts';
import { firingAlerts } from '../store/alerts.ts';
import { countScheduled, dueCounts } from '../store/due-counts.ts';
import { listMailboxes } from '../store/mailboxes.ts';
import { readNcbiUse } from '../store/ncbi-use.ts';
import { alertRules } from './alert-rules.ts';
import { type QueueStatusDeps, queueStatus } from './queue-status.ts';

export interface GaugeDeps extends QueueStatusDeps {
  /** Requests a second that this installation may send to NCBI. */
  ncbiRate: number;
  /** The day that mailboxes' daily limits count. */
  today(): string;
}

/** One figure: its name behind `litpush_`, what it tells, and its values by label. */
type Tell = (name: string, help: string, values: number | Labelled[]) => void;
type Labelled = readonly [labels: Record<string, string>, value: number];

/** How things stand at this moment. @returns `up` false where the database does not answer; then there is nothing else. */
export async function readGauges(deps: GaugeDeps): Promise<{ gauges: Registry; up: boolean }> {
  const gauges = new Registry();
  const tell: Tell = (name, help, values) => {
    const list: Labelled[] = typeof values === 'number' ? [[{}, values]] : values;
    const labelNames = Object.keys(list[0]?.[0] ?? {});
    const gauge = new Gauge<string>({ name: `litpush_${name}`, help, labelNames, registers: [gauges] });
    for (const [labels, value] of list) gauge.set(labels, value);
  };
  let up = true;
  try {
    const status = await queueStatus(deps);
    tellQueues(status, tell);
    tellRedis(status, tell);
    tellProcesses(status, tell);
    await tellSubscriptions(deps, tell);
    await tellMailboxes(deps, tell);
    await tellNcbi(deps, tell);
    await tellAlerts(deps, tell);
  } catch {
    // Whatever the reason is, that it does not answer is the figure.
    up = false;
  }
  tell('database_up', 'Whether the database answers.', up ? 1 : 0);
  return { gauges, up };
}

function tellQueues({ mode, queues }: QueueStatus, tell: Tell): void {
  tell(
    'queue_mode',
    'How jobs travel: rq through Redis, local from the database.',
    (['rq', 'local'] as const).map((one) => [{ mode: one }, one === mode ? 1 : 0]),
  );
  const states = ['waiting', 'active', 'delayed', 'failed', 'completed'] as const;
  tell(
    'queue_jobs',
    'Jobs by queue and state; completed are those of the last 24 hours.',
    queueNames.flatMap((queue) => states.map((state) => [{ queue, state }, queues[queue][state]] as const)),
  );
  const each = (value: (queue: (typeof queueNames)[number]) => number): Labelled[] =>
    queueNames.map((queue) => [{ queue }, value(queue)]);
  tell(
    'queue_oldest_seconds',
    'How long the job that has waited longest is due.',
    each((queue) => queues[queue].oldestWaitingSeconds ?? 0),
  );
  tell(
    'queue_paused',
    'Whether the queue is paused.',
    each((queue) => (queues[queue].paused ? 1 : 0)),
  );
}

function tellRedis({ redis }: QueueStatus, tell: Tell): void {
  if (!redis.configured) return;
  tell(
    'redis_up',
    'Whether Redis can be used, seen from the process that is asked.',
    redis.connected ? 1 : 0,
  );
  const known = (name: string, help: string, value: number | null): void => {
    if (value !== null) tell(`redis_${name}`, help, value);
  };
  known(
    'latency_seconds',
    'Time of its last answer.',
    redis.latencyMs === null ? null : redis.latencyMs / 1000,
  );
  known('memory_bytes', 'Memory in use.', redis.usedMemoryBytes);
  known('max_memory_bytes', 'Memory that it may use; 0 is no limit.', redis.maxMemoryBytes);
  known('evicted_keys', 'Keys that it dropped for want of memory, since its start.', redis.evictedKeys);
}

function tellProcesses({ workers }: QueueStatus, tell: Tell): void {
  tell(
    'processes',
    'Living processes by role.',
    (['serve', 'worker'] as const).map((role) => [
      { role },
      workers.filter((worker) => worker.role === role).length,
    ]),
  );
  tell(
    'workers',
    'Living processes that take jobs of a queue.',
    queueNames.map((queue) => [{ queue }, workers.filter(({ queues }) => queues.includes(queue)).length]),
  );
}

async function tellSubscriptions({ store }: GaugeDeps, tell: Tell): Promise<void> {
  const { overdue, longestMs } = await dueCounts(store);
  tell('subscriptions_active', 'Subscriptions that have a next slot.', await countScheduled(store));
  tell('subscriptions_overdue', 'Subscriptions that are due and have no run yet.', overdue);
  tell('subscription_overdue_seconds', 'How long the first of them is due.', longestMs / 1000);
}

async function tellMailboxes({ store, today }: GaugeDeps, tell: Tell): Promise<void> {
  const { now } = await dueCounts(store);
  const active = (await listMailboxes(store)).filter((mailbox) => mailbox.active === 1);
  const each = (value: (mailbox: (typeof active)[number]) => number): Labelled[] =>
    active.map((mailbox) => [{ mailbox: mailbox.name }, value(mailbox)]);
  tell(
    'mailbox_left_today',
    'Messages that a mailbox may still send today.',
    each(({ day, day_count, daily_limit }) => Math.max(0, daily_limit - (day === today() ? day_count : 0))),
  );
  tell(
    'mailbox_resting_seconds',
    'How long a mailbox still rests after a failure.',
    each(({ cool_until }) => Math.max(0, cool_until - now) / 1000),
  );
  tell(
    'mailbox_failures',
    'Failures of a mailbox since it last worked.',
    each(({ failures }) => failures),
  );
}

async function tellNcbi({ store, ncbiRate }: GaugeDeps, tell: Tell): Promise<void> {
  const { slots, taken, pausedMs } = await readNcbiUse(store);
  tell('ncbi_rate_limit', 'Requests a second to NCBI, of all processes together.', ncbiRate);
  tell('ncbi_rate_taken', 'Share of it that is taken at this moment.', slots === 0 ? 0 : taken / slots);
  tell('ncbi_pause_seconds', 'How long a pause that NCBI asked for still lasts.', pausedMs / 1000);
}

async function tellAlerts({ store }: GaugeDeps, tell: Tell): Promise<void> {
  const firing = await firingAlerts(store);
  tell(
    'alerts_firing',
    'Alerts of the service about itself, by rule.',
    alertRules.map((rule) => [{ rule }, firing.filter((alert) => alert.rule === rule).length]),
  );
}
