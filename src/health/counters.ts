import { Counter, Histogram, Registry } from 'prom-client';
import type { SendOutcome } from '../mail/send-outcome.ts';
import type { JobDeps } from '../queue/perform-job.ts';

type Attempt = Parameters<NonNullable<JobDeps['onAttempt']>>[0];

/** How a push ended, as far as it is counted. */
interface PushEnd {
  result: string;
  articles?: number;
  requests?: number;
}

/** What this process counts from its start on. Another one adds its own; `metrics.ts` shows the sum of all. */
export interface Counters {
  attempt(attempt: Attempt): void;
  push(end: PushEnd): void;
  mail(outcome: SendOutcome): void;
  /** All of it as JSON, for the row of this process. */
  asJson(): Promise<string>;
}

/** Told from the start, so that the first of a kind shows as a rise. */
const pushResults = ['sent', 'queued', 'nothing-new', 'skipped', 'later', 'failed'];
const mailOutcomes: SendOutcome['kind'][] = [
  'accepted',
  'recipient-refused',
  'mailbox-failed',
  'message-refused',
  'uncertain',
];

/** In seconds. */
const jobBuckets = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800];
const latenessBuckets = [0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600, 21_600];

/** @param input.slotOf the slot that a run was opened for by the clock, epoch milliseconds; null for every other run. */
export function createCounters(input: { slotOf: (runId: number) => Promise<number | null> }): Counters {
  const registry = new Registry();
  const registers = [registry];
  const jobs = new Histogram({
    name: 'litpush_job_seconds',
    help: 'Time that an attempt of a job took, by kind and by how it ended: done, later (it is tried again), failed.',
    labelNames: ['kind', 'outcome'],
    buckets: jobBuckets,
    registers,
  });
  const pushes = new Counter({
    name: 'litpush_pushes_total',
    help: 'Attempts of a push by result: sent, queued (the mail waits), nothing-new, skipped, later (tried again), failed.',
    labelNames: ['outcome'],
    registers,
  });
  const articles = new Counter({
    name: 'litpush_articles_total',
    help: 'Articles in the digests that were made.',
    registers,
  });
  const requests = new Counter({
    name: 'litpush_pubmed_requests_total',
    help: 'Requests to PubMed of runs that have ended.',
    registers,
  });
  const lateness = new Histogram({
    name: 'litpush_slot_lateness_seconds',
    help: 'From the minute that a subscription is due to the first attempt of its run.',
    buckets: latenessBuckets,
    registers,
  });
  const mails = new Counter({
    name: 'litpush_mails_total',
    help: 'Messages handed to a mail server, by what became of them.',
    labelNames: ['outcome'],
    registers,
  });

  for (const outcome of pushResults) pushes.inc({ outcome }, 0);
  for (const outcome of mailOutcomes) mails.inc({ outcome }, 0);

  async function noteLateness({ job }: Attempt): Promise<void> {
    const slot = job.run_id === null ? null : await input.slotOf(job.run_id);
    if (slot !== null) lateness.observe(Math.max(0, job.started_at - slot) / 1000);
  }

  return {
    attempt(attempt) {
      const { job, outcome, ms } = attempt;
      jobs.observe({ kind: job.kind, outcome: outcome.kind }, ms / 1000);
      // Of a job the first attempt tells; where the database went meanwhile one figure is missing.
      if (job.kind === 'push' && job.attempts === 1) noteLateness(attempt).catch(() => undefined);
    },
    push(end) {
      pushes.inc({ outcome: end.result });
      articles.inc(end.articles ?? 0);
      // A run that goes on counts them to its end.
      if (end.result !== 'later') requests.inc(end.requests ?? 0);
    },
    mail: ({ kind }) => mails.inc({ outcome: kind }),
    asJson: async () => JSON.stringify(await registry.getMetricsAsJSON()),
  };
}
