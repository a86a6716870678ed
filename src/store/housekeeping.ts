import { addJob } from './jobs.ts';
import type { Store } from './open.ts';
import { countReconcilable, dueForReconciliation } from './reconciliation.ts';

const key = 'housekeeping';

/** What stands in the setting: the night whose jobs were opened, and how many subscriptions are still to be looked at in it. */
interface Opened {
  night: string;
  left: number;
}

const dayMs = 86_400_000;
/** Each subscription has its turn about once in so many days. */
const turnDays = 7;
/** More than an even share, so that what a night without service left behind is made good. */
const spare = 20;
/** Jobs that one call opens at most: a short transaction. */
const batch = 500;

/**
 * Opens the housekeeping jobs of a night once, whoever asks and however often: its figures, its clean-up, and the
 * reconciliations that are due, in several calls where they are many. An installation's first night has nothing to do.
 *
 * @param input.night its day, `YYYY-MM-DD`; another one than last time is a new night, also an earlier one.
 * @param input.yesterday the day whose figures are complete now.
 * @returns whether there is more to open.
 */
export async function openNight(
  store: Store,
  input: { night: string; yesterday: string },
): Promise<{ more: boolean }> {
  const { night } = input;
  const text = await readOpened(store);
  if (text === undefined) {
    await store.db
      .insertInto('setting')
      .values({ key, value: JSON.stringify({ night, left: 0 } satisfies Opened) })
      .onConflict((oc) => oc.doNothing())
      .execute();
    return { more: false };
  }
  const before = JSON.parse(text) as Opened;
  const isNew = before.night !== night;
  if (!isNew && before.left === 0) return { more: false };
  return store.db.transaction().execute(async (trx) => {
    const inside = { ...store, db: trx };
    const share = isNew ? Math.ceil((await countReconcilable(inside)) / turnDays) + spare : before.left;
    const limit = Math.min(share, batch);
    const due = await dueForReconciliation(inside, { olderThanMs: turnDays * dayMs, limit });
    const left = due.length < limit ? 0 : share - due.length;
    const { numUpdatedRows } = await trx
      .updateTable('setting')
      .set({ value: JSON.stringify({ night, left } satisfies Opened) })
      .where('key', '=', key)
      .where('value', '=', text)
      .executeTakeFirst();
    // Another process is at it: what it left over is seen at the next call.
    if (numUpdatedRows !== 1n) return { more: true };
    if (isNew) {
      await addJob(inside, { kind: 'statistics', key: input.yesterday, queue: 'low' });
      await addJob(inside, { kind: 'retention', key: 'all', queue: 'low' });
    }
    for (const subscriptionId of due) {
      await addJob(inside, { kind: 'reconcile', key: String(subscriptionId), queue: 'low', subscriptionId });
    }
    return { more: left > 0 };
  });
}

async function readOpened(store: Store): Promise<string | undefined> {
  const row = await store.db.selectFrom('setting').select('value').where('key', '=', key).executeTakeFirst();
  return row?.value;
}
