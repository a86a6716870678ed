import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addEdition, madeUpIssn, recordJournal, type TableRow } from '../../test/editions.ts';
import { addSubscription, noVerdict } from '../../test/store-fixtures.ts';
import type { Article } from '../contract/article.ts';
import { saveArticles } from '../store/articles.ts';
import { writeLedger } from '../store/ledger.ts';
import type { Store } from '../store/open.ts';
import type { LedgerState } from '../store/schema.ts';
import { rollBack } from './activate.ts';
import { compareEdition } from './compare.ts';
import { comparisonInWords } from './comparison-words.ts';

let database: TestDatabase;
let store: Store;
afterEach(() => database.close());

const issn = (n: number) => madeUpIssn(100 + n);
const row = (n: number, factor: number, title = `Annals of Subject ${n}`): TableRow => ({
  title,
  issn: issn(n),
  values: { measure: { text: String(factor), from: factor, to: factor } },
});

/** A paper of journal `n`, in a subscription's ledger. */
async function paper(pmid: number, n: number, state: LedgerState | null, id = '10100'): Promise<void> {
  const journal = recordJournal({
    title: `Annals of Subject ${n}`,
    nlmId: `${id}${n}`,
    issnElectronic: issn(n),
  });
  const dates = { revised: null, entrez: null };
  await saveArticles(store, [{ pmid, version: 1, status: null, dates, journal } as unknown as Article]);
  if (state === null) return;
  const subscription = await addSubscription(store);
  const entry = { ...noVerdict, pmid, state, subscription_id: subscription, run_id: 0, digest_id: null };
  await writeLedger(store, [entry]);
}

const numbers = (counts: Awaited<ReturnType<typeof compareEdition>>['counts']) =>
  Object.fromEntries(
    Object.entries(counts).map(([verdict, { journals, subscribed }]) => [verdict, [journals, subscribed]]),
  );

/*
 * Before: 1 2 3 4 5 6. After: 1 rises, 2 falls, 3 stays, 4 under another title rises, 5 and 6 are gone, 7 and 8 are new.
 * Papers: of 1 and 5 given, of 2 waiting, of 3 in a digest, of 8 missing; of 4 set aside only, of 6 nobody's; of 9, which no
 * table has, given.
 */
const before = [row(1, 1), row(2, 2), row(3, 3), row(4, 4), row(5, 5), row(6, 6)];
const after = [
  row(8, 8),
  row(7, 7),
  row(4, 4.5, 'New Annals of Subject 4'),
  row(3, 3),
  row(2, 1.9),
  row(1, 1.1),
];

async function papers(): Promise<void> {
  await paper(11, 1, 'given');
  await paper(12, 1, 'given');
  // Another record of the same journal in NLM's catalogue.
  await paper(13, 1, 'given', '20200');
  await paper(15, 5, 'given');
  await paper(20, 2, 'waiting');
  await paper(30, 3, 'in-digest');
  await paper(80, 8, 'missing');
  await paper(40, 4, 'set-aside');
  await paper(60, 6, null);
  await paper(90, 9, 'given');
}

describeEachDatabase('a comparison', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
    store = database.store;
  });

  it('counts who gains, loses, stays, comes and goes, and what of it concerns subscriptions', async () => {
    const old = await addEdition(store, { source: 'jcr', year: 2023, rows: before });
    const next = await addEdition(store, { source: 'jcr', year: 2024, rows: after, activate: false });
    await papers();
    const comparison = await compareEdition(store, next);
    expect(comparison).toMatchObject({
      edition: { id: next },
      against: { id: old },
      same: false,
      doubts: [],
      subscribed: { journals: 7, known: 5 },
    });
    expect(numbers(comparison.counts)).toEqual({
      gain: [2, 1],
      lose: [1, 1],
      stay: [1, 1],
      new: [2, 1],
      gone: [2, 1],
    });
    const { examples } = comparison;
    expect(examples.gain.map(({ title, subscribed }) => [title, subscribed])).toEqual([
      ['Annals of Subject 1', true],
      ['New Annals of Subject 4', false],
    ]);
    expect(examples.gain[0]).toMatchObject({ before: { measure: '1' }, after: { measure: '1.1' } });
    expect(examples.lose.map(({ title }) => title)).toEqual(['Annals of Subject 2']);
    expect(examples.new[0]).toMatchObject({ title: 'Annals of Subject 8', before: null, subscribed: true });
    expect(examples.gone[0]).toMatchObject({ title: 'Annals of Subject 5', after: null, subscribed: true });
    expect(comparisonInWords(comparison, 'en')).toBe(
      `Against JCR 2023 (edition ${old}): 2 journals gain, 1 loses, 2 of them in your subscriptions; 2 are new, 2 are gone.`,
    );
    expect(comparisonInWords(comparison, 'zh')).toBe(
      `与 JCR 2023（版本 ${old}）相比：2 种期刊上升，1 种下降，其中 2 种在您的订阅中；新增 2 种，消失 2 种。`,
    );
  });

  it('of the edition in force is with the one that a rollback brings back', async () => {
    const old = await addEdition(store, { source: 'jcr', year: 2023, rows: before });
    const next = await addEdition(store, { source: 'jcr', year: 2024, rows: after });
    expect((await compareEdition(store, next)).against?.id).toBe(old);
    expect((await compareEdition(store, old)).against?.id).toBe(next);
    await rollBack(store, { source: 'jcr' });
    expect((await compareEdition(store, old)).against).toBeNull();
  });

  it('says that nothing differs where one file is imported twice, doubled titles and all', async () => {
    const rows = [...before, { title: 'Twice' }, { title: 'Twice' }];
    await addEdition(store, { source: 'jcr', rows });
    const again = await addEdition(store, { source: 'jcr', rows, activate: false });
    const comparison = await compareEdition(store, again);
    expect(comparison).toMatchObject({ same: true, doubts: [], counts: { stay: { journals: 8 } } });
    expect(comparisonInWords(comparison, 'en')).toContain('Nothing differs');
    const other = await addEdition(store, {
      source: 'jcr',
      rows: [...rows.slice(1), row(1, 1.05)],
      activate: false,
    });
    expect(await compareEdition(store, other)).toMatchObject({
      same: false,
      counts: { gain: { journals: 1 } },
    });
  });

  it('without an edition in force takes everything for new', async () => {
    const first = await addEdition(store, { source: 'jcr', rows: before, activate: false });
    await papers();
    const comparison = await compareEdition(store, first);
    expect(comparison).toMatchObject({ against: null, same: false, subscribed: { journals: 7, known: 5 } });
    expect(numbers(comparison.counts)).toMatchObject({ new: [6, 4], stay: [0, 0] });
    expect(comparisonInWords(comparison, 'en')).toContain('5 of the 7 journals in your subscriptions');
  });

  it('doubts an older table, one with other journals, and one whose decimal commas are lost', async () => {
    await addEdition(store, { source: 'jcr', year: 2024, rows: before });
    const comma = before.map((one, n) => row(n + 1, (one.values?.measure?.from ?? 0) * 1000));
    const scale = await addEdition(store, { source: 'jcr', year: 2024, rows: comma, activate: false });
    expect((await compareEdition(store, scale)).doubts).toEqual([
      { code: 'other-scale', before: 4, after: 4000 },
    ]);
    const strange = [row(1, 1), row(2, 2), row(50, 3), row(51, 4), row(52, 5), row(53, 6)];
    const older = await addEdition(store, { source: 'jcr', year: 2023, rows: strange, activate: false });
    expect((await compareEdition(store, older)).doubts).toEqual([
      { code: 'older', year: 2023, than: 2024 },
      { code: 'few-in-common', common: 2, of: 6 },
    ]);
  });

  it('of warning lists counts who comes onto the list as a loss, by titles too', async () => {
    const listed = (n: number) => ({
      title: `Annals of Subject ${n}`,
      values: { measure: null, warning: '高' },
    });
    const fields = ['title', 'warning'] as const;
    await addEdition(store, {
      source: 'warning',
      year: 2024,
      fields: [...fields],
      rows: [1, 2, 5].map(listed),
    });
    const next = await addEdition(store, {
      source: 'warning',
      year: 2025,
      fields: [...fields],
      rows: [2, 3, 8].map(listed),
      activate: false,
    });
    await papers();
    const comparison = await compareEdition(store, next);
    expect(numbers(comparison.counts)).toEqual({
      gain: [2, 2],
      lose: [2, 2],
      stay: [1, 1],
      new: [0, 0],
      gone: [0, 0],
    });
    expect(comparison.doubts).toEqual([]);
  });

  it('pairs each journal once, by its best match', async () => {
    const shared = { issn: issn(1), eissn: issn(2) };
    await addEdition(store, {
      source: 'jcr',
      rows: [
        { title: 'Annals of Heart', ...shared },
        { title: 'Annals of Heart. Supplement', issn: issn(1) },
      ],
    });
    const next = await addEdition(store, {
      source: 'jcr',
      rows: [
        { title: 'Annals of Heart Supplement', issn: issn(1), linking: issn(1) },
        { title: 'Annals of Heart', ...shared, linking: issn(1) },
      ],
      activate: false,
    });
    const { examples, counts } = await compareEdition(store, next);
    expect(counts.new.journals + counts.gone.journals).toBe(0);
    expect(
      [...examples.gain, ...examples.lose].map(({ title, before, after }) => [
        title,
        before?.measure,
        after?.measure,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['Annals of Heart Supplement', '3', '2'],
        ['Annals of Heart', '2', '3'],
      ]),
    );
  });

  it('is not made of an edition that is not read to its end', async () => {
    const reading = await addEdition(store, {
      source: 'jcr',
      state: 'reading',
      rows: before,
      activate: false,
    });
    await expect(compareEdition(store, reading)).rejects.toMatchObject({ code: 'edition-not-ready' });
  });
});
