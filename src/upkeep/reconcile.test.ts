import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { madeUpRecord } from '../../test/made-up-record.ts';
import {
  addsUp,
  dayMs,
  hour,
  ledgerByState,
  makeWorld,
  outboxOf,
  runsOf,
  tag,
  type World,
  workOff,
} from '../../test/world.ts';
import { addJob, type ClaimedJob } from '../store/jobs.ts';
import { putInLine } from '../store/reconciliation.ts';
import { findSubscription, updateSubscription } from '../store/subscriptions.ts';
import { changeSubscription } from '../subscriptions/change.ts';
import { pauseSubscription } from '../subscriptions/pause.ts';
import { type ReconcileDeps, reconcileJob } from './reconcile.ts';

const limits = { maxArticles: 500, firstWindowDays: 365, recipients: 10 };
/** Within the first window of 30 days, and so long ago that no run's own window reaches it. */
const longAgo = -20;

let world: World;
afterEach(() => world.close());

/** A week without runs of its own, and what the night brings. */
const goOnAWeek = async () => {
  world.advance(8 * dayMs);
  await workOff(world.app);
};
const subscribed = async (change: Parameters<World['subscribe']>[0] = {}) => {
  const id = await world.subscribe({
    schedule: { frequency: 'monthly', day: 1, at: '08:00', timeZone: 'UTC' },
    ...change,
  });
  await updateSubscription(world.app.store, id, { next_slot: null });
  await world.push(id);
  return id;
};
const reconcile = (id: number, change: Partial<ReconcileDeps> = {}, tries = 1) =>
  reconcileJob({ ...world.app.upkeep, ...change })({ subscription_id: id, tries } as ClaimedJob);
const reconciledAt = async (id: number) => (await findSubscription(world.app.store, id))?.reconciled_at;
const jobs = () =>
  world.app.store.db
    .selectFrom('job')
    .selectAll()
    .where('kind', '=', 'reconcile')
    .orderBy('id')
    .execute()
    .then((rows) => rows.map((job) => ({ ...job, result: JSON.parse(job.result ?? 'null') as unknown })));

describeEachDatabase('the look back over 90 days', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });

  it('brings what no run could see: given by the next run, once, by the filters', async () => {
    const first = world.publish({ tag, count: 2 });
    const id = await subscribed({ filters: { all: [{ rule: 'no-abstract' }] } });
    await workOff(world.app);
    // Corrected, indexed late, back-filled: they match only now. One lies before the beginning and is none of ours.
    const late = world.publish({ tag, count: 3, day: world.day(longAgo) });
    world.publish({ tag, count: 1, day: world.day(-40) });
    const bare = world.sandbox.corpus.highestPmid() + 1;
    world.sandbox.corpus.add(
      madeUpRecord({ pmid: bare, day: world.day(longAgo), title: `${tag} ${bare}`, abstract: null }),
    );
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    expect(await ledgerByState(world.app, id)).toEqual({ given: first });

    await goOnAWeek();
    expect(await jobs()).toMatchObject([
      { state: 'done', queue: 'low', result: { result: 'reconciled', found: 6, known: 2, added: 4 } },
    ]);
    expect(await ledgerByState(world.app, id)).toEqual({ given: first, waiting: [...late, bare] });
    const fresh = world.publish({ tag, count: 1 });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 4 });
    const after = { given: [...first, ...late, ...fresh], 'set-aside': [bare] };
    expect(await ledgerByState(world.app, id)).toEqual(after);

    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    await goOnAWeek();
    expect((await jobs()).at(-1)).toMatchObject({ result: { known: 7, added: 0 } });
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    expect(await ledgerByState(world.app, id)).toEqual(after);
    const brought = (await outboxOf(world)).flatMap((mail) => mail.pmids);
    expect(brought.toSorted()).toEqual(after.given);
    const runs = await runsOf(world.app, id);
    expect(runs.map(({ complete }) => complete)).toEqual([1, 1, 1, 1, 1]);
    expect(runs.every(({ counts }) => addsUp(counts))).toBe(true);
    expect(runs[2]?.counts).toMatchObject({ new: 1, fromLine: 3 });
  });

  it('stays within the limit of a digest, and loses nothing', async () => {
    const id = await subscribed({ maxArticles: 2 });
    const late = world.publish({ tag, count: 7, day: world.day(longAgo) });
    await reconcile(id);
    for (let push = 0; push < 4; push += 1) {
      world.advance(dayMs);
      await world.push(id);
    }
    expect(await ledgerByState(world.app, id)).toEqual({ given: late });
    const brought = (await outboxOf(world)).flatMap((mail) => mail.pmids);
    expect(brought.toSorted()).toEqual(late);
    expect((await runsOf(world.app, id)).every(({ counts }) => addsUp(counts))).toBe(true);
  });

  it('leaves to a run at the same moment what that gives', async () => {
    const id = await subscribed();
    const late = world.publish({ tag, count: 2, day: world.day(longAgo) });
    const fresh = world.publish({ tag, count: 2 });
    const searchBack: ReconcileDeps['searchBack'] = async (input) => {
      const found = await world.app.upkeep.searchBack(input);
      await world.push(id);
      return found;
    };
    expect(await reconcile(id, { searchBack })).toMatchObject({ result: { known: 2, added: 2 } });
    expect(await ledgerByState(world.app, id)).toEqual({ given: fresh, waiting: late });
    // As if the run had ended between the look at the ledger and the writing.
    const subscription = { id, query_revision: 1 };
    expect(await putInLine(world.app.store, { subscription, pmids: [...fresh, ...late] })).toBe(0);
    expect(await ledgerByState(world.app, id)).toEqual({ given: fresh, waiting: late });
  });

  it('does not disturb a run that is under way', async () => {
    const id = await subscribed();
    const late = world.publish({ tag, count: 2, day: world.day(longAgo) });
    const fresh = world.publish({ tag, count: 30 });
    world.sandbox.eutilsFaults.set([{ kind: 'slow', ms: 60 }]);
    const other = await world.peer();
    const running = world.push(id);
    await Promise.all([reconcileJob(other.upkeep)({ subscription_id: id, tries: 1 } as ClaimedJob), running]);
    world.sandbox.eutilsFaults.clear();
    for (let push = 0; push < 4; push += 1) await world.push(id);
    expect(await ledgerByState(world.app, id)).toEqual({ given: [...late, ...fresh] });
    const brought = (await outboxOf(world)).flatMap((mail) => mail.pmids);
    expect(brought).toHaveLength(32);
    expect(new Set(brought).size).toBe(32);
  });

  it('is tried again after an outage, and writes nothing before PubMed answered', async () => {
    const id = await subscribed();
    const late = world.publish({ tag, count: 1, day: world.day(longAgo) });
    await workOff(world.app);
    world.sandbox.eutilsFaults.set([{ kind: 'unavailable' }]);
    await goOnAWeek();
    const [job] = await jobs();
    expect(job).toMatchObject({ state: 'waiting', tries: 1 });
    expect(job?.error).toContain('outage');
    expect(await ledgerByState(world.app, id)).toEqual({});
    expect(await reconciledAt(id)).toBeNull();
    world.sandbox.eutilsFaults.clear();
    world.advance(hour);
    await workOff(world.app);
    expect(await jobs()).toMatchObject([{ state: 'done', attempts: 2, result: { added: 1 } }]);
    expect(await ledgerByState(world.app, id)).toEqual({ waiting: late });
    expect(await reconciledAt(id)).not.toBeNull();
  });

  it('changes nothing where the search has a gap, the query changed meanwhile, or nobody waits for it', async () => {
    const id = await subscribed();
    world.publish({ tag, count: 3, day: world.day(longAgo) });
    const { searchBack } = world.app.upkeep;
    const withGap: ReconcileDeps['searchBack'] = async (input) => {
      const found = await searchBack(input);
      return { ...found, ids: found.ids.slice(1), complete: false };
    };
    expect(await reconcile(id, { searchBack: withGap })).toMatchObject({ kind: 'later' });
    const given = await reconcile(id, { searchBack: withGap }, 3);
    expect(given).toEqual({ kind: 'done', result: { result: 'incomplete', found: 2, count: 3 } });

    const changing: ReconcileDeps['searchBack'] = async (input) => {
      const found = await searchBack(input);
      await changeSubscription(world.app.store, id, { query: `${tag}[ti]` }, { limits });
      return found;
    };
    const skipped = { kind: 'done', result: { result: 'skipped' } };
    expect(await reconcile(id, { searchBack: changing })).toMatchObject({
      result: { result: 'query-changed' },
    });
    // The new query has had no run: what it finds is the first one's business.
    expect(await reconcile(id)).toEqual(skipped);
    expect(await ledgerByState(world.app, id)).toEqual({});
    expect(await reconciledAt(id)).toBeNull();
    await world.push(id);
    expect((await reconcile(id)).kind).toBe('done');
    await pauseSubscription(world.app.store, id, null);
    expect(await reconcile(id)).toEqual(skipped);
    expect(await reconcile(987_654)).toEqual(skipped);
  });

  it('asks PubMed after everybody else', async () => {
    const id = await subscribed();
    const { eutils } = world.app;
    const { esearch } = eutils;
    const asked: unknown[] = [];
    eutils.esearch = (request) => {
      asked.push(request.priority);
      return esearch(request);
    };
    await reconcile(id);
    expect(asked).toEqual(['low']);
  });

  it('shows a query that PubMed refuses as a failed job, and waits for its next turn', async () => {
    const id = await subscribed();
    await updateSubscription(world.app.store, id, { query: `${tag}[tiab] AND nosuchwordatall` });
    const { store } = world.app;
    await addJob(store, { kind: 'reconcile', key: String(id), queue: 'low', subscriptionId: id });
    await workOff(world.app);
    expect(await jobs()).toMatchObject([{ state: 'failed', tries: 1 }]);
    expect(await reconciledAt(id)).not.toBeNull();
  });
});
