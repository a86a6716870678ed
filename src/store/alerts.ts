import { type Selectable, type SqlBool, sql } from 'kysely';
import type { Store } from './open.ts';
import type { AlertRow } from './schema.ts';

export type Alert = Selectable<AlertRow>;
type AlertKey = Pick<Alert, 'rule' | 'subject' | 'since'>;

/** All that ever fired, each with its last time. */
export const listAlerts = (store: Store): Promise<Alert[]> =>
  store.db.selectFrom('alert').selectAll().orderBy('rule').orderBy('subject').execute();

export const firingAlerts = (store: Store): Promise<Alert[]> =>
  store.db.selectFrom('alert').selectAll().where('state', '=', 'firing').orderBy('since').execute();

/**
 * A rule fires. Of one that fires already only the figures change. One that is over and was told so is a new alert; one
 * whose end nobody heard of goes on.
 *
 * @param input.since epoch milliseconds. @returns whether it is new.
 */
export async function raiseAlert(
  store: Store,
  input: { rule: string; subject: string; since: number; facts: string },
): Promise<boolean> {
  const { rule, subject, since, facts } = input;
  const updated = await store.db
    .updateTable('alert')
    .set({ facts })
    .where('rule', '=', rule)
    .where('subject', '=', subject)
    .where('state', '=', 'firing')
    .executeTakeFirst();
  if (updated.numUpdatedRows > 0n) return false;
  const ended = sql<SqlBool>`alert.over_told_at IS NOT NULL`;
  const { numInsertedOrUpdatedRows } = await store.db
    .insertInto('alert')
    .values({ rule, subject, state: 'firing', since, facts })
    .onConflict((oc) =>
      oc
        .columns(['rule', 'subject'])
        .doUpdateSet({
          state: 'firing',
          facts,
          since: sql<number>`CASE WHEN ${ended} THEN CAST(${since} AS BIGINT) ELSE alert.since END`,
          told_at: sql<number | null>`CASE WHEN ${ended} THEN NULL ELSE alert.told_at END`,
          over_at: null,
          over_told_at: null,
        })
        .where('alert.state', '=', 'over'),
    )
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** @returns false where another process has ended it before. */
export async function endAlert(store: Store, { rule, subject, since }: AlertKey): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable('alert')
    .set({ state: 'over', over_at: store.now() })
    .where('rule', '=', rule)
    .where('subject', '=', subject)
    .where('since', '=', since)
    .where('state', '=', 'firing')
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Nobody was told of it as it now is: that it fires, or that it is over. */
const isUntold = sql<SqlBool>`((state = 'firing' AND told_at IS NULL) OR (state = 'over' AND over_told_at IS NULL))`;

/**
 * Takes an alert that somebody has to be told of. One statement, so that of many processes one tells it; when that one dies
 * over it, another may after `ttlMs`.
 */
export const claimTelling = (store: Store, input: { ttlMs: number }): Promise<Alert[]> =>
  store.db
    .updateTable('alert')
    .set({ telling_until: sql<number>`${store.now()} + ${input.ttlMs}` })
    .where(isUntold)
    .where(sql<SqlBool>`(telling_until IS NULL OR telling_until <= ${store.now()})`)
    .returningAll()
    .execute();

/**
 * Everybody was told of it as it was when it was claimed. What ended meanwhile is told once more by its end; what began
 * again while its end was told is a new alert.
 */
export async function markTold(store: Store, alert: Alert): Promise<void> {
  const isOver = sql<SqlBool>`state = 'over'`;
  await held(store, alert)
    .set({ telling_until: null })
    .$if(alert.state === 'firing', (qb) => qb.set({ told_at: store.now() }))
    .$if(alert.state === 'over', (qb) =>
      qb.set({
        since: sql<number>`CASE WHEN ${isOver} THEN since ELSE ${store.now()} END`,
        told_at: sql<number | null>`CASE WHEN ${isOver} THEN coalesce(told_at, ${store.now()}) END`,
        over_told_at: sql<number | null>`CASE WHEN ${isOver} THEN ${store.now()} END`,
      }),
    )
    .execute();
}

/** Somebody could not be told yet. */
export async function releaseTelling(store: Store, alert: Alert): Promise<void> {
  await held(store, alert).set({ telling_until: null }).execute();
}

const held = (store: Store, { rule, subject, since, telling_until }: Alert) =>
  store.db
    .updateTable('alert')
    .where('rule', '=', rule)
    .where('subject', '=', subject)
    .where('since', '=', since)
    .where('telling_until', '=', telling_until);
