import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { madeUpRecord } from '../../test/made-up-record.ts';
import { makeWorld, tag, type World } from '../../test/world.ts';
import { Filters } from '../contract/filters.ts';
import { Refusal } from '../errors.ts';
import { saveArticles } from '../store/articles.ts';
import { changeSubscription } from '../subscriptions/change.ts';
import { paperFate } from './paper-fate.ts';

let world: World;
afterEach(() => world.close());

const limits = { maxArticles: 500, firstWindowDays: 365, recipients: 10 };
const fate = async (subscriptionId: number, pmid = 0) =>
  (await paperFate(world.app.store, { subscriptionId, pmid })).fate;

describeEachDatabase('why a paper was given or not', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });

  it('was given, with the digest and what the filters did not know; was there before', async () => {
    const filters = Filters.parse({ all: [{ rule: 'impact-factor', min: 5, unknown: 'mark' }] });
    const [older = 0, newer = 0] = world.publish({ tag, count: 2 });
    const id = await world.subscribe({ filters, maxArticles: 1 });
    expect(await fate(id, newer)).toEqual({ state: 'unmet', why: 'not-run' });
    await world.push(id);
    const { token } = await world.app.store.db.selectFrom('digest').selectAll().executeTakeFirstOrThrow();
    const given = await fate(id, newer);
    expect(given).toMatchObject({ state: 'given', token, marks: [{ rule: 'impact-factor', unknown: true }] });
    expect('at' in given && Math.abs(given.at - world.now())).toBeLessThan(60_000);
    expect(await fate(id, older)).toMatchObject({ state: 'baseline' });
  });

  it('stands in a digest that no mail server has taken', async () => {
    const id = await world.subscribe();
    const [paper] = world.publish({ tag, count: 1 });
    await world.sandbox.listenSmtp(false);
    await world.push(id);
    expect(await fate(id, paper)).toMatchObject({ state: 'in-digest', marks: [] });
  });

  it('waits, with the digests that went out without it', async () => {
    const id = await world.subscribe({ maxArticles: 1 });
    await world.push(id);
    const [waits] = world.publish({ tag, count: 2 });
    await world.push(id);
    expect(await fate(id, waits)).toMatchObject({ state: 'waiting', passedOver: 1, max: 1 });
  });

  it('was set aside, and is judged again while its record is unfinished', async () => {
    const id = await world.subscribe({ filters: Filters.parse({ all: [{ rule: 'no-abstract' }] }) });
    const record = { day: world.day(), title: tag, abstract: null };
    world.sandbox.corpus.add(madeUpRecord({ ...record, pmid: 33_000_001, status: 'Publisher' }));
    world.sandbox.corpus.add(madeUpRecord({ ...record, pmid: 33_000_002, status: 'MEDLINE' }));
    await world.push(id);
    const causes = [{ rule: 'no-abstract', value: null }];
    expect(await fate(id, 33_000_001)).toMatchObject({ state: 'set-aside', causes, judgedAgain: true });
    expect(await fate(id, 33_000_002)).toMatchObject({ state: 'set-aside', causes, judgedAgain: false });
    // As a row of before there were several causes.
    await world.app.store.db.updateTable('ledger').set({ causes: null, value: 'x' }).execute();
    expect(await fate(id, 33_000_002)).toMatchObject({ causes: [{ rule: 'no-abstract', value: 'x' }] });
  });

  it('has no record at PubMed', async () => {
    const id = await world.subscribe();
    await world.push(id);
    const [lost] = world.publish({ tag, count: 1 });
    const { corpus } = world.sandbox;
    const get = corpus.get;
    corpus.get = (pmid) => (pmid === lost ? undefined : get(pmid));
    await world.push(id);
    expect(await fate(id, lost)).toMatchObject({ state: 'missing', asked: 1, askedAgain: true });
    await world.app.store.db.updateTable('ledger').set({ passed_over: 5 }).execute();
    expect(await fate(id, lost)).toMatchObject({ state: 'missing', asked: 5, askedAgain: false });
  });

  it('was never met: older than the first window, or found by no run', async () => {
    const id = await world.subscribe();
    const [paper] = world.publish({ tag, count: 1 });
    await world.push(id);
    const { article } = await paperFate(world.app.store, { subscriptionId: id, pmid: paper ?? 0 });
    if (!article) throw new Error('no article');
    const dates = { ...article.dates, entrez: '2001-02-03' };
    await saveArticles(world.app.store, [{ ...article, pmid: 7, dates }]);
    const since = world.day(-30);
    expect(await fate(id, 7)).toEqual({ state: 'unmet', why: 'older', created: '2001-02-03', since });
    expect(await fate(id, 8)).toEqual({ state: 'unmet', why: 'not-found' });
    await changeSubscription(world.app.store, id, { query: 'othertag[tiab]' }, { limits });
    expect(await fate(id, 8)).toEqual({ state: 'unmet', why: 'not-run' });
    expect(await fate(id, paper)).toMatchObject({ state: 'given' });
    await expect(fate(99)).rejects.toThrow(Refusal);
  });
});
