import type { Kysely } from 'kysely';
import type { MetricSource } from '../contract/journals.ts';
import type { Store } from './open.ts';
import type { Tables } from './schema.ts';

/** The newest activation of a source that was not undone: what is in force. */
async function newest(db: Kysely<Tables>, source: MetricSource) {
  const row = await db
    .selectFrom('edition_activation')
    .select(['id', 'edition_id as edition'])
    .where('source', '=', source)
    .where('undone_at', 'is', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Holds off, until the transaction ends, everybody else who would change what is in force of a source; to be called first. On
 * PostgreSQL two changes would pass each other unseen.
 */
async function holdSource(db: Kysely<Tables>, source: MetricSource): Promise<void> {
  await db
    .insertInto('setting')
    .values({ key: `editions-held-${source}`, value: '' })
    .onConflict((oc) => oc.column('key').doUpdateSet((eb) => ({ value: eb.ref('excluded.value') })))
    .execute();
}

/**
 * Puts an edition in force. What is in force already stays so, without a second activation.
 *
 * @returns the edition that was in force before (this one, where it was so already; null: none), or `not-ready` where this one
 * cannot be put in force (any more).
 */
export const activateInStore = (
  store: Store,
  { id, source }: { id: number; source: MetricSource },
): Promise<{ before: number | null } | 'not-ready'> =>
  store.db.transaction().execute(async (db) => {
    await holdSource(db, source);
    const ready = await db
      .selectFrom('edition')
      .select('id')
      .where('id', '=', id)
      .where('state', '=', 'ready')
      .executeTakeFirst();
    if (!ready) return 'not-ready';
    const top = await newest(db, source);
    if (top?.edition === id) return { before: id };
    await db
      .insertInto('edition_activation')
      .values({ source, edition_id: id, activated_at: store.now(), undone_at: null })
      .execute();
    return { before: top?.edition ?? null };
  });

/**
 * Undoes what put an edition in force, so that the one before, or none, is.
 *
 * @param input.edition what is to be undone; where another one is in force, nothing changes.
 * @returns the edition that is in force now.
 */
export const undoInStore = (
  store: Store,
  { source, edition }: { source: MetricSource; edition: number },
): Promise<number | null> =>
  store.db.transaction().execute(async (db) => {
    await holdSource(db, source);
    // More than one, where the edition between two activations of this one was removed.
    for (let top = await newest(db, source); ; top = await newest(db, source)) {
      if (top?.edition !== edition) return top?.edition ?? null;
      await db
        .updateTable('edition_activation')
        .set({ undone_at: store.now() })
        .where('id', '=', top.id)
        .execute();
    }
  });

/**
 * Takes an edition out of use for good, before its rows are deleted: it can no longer be put in force, and no rollback comes
 * back to it.
 *
 * @param input.error what is said of it should the deletion be cut short, JSON.
 * @returns `in-force`, and nothing changes, where it is so.
 */
export const retireInStore = (
  store: Store,
  input: { id: number; source: MetricSource; error: string },
): Promise<'retired' | 'in-force'> =>
  store.db.transaction().execute(async (db) => {
    const { id, source, error } = input;
    await holdSource(db, source);
    if ((await newest(db, source))?.edition === id) return 'in-force';
    await db
      .updateTable('edition')
      .set({ state: 'failed', claim: null, error })
      .where('id', '=', id)
      .execute();
    await db.deleteFrom('edition_activation').where('edition_id', '=', id).execute();
    return 'retired';
  });

/** What a rollback would bring back: of this source the newest activated and not undone edition but the one in force. */
export async function editionBefore(store: Store, source: MetricSource): Promise<number | null> {
  const top = await newest(store.db, source);
  const row = await store.db
    .selectFrom('edition_activation')
    .select('edition_id as edition')
    .where('source', '=', source)
    .where('undone_at', 'is', null)
    .where('edition_id', '<>', top?.edition ?? 0)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.edition ?? null;
}
