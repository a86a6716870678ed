import { type Insertable, type Selectable, sql } from 'kysely';
import type { Store } from './open.ts';
import type { ProcessRow } from './schema.ts';

export type Process = Selectable<ProcessRow>;

/** A sign of life in this time, in milliseconds, and a process counts as alive. */
export const aliveMs = 6000;

/** A process says it is alive, and what it has counted. */
export async function notePresence(
  store: Store,
  row: Omit<Insertable<ProcessRow>, 'started_at' | 'last_seen'>,
): Promise<void> {
  await store.relaxed(({ db }) =>
    db
      .insertInto('process')
      .values({ ...row, started_at: store.now(), last_seen: store.now() })
      .onConflict((oc) =>
        oc.column('id').doUpdateSet({ last_seen: store.now(), metrics: row.metrics ?? null }),
      )
      .execute(),
  );
}

/** @param withinMs a sign of life not older than this, in milliseconds. */
export const livingProcesses = (store: Store, withinMs: number): Promise<Process[]> =>
  store.db
    .selectFrom('process')
    .selectAll()
    .where('last_seen', '>', sql<number>`${store.now()} - ${withinMs}`)
    .orderBy('started_at')
    .orderBy('id')
    .execute();

/** It ends in good order. @param input.metrics what it had counted: kept until it is added to that of all who ended. */
export async function leave(store: Store, input: { id: string; metrics: string | null }): Promise<void> {
  await store.db
    .updateTable('process')
    .set({ last_seen: 0, metrics: input.metrics })
    .where('id', '=', input.id)
    .execute();
}
