import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { frozenDigest, noFacts } from '../../test/store-fixtures.ts';
import type { Schedule } from '../contract/schedule.ts';
import { presetFilters } from '../filters/presets.ts';
import { searchWindow } from '../push/search-window.ts';
import { freezeRun } from '../store/digests.ts';
import { ledgerOf } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';
import { claimRun, openRun } from '../store/runs.ts';
import { databaseTime, findSubscription, updateSubscription } from '../store/subscriptions.ts';
import { changeSubscription, type SubscriptionChange } from './change.ts';
import { createSubscription } from './create.ts';
import { nextSlot } from './next-slot.ts';
import { pauseSubscription } from './pause.ts';

const schedule: Schedule = { frequency: 'daily', at: '08:00', timeZone: 'Asia/Shanghai' };
const limits = { maxArticles: 200, firstWindowDays: 365, recipients: 3 };
const address = 'reader@example.org';

describeEachDatabase('a changed subscription', (kind) => {
  let database: TestDatabase;
  let store: Store;
  let id: number;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    store = database.store;
    const person = { email: address, locale: 'en' as const, timeZone: 'Asia/Shanghai' };
    id = await createSubscription(
      store,
      { person, query: 'sepsis', schedule, accepted: ['sepsiss'] },
      { limits, random: randomBytes },
    );
  });
  afterEach(() => database.close());

  const change = (what: SubscriptionChange) => changeSubscription(store, id, what, { limits });
  const row = async () => {
    const found = await findSubscription(store, id);
    if (!found) throw new Error('the subscription is gone');
    return found;
  };

  let runId = 0;
  /** A complete run that gave `pmids`, up to the point where its digest is frozen. */
  async function claimed(claim: string) {
    const opened = await openRun(store, { subscriptionId: id, trigger: 'manual', slot: null });
    const run = await claimRun(store, { id: opened.id, claim, ttlMs: 30_000 });
    if (!run) throw new Error('no run to claim');
    runId = run.id;
    return (pmids: number[]) =>
      freezeRun(store, {
        run: { id: run.id, subscription_id: id, claim, outcome: 'sending', ...noFacts },
        ...frozenDigest(pmids, [address], claim),
        subscription: { first_window_start: '2026-01-01', searched_at: 5, translation: 'old' },
      });
  }

  it('keeps what is not named', async () => {
    const before = await row();
    await change({ maxArticles: 7, sendNothingNew: true, name: 'Other', filters: presetFilters('reviews') });
    const { updated_at: _, ...after } = await row();
    expect(after).toMatchObject({ name: 'Other', max_articles: 7, send_nothing_new: 1 });
    expect(JSON.parse(after.filters)).toEqual(presetFilters('reviews'));
    const same = { max_articles: 0, send_nothing_new: 0, name: '', filters: '', updated_at: 0 };
    expect({ ...after, ...same }).toEqual({ ...before, ...same });
  });

  it('begins anew with another query, and its ledger stays', async () => {
    const freeze = await claimed('a');
    await freeze([11, 12]);
    expect(searchWindow(await row(), Date.now()).first).toBe(false);
    await change({ query: ' septic\n shock ' });
    expect(await row()).toMatchObject({
      query: 'septic shock',
      query_revision: 2,
      accepted: '[]',
      first_window_start: null,
      searched_at: null,
      translation: null,
    });
    expect(searchWindow(await row(), Date.now()).first).toBe(true);
    expect((await ledgerOf(store, id, [11, 12])).size).toBe(2);
  });

  it('goes on with the same query, saved once more', async () => {
    const freeze = await claimed('a');
    await freeze([11]);
    await change({ query: 'sepsis', maxArticles: 5 });
    expect(await row()).toMatchObject({
      query_revision: 1,
      accepted: '["sepsiss"]',
      first_window_start: '2026-01-01',
      max_articles: 5,
    });
  });

  it('takes accepted terms with another query and without one', async () => {
    await change({ query: 'septic shock', accepted: ['shok'] });
    expect(await row()).toMatchObject({ accepted: '["shok"]', query_revision: 2 });
    await change({ accepted: [] });
    expect(await row()).toMatchObject({ accepted: '[]', query_revision: 2 });
  });

  it('takes the claim of a run that searches with the old query: it leaves nothing and is done again', async () => {
    const freeze = await claimed('old');
    await change({ query: 'septic shock' });
    expect(await freeze([11])).toBeNull();
    expect(await row()).toMatchObject({ first_window_start: null, searched_at: null });
    expect((await ledgerOf(store, id, [11])).size).toBe(0);
    expect(await claimRun(store, { id: runId, claim: 'new', ttlMs: 30_000 })).toMatchObject({ attempts: 1 });
  });

  it('leaves a run alone where the query stays', async () => {
    const freeze = await claimed('a');
    await change({ query: 'sepsis', name: 'Other' });
    expect(await freeze([11])).not.toBeNull();
  });

  it('is due by its new schedule', async () => {
    const weekly: Schedule = {
      frequency: 'weekly',
      weekdays: ['mon'],
      at: '09:30',
      timeZone: 'Europe/London',
    };
    await change({ schedule: weekly });
    expect((await row()).next_slot).toBe(nextSlot(weekly, await databaseTime(store)));
  });

  it('does not move a due slot when the same schedule is saved once more', async () => {
    await updateSubscription(store, id, { next_slot: 1000 });
    await change({ schedule: { ...schedule }, maxArticles: 3 });
    expect((await row()).next_slot).toBe(1000);
  });

  it('stays without a slot while it is paused', async () => {
    await pauseSubscription(store, id, null);
    await change({ schedule: { ...schedule, at: '10:00' } });
    expect(await row()).toMatchObject({ status: 'paused', next_slot: null });
    expect(JSON.parse((await row()).schedule)).toMatchObject({ at: '10:00' });
  });

  it.each<[string, SubscriptionChange]>([
    ['query-empty', { query: '  ', name: 'Other' }],
    ['number-wrong', { maxArticles: 201, query: 'other' }],
    ['number-wrong', { firstWindowDays: 0, query: 'other' }],
  ])('is refused and stays as it was: %s', async (code, what) => {
    const before = await row();
    await expect(change(what)).rejects.toMatchObject({ code });
    expect(await row()).toEqual(before);
  });

  it('has to be there', async () => {
    await expect(changeSubscription(store, id + 1, { name: 'x' }, { limits })).rejects.toMatchObject({
      code: 'subscription-unknown',
    });
  });
});
