import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely';
import { chunks } from './chunks.ts';
import type { Store } from './open.ts';
import type { RunRow, StatisticDayRow } from './schema.ts';

export type StatisticDay = Selectable<StatisticDayRow>;

/** Instants of the database's clock: `from` belongs to it, `to` does not. */
export interface Span {
  from: number;
  to: number;
}

/** The newest day up to `upTo` that has figures. */
export async function lastStatisticDay(store: Store, upTo: string): Promise<string | null> {
  const row = await store.db
    .selectFrom('statistic_day')
    .select((eb) => eb.fn.max('day').as('day'))
    .where('day', '<=', upTo)
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The first instant in the span at which a run ended or a message was accepted or became uncertain. */
export async function firstActivity(store: Store, span: Span): Promise<number | null> {
  const { db } = store;
  const run = db.selectFrom('run').select((eb) => eb.fn.min('finished_at').as('at'));
  const sent = db.selectFrom('delivery').select((eb) => eb.fn.min('accepted_at').as('at'));
  const lost = db.selectFrom('delivery').select((eb) => eb.fn.min('uncertain_at').as('at'));
  const rows = [
    await run.where(within('finished_at', span)).executeTakeFirst(),
    await sent.where(within('accepted_at', span)).executeTakeFirst(),
    await lost.where(within('uncertain_at', span)).executeTakeFirst(),
  ];
  const found = rows.flatMap((row) => row?.at ?? []);
  return found.length > 0 ? Math.min(...found) : null;
}

const within = (column: string, { from, to }: Span): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.ref(column)} >= ${from} AND ${sql.ref(column)} < ${to}`;

export type FinishedRun = Pick<
  Selectable<RunRow>,
  'id' | 'subscription_id' | 'trigger' | 'outcome' | 'complete' | 'counts' | 'requests'
> & { finished_at: number };

const runsAtATime = 2000;

/** Runs that ended in the span, in the order in which they did, so many at a time. */
export async function* finishedRuns(store: Store, span: Span): AsyncGenerator<FinishedRun[]> {
  let after = { at: span.from, id: 0 };
  for (;;) {
    const rows = await store.db
      .selectFrom('run')
      .select([
        'id',
        'subscription_id',
        'trigger',
        'outcome',
        'complete',
        'counts',
        'requests',
        'finished_at',
      ])
      .where(within('finished_at', { ...span, from: after.at }))
      .where(sql<SqlBool>`(finished_at, id) > (${after.at}, ${after.id})`)
      .orderBy('finished_at')
      .orderBy('id')
      .limit(runsAtATime)
      .execute();
    const runs = rows as FinishedRun[];
    const last = runs.at(-1);
    if (!last) return;
    yield runs;
    after = { at: last.finished_at, id: last.id };
  }
}

export type MailFigure = 'mails_accepted' | 'mails_uncertain' | 'mails_failed';

/** How many messages of the span each mailbox has taken, or 0 where none is known to have; each as `StatisticDayRow` counts it. */
export async function mailsWithin(
  store: Store,
  span: Span,
): Promise<{ figure: MailFigure; mailbox: number; count: number }[]> {
  const counted = async (figure: MailFigure, condition: RawBuilder<SqlBool>) => {
    const rows = await store.db
      .selectFrom('delivery')
      .select((eb) => [
        sql<number>`coalesce(mailbox_id, 0)`.as('mailbox'),
        eb.fn.countAll<number>().as('count'),
      ])
      .where(condition)
      .groupBy('mailbox_id')
      .execute();
    return rows.map((row) => ({ figure, ...row }));
  };
  const failed = sql<SqlBool>`state <> 'sent' AND state = 'failed' AND ${within('created_at', span)}`;
  return [
    ...(await counted('mails_accepted', within('accepted_at', span))),
    ...(await counted('mails_uncertain', within('uncertain_at', span))),
    ...(await counted('mails_failed', failed)),
  ];
}

/** The figures of a day take the place of those that were there. */
export function replaceStatisticDay(store: Store, day: string, rows: readonly StatisticDay[]): Promise<void> {
  return store.db.transaction().execute(async (trx) => {
    await trx.deleteFrom('statistic_day').where('day', '=', day).execute();
    for (const some of chunks(rows)) await trx.insertInto('statistic_day').values(some).execute();
  });
}
