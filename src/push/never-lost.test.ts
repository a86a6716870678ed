import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeUpRecord } from '../../test/made-up-record.ts';
import { addsUp, dayMs, ledgerByState, makeWorld, outboxOf, runsOf, type World } from '../../test/world.ts';
import type { Filters } from '../contract/filters.ts';
import { deliver } from '../mail/deliver.ts';
import { changeSubscription } from '../subscriptions/change.ts';

/** What happens on one day before its push. */
interface Day {
  arriving: ('plain' | 'without abstract' | 'letter')[];
  /** Another maximum from now on. */
  max?: number | undefined;
  /** Another filter from now on. */
  filters?: Filters | undefined;
  /** Where PubMed or the mail server is away. */
  trouble?: 'pubmed' | 'mail' | undefined;
}

const filtersArbitrary: fc.Arbitrary<Filters> = fc.constantFrom<Filters>(
  { all: [] },
  { all: [{ rule: 'no-abstract' }] },
  { all: [{ rule: 'types-not', types: ['Letter'], unknown: 'keep' }] },
);
const dayArbitrary: fc.Arbitrary<Day> = fc.record(
  {
    arriving: fc.array(fc.constantFrom('plain', 'plain', 'without abstract', 'letter'), { maxLength: 9 }),
    max: fc.integer({ min: 1, max: 5 }),
    filters: filtersArbitrary,
    trouble: fc.constantFrom('pubmed', 'mail'),
  },
  { requiredKeys: ['arriving'] },
);

describe('whatever arrives, and whatever the limits and filters', () => {
  let world: World;
  let tags = 0;
  beforeEach(async () => {
    world = await makeWorld('sqlite');
  });
  afterEach(() => world.close());

  async function live(days: Day[], firstFilters: Filters, baseline: number): Promise<void> {
    tags += 1;
    const tag = `neverlost${'abcdefghijklmnopqrstuvwxyz'.repeat(9).slice(0, tags)}`;
    world.publish({ tag, count: 1, day: '2001-01-01' });
    const limits = { maxArticles: 500, firstWindowDays: 365, recipients: 10 };
    const address = `${tag}@example.org`.slice(-60);
    const id = await world.subscribe({
      query: `${tag}[tiab]`,
      maxArticles: 2,
      filters: firstFilters,
      recipients: [address],
    });
    const before = world.publish({ tag, count: baseline });
    await world.push(id);
    const all = [...before];
    for (const { arriving, max, filters, trouble } of days) {
      world.advance(dayMs);
      for (const kind of arriving) {
        const pmid = world.sandbox.corpus.highestPmid() + 1;
        all.push(pmid);
        world.sandbox.corpus.add(
          madeUpRecord({
            pmid,
            day: world.day(),
            title: `${tag} ${pmid}`,
            ...(kind === 'without abstract' && { abstract: null }),
            ...(kind === 'letter' && { types: ['Letter'] }),
          }),
        );
      }
      const change = { ...(max && { maxArticles: max }), ...(filters && { filters }) };
      await changeSubscription(world.app.store, id, change, { limits });
      if (trouble === 'pubmed') world.sandbox.eutilsFaults.set([{ kind: 'unavailable' }]);
      if (trouble === 'mail') await world.sandbox.listenSmtp(false);
      await world.push(id);
      world.sandbox.eutilsFaults.clear();
      await world.sandbox.listenSmtp(true);
    }
    // Then quiet days, until nobody stands in line.
    for (let quiet = 0; quiet < 5 || (await ledgerByState(world.app, id)).waiting; quiet += 1) {
      expect(quiet).toBeLessThan(60);
      world.advance(dayMs);
      await world.push(id);
      while ((await deliver(world.app.deliver)) !== 'none');
    }
    const ledger = await ledgerByState(world.app, id);
    const { given = [], baseline: behind = [], 'set-aside': setAside = [] } = ledger;
    expect(
      Object.keys(ledger).filter((state) => !['given', 'baseline', 'set-aside'].includes(state)),
    ).toEqual([]);
    expect([...given, ...behind, ...setAside].toSorted()).toEqual(all);
    // Only the first window has a baseline.
    for (const pmid of behind) expect(before).toContain(pmid);
    const mails = (await outboxOf(world)).filter(({ to }) => to[0] === address);
    expect(mails.flatMap(({ pmids }) => pmids).toSorted()).toEqual(given);
    for (const { counts, complete } of await runsOf(world.app, id)) {
      if (complete !== null) expect(addsUp(counts)).toBe(true);
    }
  }

  it('each paper is given once, or set aside, or was there before', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(dayArbitrary, { minLength: 1, maxLength: 7 }),
        filtersArbitrary,
        fc.integer({ min: 0, max: 5 }),
        live,
      ),
      { numRuns: 8 },
    );
  });
});
