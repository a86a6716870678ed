import { activeWithoutRunSince } from '../store/active-subscriptions.ts';
import { addJob } from '../store/jobs.ts';
import type { Store } from '../store/open.ts';
import { openRun } from '../store/runs.ts';

/** Runs opened in one transaction: others write between two of them. */
const chunk = 100;

export interface PushedAll {
  opened: number;
  /** Subscriptions of which a run was open already: that one is as good. */
  joined: number;
}

/** Asks for a push of every active subscription; the job does it. Two who ask at once ask for one. */
export const requestPushAll = (store: Store): Promise<{ id: number; joined: boolean }> =>
  addJob(store, { kind: 'push-all', key: 'all', queue: 'high' });

/**
 * Opens a run of every active subscription. Their jobs go with the scheduled ones, so that they never stand in the way of
 * a single push that somebody waits for.
 *
 * @param input.since when this was asked for: a subscription that was pushed after it is not pushed once more, also when a
 *   process died half-way and another one begins again.
 */
export async function pushAll(store: Store, input: { since: number }): Promise<PushedAll> {
  const all: PushedAll = { opened: 0, joined: 0 };
  for (let after = 0; ; ) {
    const ids = await activeWithoutRunSince(store, { after, since: input.since, limit: chunk });
    if (ids.length === 0) return all;
    await store.db.transaction().execute(async (trx) => {
      for (const subscriptionId of ids) {
        const run = { subscriptionId, trigger: 'manual', slot: null, queue: 'default' } as const;
        const { joined } = await openRun({ ...store, db: trx }, run);
        all[joined ? 'joined' : 'opened'] += 1;
      }
    });
    after = ids.at(-1) ?? after;
  }
}
