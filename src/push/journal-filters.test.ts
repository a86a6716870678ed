import { simpleParser } from 'mailparser';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase } from '../../test/databases.ts';
import { activate, addEdition, madeUpIssn } from '../../test/editions.ts';
import { madeUpRecord } from '../../test/made-up-record.ts';
import { dayMs, hour, ledgerByState, makeWorld, outboxOf, tag, type World } from '../../test/world.ts';
import type { FrozenContent } from '../contract/digest.ts';
import { Filters } from '../contract/filters.ts';
import { rollBack } from '../journals/activate.ts';
import { ledgerOf } from '../store/ledger.ts';

let world: World;
afterEach(() => world.close());

/** Figures of journals as an edition of JCR; `journal` of a record finds them by its ISSN. */
const journal = (n: number) => ({ title: `Journal ${n}`, issn: madeUpIssn(n) });
const measure = (text: string) => ({ text, from: Number(text), to: Number(text) });
const jcr = (year: number, factors: Record<number, string>) =>
  addEdition(world.app.store, {
    source: 'jcr',
    year,
    rows: Object.entries(factors).map(([n, factor]) => ({
      title: `JOURNAL ${n}`,
      issn: madeUpIssn(Number(n)),
      values: { measure: measure(factor) },
    })),
  });

let last = 0;
function publish(n: number, change: Partial<Parameters<typeof madeUpRecord>[0]> = {}): number {
  last += 1;
  const pmid = change.pmid ?? 33_000_000 + last;
  const title = `${tag} paper ${pmid}`;
  world.sandbox.corpus.add(madeUpRecord({ pmid, day: world.day(), title, journal: journal(n), ...change }));
  return pmid;
}

const impact = (unknown: 'keep' | 'mark' | 'drop' = 'mark') =>
  Filters.parse({ all: [{ rule: 'impact-factor', min: 5, unknown }] });

const entry = async (id: number, pmid: number) => (await ledgerOf(world.app.store, id, [pmid])).get(pmid);

/** How many statements the work sends to the database. */
async function statements(work: () => Promise<unknown>): Promise<{ all: number; editions: number }> {
  const { store } = world.app;
  const executor = store.db.getExecutor();
  const run = executor.executeQuery;
  const sent: string[] = [];
  executor.executeQuery = function (this: typeof executor, query, ...rest) {
    sent.push(query.sql);
    return run.call(this, query, ...rest) as never;
  };
  try {
    await work();
  } finally {
    executor.executeQuery = run;
  }
  return { all: sent.length, editions: sent.filter((sql) => sql.includes('edition_')).length };
}

describeEachDatabase('filters by journal', (kind) => {
  beforeEach(async () => {
    world = await makeWorld(kind);
    await jcr(2023, { 1: '12.3', 2: '2.8' });
  });

  it('keep with what they set aside the rule, the value, what was asked and the edition', async () => {
    const id = await world.subscribe({ filters: impact('drop') });
    const good = publish(1);
    const weak = publish(2);
    const nameless = publish(3);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await ledgerByState(world.app, id)).toEqual({ given: [good], 'set-aside': [weak, nameless] });
    const row = await entry(id, weak);
    expect(row).toMatchObject({ rule: 'impact-factor', value: '2.8' });
    expect(JSON.parse(row?.causes ?? '')).toEqual([
      { rule: 'impact-factor', value: '2.8', asked: { min: 5 }, edition: 'jcr 2023' },
    ]);
    expect(JSON.parse((await entry(id, nameless))?.causes ?? '')).toMatchObject([
      { rule: 'impact-factor', unknown: true, value: null },
    ]);
  });

  it('keep every cause of a group of which none let a paper pass', async () => {
    const filters = Filters.parse({
      all: [
        {
          any: [
            { rule: 'impact-factor', min: 5 },
            { rule: 'languages-only', languages: ['chi'] },
          ],
        },
      ],
    });
    const id = await world.subscribe({ filters });
    const weak = publish(2);
    await world.push(id);
    expect(JSON.parse((await entry(id, weak))?.causes ?? '')).toMatchObject([
      { rule: 'impact-factor', value: '2.8' },
      { rule: 'languages-only', value: 'eng' },
    ]);
  });

  it('mark what they keep without knowing, in the mail and in what is frozen of the digest', async () => {
    const id = await world.subscribe({ filters: impact() });
    const good = publish(1);
    const nameless = publish(3);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 2 });
    const digest = await world.app.store.db.selectFrom('digest').selectAll().executeTakeFirstOrThrow();
    const content = JSON.parse(digest.content) as FrozenContent;
    expect(Object.keys(content.marks ?? {})).toEqual([String(nameless)]);
    expect(content.marks?.[nameless]).toMatchObject([{ rule: 'impact-factor', unknown: true }]);
    const [mail] = await outboxOf(world);
    const { text, html } = await simpleParser(world.sandbox.outbox.raw(mail?.number ?? 0) ?? '');
    for (const badge of ['IF 12.3 (2023)', 'Impact factor unknown']) {
      expect(text).toContain(`[${badge}]`);
      expect(html).toContain(`${badge} &nbsp;</span>`);
    }
    expect(mail?.pmids.toSorted()).toEqual([good, nameless]);
  });

  it('go by the edition that is in force when a run comes to a paper, without a restart', async () => {
    const id = await world.subscribe({ filters: impact('drop') });
    await world.push(id);
    const before = publish(2);
    await world.push(id);
    await jcr(2024, { 1: '1.5', 2: '7.7' });
    const rising = publish(2);
    const falling = publish(1);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await entry(id, falling)).toMatchObject({ state: 'set-aside', value: '1.5' });
    expect(await entry(id, rising)).toMatchObject({ state: 'given' });
    // Its record is finished: what was said of it then stands.
    expect(await entry(id, before)).toMatchObject({ state: 'set-aside', value: '2.8' });
    await rollBack(world.app.store, { source: 'jcr' });
    const back = publish(2);
    await world.push(id);
    expect(await entry(id, back)).toMatchObject({ state: 'set-aside', value: '2.8' });
    expect((await outboxOf(world)).flatMap(({ pmids }) => pmids)).toEqual([rising]);
  });

  it('judge again by the edition in force what waits, and what was set aside with an unfinished record', async () => {
    const id = await world.subscribe({ filters: impact('drop'), maxArticles: 1 });
    await world.push(id);
    const unfinished = publish(2, { status: 'Publisher' });
    const waits = publish(1, { day: world.day(-1) });
    const given = publish(1);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await ledgerByState(world.app, id)).toEqual({
      given: [given],
      waiting: [waits],
      'set-aside': [unfinished],
    });
    // Both journals change places.
    await jcr(2024, { 1: '1.5', 2: '7.7' });
    world.advance(13 * hour);
    expect(await world.push(id)).toMatchObject({ result: 'sent', articles: 1 });
    expect(await ledgerByState(world.app, id)).toEqual({
      given: [given, unfinished].toSorted(),
      'set-aside': [waits],
    });
    expect(await entry(id, waits)).toMatchObject({ rule: 'impact-factor', value: '1.5' });
    const mails = await outboxOf(world);
    expect(mails.map(({ pmids }) => pmids)).toEqual([[given], [unfinished]]);
  });

  it('never make a paper come again, whatever an edition says', async () => {
    const id = await world.subscribe({ filters: impact('drop') });
    const paper = publish(1);
    await world.push(id);
    const worse = await jcr(2024, { 1: '1.5' });
    for (const edition of [null, worse]) {
      if (edition === null) await rollBack(world.app.store, { source: 'jcr' });
      else await activate(world.app.store, { source: 'jcr', edition });
      world.advance(dayMs);
      expect(await world.push(id)).toMatchObject({ result: 'nothing-new' });
    }
    expect(await ledgerByState(world.app, id)).toEqual({ given: [paper] });
    expect(await outboxOf(world)).toHaveLength(1);
  });

  it('cost one statement a batch, and two more for journals that were not met before', async () => {
    const id = await world.subscribe({ filters: impact() });
    await world.push(id);
    publish(1);
    publish(3);
    const cold = await statements(() => world.push(id));
    publish(1);
    publish(3);
    const warm = await statements(() => world.push(id));
    expect(warm.editions).toBe(1);
    expect(cold.editions).toBeLessThanOrEqual(3);
    expect(cold.all - warm.all).toBe(cold.editions - warm.editions);
    expect((await statements(() => world.push(id))).editions).toBe(0);
  });
});
