import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { madeUpRecord } from '../../test/made-up-record.ts';
import { startScripted } from '../../test/scripted-eutils.ts';
import {
  addsUp,
  dayMs,
  deliveriesOf,
  fastEutils,
  hour,
  ledgerByState,
  makeWorld,
  outboxOf,
  runsOf,
  tag,
  type World,
} from '../../test/world.ts';
import { openApp } from '../app.ts';
import { presetFilters } from '../filters/presets.ts';
import { deliver } from '../mail/deliver.ts';
import { ledgerOf } from '../store/ledger.ts';
import { changeSubscription } from '../subscriptions/change.ts';
import { pushNow } from './push-now.ts';

const limits = { maxArticles: 500, firstWindowDays: 365, recipients: 10 };

let world: World;
afterEach(() => world.close());

const lastRun = async (id: number) => {
  const run = (await runsOf(world.app, id)).at(-1);
  if (!run) throw new Error('no run');
  return run;
};
const newestMail = async () => (await outboxOf(world)).at(-1);

describeEachDatabase('the push', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
  });

  it('gives the newest of the first window, and the rest is its baseline', async () => {
    const old = world.publish({ tag, count: 25, day: world.day(-5) });
    const young = world.publish({ tag, count: 3 });
    const id = await world.subscribe({ maxArticles: 5 });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 5 });
    const given = [...young, ...old.slice(-2)].sort((a, b) => a - b);
    expect(await ledgerByState(world.app, id)).toEqual({ given, baseline: old.slice(0, -2) });
    expect((await newestMail())?.pmids).toEqual(given.toReversed());
    const { counts, ...run } = await lastRun(id);
    expect(run).toMatchObject({ outcome: 'sent', complete: 1, first: 1, slot: null, state: 'done' });
    expect(counts).toMatchObject({ found: 28, new: 5, baseline: 23 });
    expect(addsUp(counts)).toBe(true);
  });

  it('gives nothing twice and what is new next time', async () => {
    world.publish({ tag, count: 4 });
    const id = await world.subscribe();
    await world.push(id);
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new', articles: 0, requests: 1 });
    world.advance(dayMs);
    const fresh = world.publish({ tag, count: 2 });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 2 });
    const mails = await outboxOf(world);
    expect(mails.map((mail) => mail.pmids.length)).toEqual([4, 2]);
    expect(mails[1]?.pmids.toSorted()).toEqual(fresh);
    expect((await lastRun(id)).counts).toMatchObject({ found: 6, new: 2, before: 4 });
  });

  it('keeps what is over the limit in line, first in full where there is room, then as a title', async () => {
    const id = await world.subscribe({ maxArticles: 2 });
    await world.push(id);
    const first = world.publish({ tag, count: 5 });
    await world.push(id);
    expect((await lastRun(id)).counts).toMatchObject({ found: 5, new: 2, waiting: 3 });
    const second = world.publish({ tag, count: 2 });
    await world.push(id);
    // Newer ones went first: the three of before have been passed over twice now.
    expect((await lastRun(id)).counts).toMatchObject({ found: 7, new: 2, before: 2, waiting: 3 });
    const third = world.publish({ tag, count: 1 });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 4 });
    expect((await lastRun(id)).counts).toMatchObject({ found: 8, new: 4, before: 4, waiting: 0 });
    expect((await newestMail())?.pmids.toSorted()).toEqual([...first.slice(0, 3), ...third]);
    expect(await ledgerByState(world.app, id)).toEqual({ given: [...first, ...second, ...third] });
  });

  it('sees a record that EFetch leaves out, asks for it five times, and gives it when it comes', async () => {
    const id = await world.subscribe();
    await world.push(id);
    const [lost = 0, there = 0] = world.publish({ tag, count: 2 });
    const { corpus } = world.sandbox;
    const record = corpus.get(lost);
    const get = corpus.get;
    corpus.get = (pmid) => (pmid === lost ? undefined : get(pmid));
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: [there], missing: [lost] });
    expect((await lastRun(id)).counts).toMatchObject({ found: 2, new: 1, missing: 1 });
    const { efetch } = world.sandbox.requests;
    // Three clicks in a minute are one of the five.
    for (let click = 0; click < 3; click += 1) await world.push(id);
    expect((await ledgerOf(world.app.store, id, [lost])).get(lost)?.passed_over).toBe(1);
    for (let n = 0; n < 8; n += 1) {
      world.advance(13 * 60 * 60_000);
      await world.push(id);
      const { counts } = await lastRun(id);
      expect(counts).toMatchObject({ found: 2, before: 1, missing: 1 });
      expect(addsUp(counts)).toBe(true);
    }
    expect(world.sandbox.requests.efetch - efetch).toBe(3 + 4);
    expect(record).toBeDefined();
  });

  it('gives the papers with the first recipient, and the other one later the same bytes', async () => {
    const recipients = ['one@example.org', 'two@example.org'];
    const id = await world.subscribe({ recipients });
    const papers = world.publish({ tag, count: 3 });
    const busy = {
      at: 'rcpt',
      kind: 'refuse',
      code: 450,
      text: '4.2.0 Greylisted',
      recipient: 'two@example.org',
    } as const;
    world.sandbox.smtpFaults.set([busy]);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 3 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    const [one, two] = await deliveriesOf(world.app, id);
    expect([one?.state, two?.state]).toEqual(['sent', 'pending']);
    const frozen = Buffer.from(two?.message ?? []);
    world.publish({ tag, count: 1 });
    world.sandbox.smtpFaults.clear();
    world.advance(hour);
    // A newer digest is there for both; the older one goes first to whoever lacks it.
    await world.push(id);
    while ((await deliver(world.app.deliver)) !== 'none');
    const toTwo = world.sandbox.outbox.list().filter(({ to }) => to[0] === 'two@example.org');
    expect(toTwo.map(({ messageId }) => messageId)[0]).toBe(two?.message_id);
    expect(toTwo).toHaveLength(2);
    const raw = world.sandbox.outbox.raw(toTwo[0]?.number ?? 0) ?? Buffer.alloc(0);
    expect(raw.subarray(raw.indexOf('\r\n') + 2)).toEqual(frozen);
    expect((await deliveriesOf(world.app, id)).map(({ state }) => state)).toEqual(Array(4).fill('sent'));
  });

  it('makes one run and one mail of a double click', async () => {
    const other = await world.peer();
    const id = await world.subscribe();
    const papers = world.publish({ tag, count: 3 });
    const results = await Promise.all(
      [world.app, world.app, other, other].map((app) =>
        pushNow(app.push, { subscriptionId: id, trigger: 'manual' }),
      ),
    );
    // Whoever joined may be told before the mail is out; whoever came too late for that found nothing new.
    for (const { result } of results) expect(['sent', 'queued', 'nothing-new']).toContain(result);
    expect((await runsOf(world.app, id)).filter(({ outcome }) => outcome === 'sent')).toHaveLength(1);
    expect(await outboxOf(world)).toMatchObject([{ pmids: papers.toReversed() }]);
  });
});

describe('the push', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });

  it('gives a missing record once it is there', async () => {
    const id = await world.subscribe();
    await world.push(id);
    const [late = 0] = world.publish({ tag, count: 1 });
    const { corpus } = world.sandbox;
    const get = corpus.get;
    corpus.get = () => undefined;
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    corpus.get = get;
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: [late] });
  });

  it('judges a paper that was set aside again when its record grew', async () => {
    const id = await world.subscribe({ filters: presetFilters('with-abstract') });
    await world.push(id);
    const record = { pmid: 31_500_000, day: world.day(), title: `${tag} one` };
    world.sandbox.corpus.add(madeUpRecord({ ...record, status: 'Publisher', abstract: null }));
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    expect(await ledgerByState(world.app, id)).toEqual({ 'set-aside': [record.pmid] });
    world.sandbox.corpus.add(madeUpRecord({ ...record, status: 'Publisher' }));
    // Its record is asked for again after half a day, not at every push.
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new', requests: 1 });
    world.advance(13 * hour);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: [record.pmid] });
  });

  it('leaves a finished record set aside', async () => {
    const id = await world.subscribe({ filters: presetFilters('with-abstract') });
    const record = { pmid: 31_500_000, day: world.day(), title: `${tag} one`, abstract: null };
    world.sandbox.corpus.add(madeUpRecord({ ...record, status: 'MEDLINE' }));
    await world.push(id);
    const { efetch } = world.sandbox.requests;
    world.advance(13 * hour);
    await world.push(id);
    expect(world.sandbox.requests.efetch).toBe(efetch);
    expect((await lastRun(id)).counts).toMatchObject({ found: 1, setAside: 1 });
  });

  it('finds a paper by the headings that it got weeks later', async () => {
    const headings = ['Made Up Disease'];
    const known = { pmid: 1, day: '2001-01-01', title: 'Old', mesh: { headings, day: '2001-02-01' } };
    world.sandbox.corpus.add(madeUpRecord(known));
    const id = await world.subscribe({ query: '"Made Up Disease"[mh]' });
    await world.push(id);
    const record = { pmid: 31_600_000, day: world.day(), title: 'No such word here' };
    world.sandbox.corpus.add(madeUpRecord({ ...record, status: 'Publisher' }));
    await world.push(id);
    for (let week = 0; week < 6; week += 1) {
      world.advance(7 * dayMs);
      expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    }
    const mesh = { headings, day: world.day() };
    world.sandbox.corpus.add(madeUpRecord({ ...record, status: 'MEDLINE', mesh }));
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
  });

  it('begins anew with another query, and gives again nothing that it gave', async () => {
    const shared = world.publish({ tag: `${tag} othertag`, count: 2 });
    const id = await world.subscribe({ maxArticles: 4 });
    await world.push(id);
    const others = world.publish({ tag: 'othertag', count: 9 });
    await changeSubscription(world.app.store, id, { query: 'othertag[tiab]' }, { limits });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 4 });
    const run = await lastRun(id);
    expect(run).toMatchObject({ first: 1 });
    expect(run.counts).toMatchObject({ found: 11, new: 4, before: 2, baseline: 5 });
    expect(await ledgerByState(world.app, id)).toEqual({
      given: [...shared, ...others.slice(-4)],
      baseline: others.slice(0, 5),
    });
  });

  it('keeps in line what one run cannot fetch', async () => {
    const id = await world.subscribe({ maxArticles: 3 });
    await world.push(id);
    const papers = world.publish({ tag, count: 2050 });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 3 });
    const { counts, complete } = await lastRun(id);
    expect(counts).toMatchObject({ found: 2050, new: 3, waiting: 2047 });
    expect([addsUp(counts), complete]).toEqual([true, 1]);
    expect(await ledgerByState(world.app, id)).toEqual({
      given: papers.slice(-3),
      waiting: papers.slice(0, -3),
    });
  });

  it('leaves no trace of a test, and says so', async () => {
    const papers = world.publish({ tag, count: 3 });
    const id = await world.subscribe();
    const before = await world.app.store.db.selectFrom('subscription').selectAll().execute();
    expect(await world.push(id, 'test')).toMatchObject({ result: 'sent', articles: 3 });
    expect(await world.push(id, 'test')).toMatchObject({ result: 'sent', articles: 3 });
    expect(await ledgerByState(world.app, id)).toEqual({});
    expect(await world.app.store.db.selectFrom('subscription').selectAll().execute()).toEqual(before);
    expect((await newestMail())?.subject).toMatch(/test/i);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 3 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: papers });
    expect((await newestMail())?.subject).not.toMatch(/test/i);
  });

  it('mails that there is nothing new to those who ask for it', async () => {
    const id = await world.subscribe({ sendNothingNew: true });
    const quiet = await world.subscribe();
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 0 });
    expect(await world.push(quiet)).toMatchObject({ result: 'nothing-new' });
    expect(await outboxOf(world)).toMatchObject([{ pmids: [] }]);
  });
});

describe('a run that cannot mean what its person meant', () => {
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });

  it('fails, in sight, where PubMed drops a word that nobody agreed to lose', async () => {
    world.publish({ tag, count: 2 });
    const query = `${tag}[tiab] OR "quite unknown wordage"[tiab]`;
    const id = await world.subscribe({ query });
    const result = await world.push(id);
    expect(result).toMatchObject({ result: 'failed', reason: expect.stringContaining('unknown wordage') });
    expect(await runsOf(world.app, id)).toMatchObject([
      { outcome: 'failed', error: expect.stringMatching(/./) },
    ]);
    expect(await ledgerByState(world.app, id)).toEqual({});
    expect(await outboxOf(world)).toEqual([]);
  });

  it('runs with a notice where that was accepted', async () => {
    world.publish({ tag, count: 2 });
    const query = `${tag}[tiab] OR "quite unknown wordage"[tiab]`;
    const refused = await world.push(await world.subscribe({ query }));
    const reason = 'reason' in refused ? refused.reason : '';
    const accepted = reason.slice(reason.indexOf('leave out: ') + 11).split(', ');
    const id = await world.subscribe({ query, accepted });
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 2 });
    const [run] = await runsOf(world.app, id);
    expect(JSON.parse(run?.notices ?? '')).toMatchObject([{ code: 'dropped', terms: accepted }]);
  });

  it('tells of a count far above the habit', async () => {
    const id = await world.subscribe();
    for (let n = 0; n < 4; n += 1) await world.push(id);
    world.publish({ tag, count: 201 });
    await world.push(id);
    const run = (await runsOf(world.app, id)).at(-1);
    expect(JSON.parse(run?.notices ?? '')).toEqual([{ code: 'far-above', count: 201, usual: 0 }]);
    expect(run?.counts).toMatchObject({ found: 201, new: 10, waiting: 191 });
  });

  it('never pushes what PubMed found without our dates', async () => {
    const pubmed = await startScripted();
    const translation = `"${tag}"[Title/Abstract]`;
    pubmed.play({
      body: `{"esearchresult":{"count":"1","idlist":["31700000"],"querytranslation":${JSON.stringify(translation)}}}`,
    });
    const { ncbi } = world.config;
    const app = await openApp(
      { ...world.config, ncbi: { ...ncbi, url: pubmed.url } },
      { eutils: fastEutils },
    );
    const id = await world.subscribe();
    const result = await pushNow(app.push, { subscriptionId: id, trigger: 'manual' });
    await app.close();
    await pubmed.stop();
    expect(result).toMatchObject({ result: 'failed', reason: expect.stringContaining('dates') });
    expect(await ledgerByState(world.app, id)).toEqual({});
    expect(await outboxOf(world)).toEqual([]);
  });
});
