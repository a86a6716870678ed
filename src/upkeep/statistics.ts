import type { JobHandler } from '../queue/perform-job.ts';
import type { Store } from '../store/open.ts';
import {
  type FinishedRun,
  finishedRuns,
  firstActivity,
  lastStatisticDay,
  mailsWithin,
  replaceStatisticDay,
  type Span,
  type StatisticDay,
} from '../store/statistics.ts';
import { dayAt, spanOf } from './days.ts';

export interface StatisticsDeps {
  store: Store;
  /** The service's, whose days are counted. */
  timeZone: string;
}

/** A message may be accepted two days after its run: so many days are reckoned anew each night. */
const settlingDays = 3;

/** The handler of the job `statistics`; its key is the newest day, `YYYY-MM-DD`. */
export const statisticsJob =
  (deps: StatisticsDeps): JobHandler =>
  async ({ key }) => ({ kind: 'done', result: await computeStatistics(deps, Temporal.PlainDate.from(key)) });

/**
 * The figures of all days up to `upTo` that have none yet and of the last few, each day in a transaction of its own: doing
 * it again gives the same rows.
 *
 * @returns how many days had anything to count.
 */
export async function computeStatistics(
  deps: StatisticsDeps,
  upTo: Temporal.PlainDate,
): Promise<{ days: number }> {
  const { store, timeZone } = deps;
  const last = await lastStatisticDay(store, upTo.toString());
  const settling = upTo.subtract({ days: settlingDays - 1 });
  const missed = last === null ? null : Temporal.PlainDate.from(last).add({ days: 1 });
  const first = missed && Temporal.PlainDate.compare(missed, settling) < 0 ? missed : settling;
  const whole: Span = {
    from: last === null ? 0 : spanOf(first, timeZone).from,
    to: spanOf(upTo, timeZone).to,
  };
  let days = 0;
  for (;;) {
    const at = await firstActivity(store, whole);
    if (at === null) return { days };
    const day = dayAt(at, timeZone);
    const span = spanOf(day, timeZone);
    await replaceStatisticDay(store, day.toString(), await figuresOf(store, { day: day.toString(), span }));
    days += 1;
    whole.from = span.to;
  }
}

async function figuresOf(store: Store, { day, span }: { day: string; span: Span }): Promise<StatisticDay[]> {
  const rows = new Map<string, StatisticDay>();
  const rowOf = (subject: StatisticDay['subject'], id: number): StatisticDay => {
    const key = `${subject} ${id}`;
    const row = rows.get(key) ?? { ...nothing, day, subject, subject_id: id };
    rows.set(key, row);
    return row;
  };
  for await (const runs of finishedRuns(store, span)) {
    for (const run of runs) addRun(rowOf('subscription', run.subscription_id), run);
  }
  for (const { figure, mailbox, count } of await mailsWithin(store, span)) {
    rowOf('mailbox', mailbox)[figure] += count;
  }
  return [...rows.values()];
}

const figureOf = {
  sent: 'runs_sent',
  sending: 'runs_sending',
  undelivered: 'runs_undelivered',
  'nothing-new': 'runs_nothing_new',
  failed: 'runs_failed',
  skipped: 'runs_skipped',
} as const satisfies Record<NonNullable<FinishedRun['outcome']>, keyof StatisticDay>;

/** As `RunRow.counts` has them; the push says what each means. */
type Counts = Record<'found' | 'new' | 'setAside' | 'waiting' | 'fromLine', number>;

function addRun(row: StatisticDay, run: FinishedRun): void {
  row.requests += run.requests;
  if (run.trigger === 'test' || run.outcome === null) return;
  row[figureOf[run.outcome]] += 1;
  if (run.complete === 0) row.runs_incomplete += 1;
  if (run.counts === null) return;
  const { found = 0, setAside = 0, waiting = 0, ...counts } = JSON.parse(run.counts) as Partial<Counts>;
  if (run.outcome === 'sent') row.articles_given += (counts.new ?? 0) + (counts.fromLine ?? 0);
  // The runs of a day search the same weeks: the last one says how it stands, a sum would count the same paper twice.
  row.articles_found = found;
  row.articles_set_aside = setAside;
  row.articles_waiting = waiting;
}

const nothing = {
  runs_sent: 0,
  runs_sending: 0,
  runs_undelivered: 0,
  runs_nothing_new: 0,
  runs_failed: 0,
  runs_skipped: 0,
  runs_incomplete: 0,
  requests: 0,
  articles_given: 0,
  articles_found: 0,
  articles_set_aside: 0,
  articles_waiting: 0,
  mails_accepted: 0,
  mails_uncertain: 0,
  mails_failed: 0,
} satisfies Omit<StatisticDay, 'day' | 'subject' | 'subject_id'>;
