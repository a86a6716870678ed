import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addEdition, madeUpIssn } from '../../test/editions.ts';
import { lookUpJournals } from './look-up-journal.ts';

let database: TestDatabase;
afterEach(() => database.close());
const [a, b, c, d] = [1, 2, 3, 4].map(madeUpIssn) as [string, string, string, string];
const found = async (text: string) => {
  const { journals } = await lookUpJournals(database.store, text);
  return journals.map(({ title, found }) => [title, Object.keys(found).sort().join(' ')]);
};

describeEachDatabase('a journal', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
    const { store } = database;
    await addEdition(store, {
      source: 'jcr',
      rows: [
        { title: 'ANNALS OF HEART & LUNG', issn: a, eissn: b },
        { title: 'HEART', issn: c },
        { title: 'HEART FAILURE REVIEWS', issn: d },
      ],
    });
    await addEdition(store, {
      source: 'cas',
      rows: [{ title: 'Annals of Heart and Lung', eissn: b, nlmId: '101234567' }, { title: '中华心脏杂志' }],
    });
    await addEdition(store, { source: 'scimago', rows: [{ title: 'Heart of Darkness' }], activate: false });
  });

  it.each([
    ['an ISSN', madeUpIssn(1)],
    ['an ISSN without its hyphen', madeUpIssn(2).replace('-', '')],
    ['a title in another spelling', 'the annals of heart and lung'],
  ])('is found by %s, in every table that has it', async (_, text) => {
    expect(await found(text)).toEqual([['ANNALS OF HEART & LUNG', 'cas jcr']]);
  });

  it('is found by its NLM id', async () => {
    expect(await found('101234567')).toEqual([['Annals of Heart and Lung', 'cas jcr']]);
  });

  it('is found by part of its title: the same first, then what begins so, then what has it within', async () => {
    expect((await found('heart')).map(([title]) => title)).toEqual([
      'HEART',
      'HEART FAILURE REVIEWS',
      'ANNALS OF HEART & LUNG',
    ]);
    expect(await found('心脏')).toEqual([['中华心脏杂志', 'cas']]);
  });

  it('is not found in what is not in force, nor by what means something to SQL', async () => {
    expect(await found('Darkness')).toEqual([]);
    for (const text of ['', '%', '_', "'", 'heart%']) {
      const titles = (await found(text)).length;
      expect(titles).toBe(text === 'heart%' ? 3 : 0);
    }
  });

  it('comes with its values and its numbers, 20 at most', async () => {
    const { journals, inForce } = await lookUpJournals(database.store, a);
    expect(journals[0]).toMatchObject({
      issns: [a, b],
      found: { jcr: { by: 'issn', values: { measure: { text: '2' } } } },
    });
    expect(Object.keys(inForce).sort()).toEqual(['cas', 'jcr']);
    const rows = Array.from({ length: 60 }, (_, n) => ({ title: `Brain ${n}` }));
    await addEdition(database.store, { source: 'openalex', rows });
    expect(await found('brain')).toHaveLength(20);
  });
});
