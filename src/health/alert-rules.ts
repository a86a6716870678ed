import type { QueueMode, QueueName } from '../contract/queue.ts';

/** What the rules look at, at one moment. Instants in epoch milliseconds of the database's clock. */
export interface Snapshot {
  now: number;
  mode: QueueMode;
  modeSince: number;
  modeReason: string | null;
  queues: { name: QueueName; oldestWaitingMs: number | null; waiting: number; paused: boolean }[];
  /** Living processes that take the jobs of the queue default. */
  workers: number;
  /** Pushes that ended in the last hour. */
  pushes: { finished: number; failed: number };
  mailboxes: { id: number; name: string; failures: number; error: string | null }[];
  /** Subscriptions whose time has come and that the clock has not seen, or whose run is open for longer than is borne. */
  overdue: { count: number; longestMs: number };
  /** Pushes that failed for good and that nobody and nothing has made good. */
  unmended: { count: number; name: string; error: string; since: number } | null;
}

export interface AlertLimits {
  queueMinutes: number;
  localMinutes: number;
  failurePercent: number;
  overdueMinutes: number;
  /** Doing without Redis is worth an alert only where somebody asked for Redis. */
  redisExpected: boolean;
}

export type AlertFacts = Record<string, string | number | null>;

/** A rule that fires, for one thing that it watches. */
export interface Finding {
  rule: AlertRule;
  /** Empty where the rule has one subject. */
  subject: string;
  /** Since when, as far as the snapshot tells. */
  since: number;
  facts: AlertFacts;
}

const minute = 60_000;
/** A hundred housekeeping jobs may take a while, and nobody waits for them. */
const patienceWithLow = 6;
const fewestPushes = 5;
const mostFailures = 3;

/** Each looks at one snapshot and remembers nothing. */
const rules = {
  'queue-old': ({ queues, now }: Snapshot, { queueMinutes }: AlertLimits) =>
    queues.flatMap(({ name, oldestWaitingMs, waiting, paused }) => {
      const most = queueMinutes * minute * (name === 'low' ? patienceWithLow : 1);
      if (oldestWaitingMs === null || oldestWaitingMs <= most) return [];
      const facts = { queue: name, waiting, minutes: minutes(oldestWaitingMs), paused: paused ? 1 : 0 };
      return [{ subject: name, since: now - oldestWaitingMs, facts }];
    }),

  'no-worker': ({ workers, now }: Snapshot) => (workers > 0 ? [] : [{ subject: '', since: now, facts: {} }]),

  'local-mode': (
    { mode, modeSince, modeReason, now }: Snapshot,
    { localMinutes, redisExpected }: AlertLimits,
  ) => {
    if (!redisExpected || mode !== 'local' || now - modeSince <= localMinutes * minute) return [];
    return [{ subject: '', since: modeSince, facts: { reason: modeReason ?? '' } }];
  },

  'failure-rate': ({ pushes, now }: Snapshot, { failurePercent }: AlertLimits) => {
    const { finished, failed } = pushes;
    const percent = (failed / finished) * 100;
    if (finished < fewestPushes || percent <= failurePercent) return [];
    return [{ subject: '', since: now, facts: { failed, finished, percent: Math.round(percent) } }];
  },

  'mailbox-down': ({ mailboxes, now }: Snapshot) =>
    mailboxes
      .filter(({ failures }) => failures >= mostFailures)
      .map(({ id, name, failures, error }) => ({
        subject: String(id),
        since: now,
        facts: { name, failures, error: error ?? '' },
      })),

  overdue: ({ overdue, now }: Snapshot, { overdueMinutes }: AlertLimits) => {
    const { count, longestMs } = overdue;
    if (count === 0 || longestMs <= overdueMinutes * minute) return [];
    return [{ subject: '', since: now - longestMs, facts: { count, minutes: minutes(longestMs) } }];
  },

  'push-failed': ({ unmended }: Snapshot) => {
    if (unmended === null) return [];
    const { since, ...facts } = unmended;
    return [{ subject: '', since, facts }];
  },
} satisfies Record<
  string,
  (snapshot: Snapshot, limits: AlertLimits) => (Omit<Finding, 'rule' | 'facts'> & { facts: AlertFacts })[]
>;

export type AlertRule = keyof typeof rules;
export const alertRules = Object.keys(rules) as AlertRule[];

const minutes = (ms: number): number => Math.floor(ms / minute);

/** Everything that is wrong. */
export const findWrong = (snapshot: Snapshot, limits: AlertLimits): Finding[] =>
  alertRules.flatMap((rule) => rules[rule](snapshot, limits).map((found) => ({ ...found, rule })));
