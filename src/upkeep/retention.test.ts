import { afterEach, beforeEach, expect, it } from 'vitest';
import { describeEachDatabase, makeDatabase, type TestDatabase } from '../../test/databases.ts';
import { addEdition } from '../../test/editions.ts';
import { addSubscription, frozenDigest, noFacts, noVerdict } from '../../test/store-fixtures.ts';
import { dayMs } from '../../test/world.ts';
import { findEdition } from '../journals/editions.ts';
import { markSent } from '../store/deliveries.ts';
import { freezeRun } from '../store/digests.ts';
import { addJob, type ClaimedJob, claimJob, failJob, finishJob } from '../store/jobs.ts';
import { assignJournalFile, insertJournalFile, readJournalFile } from '../store/journal-files.ts';
import { writeLedger } from '../store/ledger.ts';
import { claimRun, openRun } from '../store/runs.ts';
import { retentionJob } from './retention.ts';

let database: TestDatabase;
afterEach(() => database.close());

const clean = () =>
  retentionJob({ store: database.store, retention: { jobsDays: 7, articlesDays: 90 } })({} as ClaimedJob);

async function addArticles(pmids: number[]): Promise<void> {
  const { store } = database;
  const row = { version: 1, status: null, revised: null, entrez: null, record: '{}' };
  const values = pmids.map((pmid) => ({ ...row, pmid, fetched_at: store.now() }));
  await store.db.insertInto('article').values(values).execute();
}
const articles = async () => {
  const rows = await database.store.db.selectFrom('article').select('pmid').orderBy('pmid').execute();
  return rows.map((row) => row.pmid);
};
async function freeze(subscriptionId: number, trigger: 'manual' | 'test', pmids: number[]) {
  const { store } = database;
  const { id } = await openRun(store, { subscriptionId, trigger, slot: null });
  await claimRun(store, { claim: 'c', ttlMs: 1000, id });
  const { ledger, digest } = frozenDigest(pmids, [`${trigger}${id}@example.org`], `message ${id}`);
  const frozen = await freezeRun(store, {
    run: { id, subscription_id: subscriptionId, claim: 'c', outcome: 'sending', ...noFacts },
    ledger: trigger === 'test' ? [] : ledger,
    digest: { ...digest, test: trigger === 'test' ? 1 : 0 },
    subscription: null,
  });
  return frozen?.deliveries[0] ?? 0;
}

describeEachDatabase('the clean-up', (kind) => {
  beforeEach(async () => {
    database = await makeDatabase(kind);
  });

  it('drops jobs that were done a week ago, however many, and keeps those that failed', async () => {
    const { store } = database;
    const doOne = async (key: string, end: (job: ClaimedJob) => Promise<void>) => {
      const { id } = await addJob(store, { kind: 'test', key, queue: 'low' });
      const job = await claimJob(store, { pick: { id }, claim: key, ttlMs: 1000, processId: 'p' });
      if (!job) throw new Error('not taken');
      await end(job);
      return id;
    };
    const done = await doOne('done', (job) => finishJob(store, job, null));
    const failed = await doOne('failed', (job) => failJob(store, job, { error: 'no', worker: null }));
    const open = await addJob(store, { kind: 'test', key: 'open', queue: 'low' });
    const row = await store.db.selectFrom('job').selectAll().where('id', '=', done).executeTakeFirstOrThrow();
    const { id: _, ...copy } = row;
    const copies = Array.from({ length: 1200 }, () => copy);
    for (const at of [0, 600])
      await store.db
        .insertInto('job')
        .values(copies.slice(at, at + 600))
        .execute();
    database.advance(6.9 * dayMs);
    expect(await clean()).toEqual({ kind: 'done', result: { jobs: 0, articles: 0, files: 0, editions: 0 } });
    const young = await doOne('young', (job) => finishJob(store, job, null));
    database.advance(0.2 * dayMs);
    expect(await clean()).toEqual({
      kind: 'done',
      result: { jobs: 1201, articles: 0, files: 0, editions: 0 },
    });
    const left = await store.db.selectFrom('job').select('id').orderBy('id').execute();
    expect(left.map((job) => job.id)).toEqual([failed, open.id, young]);
  });

  it('drops articles after 90 days, except those that somebody has or is to get', async () => {
    const { store } = database;
    const id = await addSubscription(store);
    const other = await addSubscription(store);
    const [given, inDigest, waiting, setAside, baseline, unknown, inTest, inOldTest] = [
      1, 2, 3, 4, 5, 6, 7, 8,
    ];
    const shared = 9;
    const many = Array.from({ length: 1100 }, (_, n) => 1000 + n);
    await addArticles([...many.slice(0, 600), 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    await addArticles(many.slice(600));
    await markSent(store, { id: await freeze(id, 'manual', [given]), response: '' });
    await freeze(id, 'manual', [inDigest]);
    await freeze(id, 'test', [inTest]);
    await markSent(store, { id: await freeze(id, 'test', [inOldTest]), response: '' });
    const rows = [
      { pmid: waiting, state: 'waiting' as const },
      { pmid: setAside, state: 'set-aside' as const },
      { pmid: baseline, state: 'baseline' as const },
      { pmid: shared, state: 'baseline' as const },
    ].map((row) => ({ ...noVerdict, ...row, subscription_id: id, run_id: 0, digest_id: null }));
    await writeLedger(store, rows);
    const theirs = { ...noVerdict, pmid: shared, state: 'waiting' as const };
    await writeLedger(store, [{ ...theirs, subscription_id: other, run_id: 0, digest_id: null }]);
    const ledger = () => store.db.selectFrom('ledger').selectAll().orderBy('pmid').orderBy('state').execute();
    const before = await ledger();
    expect(before).toHaveLength(7);

    database.advance(89 * dayMs);
    const fresh = 5000;
    await addArticles([fresh]);
    expect(await clean()).toMatchObject({ result: { articles: 0 } });
    database.advance(2 * dayMs);
    const gone = [setAside, baseline, unknown, inOldTest];
    expect(await clean()).toMatchObject({ result: { articles: gone.length + many.length } });
    expect(await articles()).toEqual([given, inDigest, waiting, inTest, shared, fresh]);
    expect(await ledger()).toEqual(before);
    expect(await clean()).toMatchObject({ result: { articles: 0 } });
  });

  it('gives up imports that nobody goes on with for a day, and drops their files and forgotten ones', async () => {
    const { store } = database;
    const rows = [{ title: 'Annals of Things' }];
    const forsaken = await addEdition(store, { source: 'jcr', state: 'reading', rows, activate: false });
    const ready = await addEdition(store, { source: 'jcr', rows });
    const bytes = Buffer.from('Journal');
    const [loose, assigned] = [
      await insertJournalFile(store, { name: 'loose.csv', bytes }),
      await insertJournalFile(store, { name: 'assigned.csv', bytes }),
    ];
    await assignJournalFile(store, { id: assigned, edition: forsaken, sheet: null });
    const touch = (id: number) =>
      store.db.updateTable('edition').set({ touched_at: store.now() }).where('id', '=', id).execute();
    await touch(forsaken);
    database.advance(0.9 * dayMs);
    expect(await clean()).toMatchObject({ result: { files: 0, editions: 0 } });
    database.advance(0.2 * dayMs);
    await touch(forsaken);
    expect(await clean()).toMatchObject({ result: { files: 1, editions: 0 } });
    expect(await readJournalFile(store, { id: loose })).toBeUndefined();
    expect(await readJournalFile(store, { id: assigned })).toMatchObject({ edition: forsaken });
    database.advance(1.1 * dayMs);
    expect(await clean()).toMatchObject({ result: { files: 1, editions: 1 } });
    expect(await readJournalFile(store, { id: assigned })).toBeUndefined();
    const failed = await findEdition(store, forsaken);
    expect([failed.state, failed.error?.zh]).toEqual(['failed', expect.stringContaining('重新导入')]);
    const left = await store.db.selectFrom('edition_journal').select('edition_id').execute();
    expect(left).toEqual([{ edition_id: ready }]);
    expect((await findEdition(store, ready)).inForce).toBe(true);
    expect(await clean()).toMatchObject({ result: { files: 0, editions: 0 } });
  });
});
