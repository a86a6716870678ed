import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { activate, addEdition, madeUpIssn, recordJournal } from '../../test/editions.ts';
import type { Article, Journal } from '../contract/article.ts';
import { noMetrics } from '../contract/journals.ts';
import { createMetricsOf, type MetricsOf } from './metrics-of.ts';

const [a, b, c] = [1, 2, 3].map(madeUpIssn) as [string, string, string];

let pmid = 0;
const paper = (journal: Partial<Journal> | null): Article => {
  pmid += 1;
  return { pmid, journal: journal && recordJournal(journal) } as Article;
};

describeEachDatabase('the metrics of papers', (kind) => {
  let database: TestDatabase;
  let metricsOf: MetricsOf;
  /** As a process of its own sees it. */
  let elsewhere: MetricsOf;
  beforeEach(async () => {
    database = await makeDatabase(kind);
    metricsOf = createMetricsOf(database.store);
    elsewhere = createMetricsOf(database.reopen());
  });
  afterEach(() => database.close());

  const one = async (journal: Partial<Journal> | null, look = metricsOf) => {
    const article = paper(journal);
    return (await look([article]))(article);
  };

  it('are none while nothing is in force', async () => {
    await addEdition(database.store, { source: 'jcr', rows: [{ title: 'Heart', issn: a }], activate: false });
    expect(await one({ title: 'Heart', issnPrint: a })).toBe(noMetrics);
    expect(await one(null)).toBe(noMetrics);
  });

  it('say what each table says, how it was found, and which editions are in force', async () => {
    const { store } = database;
    const jcr = await addEdition(store, {
      source: 'jcr',
      year: 2024,
      rows: [{ title: 'Brain' }, { title: 'HEART', issn: a }],
    });
    await addEdition(store, { source: 'warning', fields: ['title', 'warning'], rows: [{ title: 'Heart' }] });
    await addEdition(store, { source: 'cas', rows: [{ title: 'Brain', issn: b }] });
    const metrics = await one({ title: 'Heart', issnElectronic: a });
    expect(Object.keys(metrics.inForce).sort()).toEqual(['cas', 'jcr', 'warning']);
    expect(Object.keys(metrics.found).sort()).toEqual(['jcr', 'warning']);
    expect(metrics.found.jcr).toMatchObject({
      edition: { id: jcr, source: 'jcr', year: 2024, fields: ['title', 'issn', 'eissn', 'measure'] },
      title: 'HEART',
      by: 'issn',
      values: { measure: { text: '3', from: 3, to: 3 } },
    });
    expect(metrics.found.warning).toMatchObject({ by: 'title', edition: { fields: ['title', 'warning'] } });
  });

  it('are sought in each source on its own', async () => {
    const { store } = database;
    await addEdition(store, { source: 'jcr', rows: [{ title: 'Heart', issn: a }] });
    await addEdition(store, { source: 'cas', rows: [{ title: 'Hearts', eissn: b }] });
    const { found } = await one({ title: 'Heart', issnPrint: a, issnElectronic: b });
    expect([found.jcr?.title, found.cas?.title]).toEqual(['Heart', 'Hearts']);
  });

  it('are found in a list of titles under the title that a table with numbers gives', async () => {
    const { store } = database;
    const journal = { title: 'Diagnostics (Basel, Switzerland)', issnElectronic: a };
    const rows = [{ title: 'Brain' }, { title: 'Diagnostics' }];
    await addEdition(store, { source: 'warning', fields: ['title', 'warning'], rows });
    expect((await one(journal)).found.warning).toBeUndefined();
    await addEdition(store, { source: 'jcr', rows: [{ title: 'DIAGNOSTICS', eissn: a }] });
    expect((await one(journal)).found.warning).toMatchObject({ title: 'Diagnostics', by: 'title' });
    await addEdition(store, {
      source: 'jcr',
      rows: [
        { title: 'DIAGNOSTICS', eissn: a },
        { title: 'DIAGNOSTICS', eissn: b },
      ],
    });
    expect((await one(journal)).found.warning).toBeUndefined();
  });

  it('are not found in a list of titles where a table with numbers says that the title is another journal', async () => {
    const { store } = database;
    const journal = { title: 'Medicine', issnPrint: a };
    await addEdition(store, {
      source: 'warning',
      fields: ['title', 'warning'],
      rows: [{ title: 'MEDICINE' }],
    });
    expect((await one(journal)).found.warning?.title).toBe('MEDICINE');
    await addEdition(store, { source: 'jcr', rows: [{ title: 'MEDICINE', issn: b }] });
    expect((await one(journal)).found).toEqual({});
    expect((await one({ ...journal, issnPrint: b })).found.warning?.title).toBe('MEDICINE');
  });

  it('are unknown for a book and for a journal that no table has', async () => {
    await addEdition(database.store, { source: 'jcr', rows: [{ title: 'Heart', issn: a }] });
    const [book, other, known] = [
      paper(null),
      paper({ title: 'Brain', issnPrint: c }),
      paper({ issnPrint: a }),
    ];
    const look = await metricsOf([book, other, known]);
    for (const article of [book, other]) {
      expect(look(article).found).toEqual({});
      expect(look(article).inForce.jcr?.source).toBe('jcr');
    }
    expect(look(known).found.jcr?.title).toBe('Heart');
  });

  it('are the same object for all papers of a journal', async () => {
    await addEdition(database.store, { source: 'jcr', rows: [{ title: 'Heart', issn: a }] });
    const papers = [paper({ issnPrint: a }), paper({ issnPrint: a })] as const;
    const look = await metricsOf(papers);
    expect(look(papers[0])).toBe(look(papers[1]));
  });

  it('follow an activation and its undoing at once, in another process too', async () => {
    const { store } = database;
    const journal = { title: 'Heart', issnPrint: a };
    const first = await addEdition(store, { source: 'jcr', rows: [{ title: 'Heart', issn: a }] });
    const second = await addEdition(store, {
      source: 'jcr',
      rows: [{ title: 'Brain' }, { title: 'Heart', issn: a }],
      activate: false,
    });
    const seen = async () =>
      Promise.all(
        [metricsOf, elsewhere].map(async (look) => {
          const { inForce, found } = await one(journal, look);
          return [inForce.jcr?.id, found.jcr?.values.measure?.from];
        }),
      );
    expect(await seen()).toEqual([
      [first, 2],
      [first, 2],
    ]);
    const activation = await activate(store, { source: 'jcr', edition: second });
    expect(await seen()).toEqual([
      [second, 3],
      [second, 3],
    ]);
    await store.db
      .updateTable('edition_activation')
      .set({ undone_at: 1 })
      .where('id', '=', activation)
      .execute();
    expect(await seen()).toEqual([
      [first, 2],
      [first, 2],
    ]);
  });

  it('are not read from an older edition, nor from one that is not read to its end', async () => {
    const { store } = database;
    await addEdition(store, { source: 'jcr', rows: [{ title: 'Heart', issn: a }] });
    await addEdition(store, { source: 'jcr', rows: [{ title: 'Brain', issn: b }] });
    await addEdition(store, { source: 'cas', state: 'reading', rows: [{ title: 'Heart', issn: a }] });
    const metrics = await one({ title: 'Heart', issnPrint: a });
    expect(metrics.found).toEqual({});
    expect(Object.keys(metrics.inForce)).toEqual(['jcr']);
  });

  it('are found for more papers than one statement takes', async () => {
    const rows = Array.from({ length: 1300 }, (_, n) => ({
      title: `Annals of ${n}`,
      issn: madeUpIssn(n + 9),
    }));
    await addEdition(database.store, { source: 'jcr', rows });
    const papers = rows.map(({ issn }) => paper({ title: 'Annals', issnElectronic: issn }));
    const look = await metricsOf(papers);
    expect(papers.map((article) => look(article).found.jcr?.title)).toEqual(rows.map(({ title }) => title));
  });

  it('are found whatever letters a title has', async () => {
    const title = '中华\'医学"杂志 % _ \\ 𠮷';
    await addEdition(database.store, { source: 'warning', fields: ['title'], rows: [{ title }] });
    expect((await one({ title })).found.warning?.title).toBe(title);
    expect((await one({ title: "'; DROP TABLE edition_key; --" })).found).toEqual({});
    await sql`SELECT count(*) FROM edition_key`.execute(database.store.db);
  });
});
