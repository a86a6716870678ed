import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { describeEachDatabase } from '../../test/databases.ts';
import { madeUpIssn } from '../../test/editions.ts';
import { cas, editions, gbk, jcr, journalClient, type Sent } from '../../test/journal-api.ts';
import { workbook } from '../../test/workbook.ts';
import { workOff } from '../../test/world.ts';
import { fillEdition } from '../journals/import-edition.ts';
import { readTable } from '../journals/table.ts';
import { claimJob, findJob } from '../store/jobs.ts';

describeEachDatabase('the API for journal tables', (kind) => {
  let site: AdminSite;
  beforeAll(async () => {
    // Jobs are done by `workOff` alone, when a test wants them done.
    site = await startAdminSite(kind, { lanes: 0 });
  });
  afterAll(() => site.stop());
  const { ask, send, confirm, imported } = journalClient(() => site);

  it('goes from the file to figures in force, and back', async () => {
    const sent = await send(jcr({ year: 2023, rows: 40 }), 'C:\\tables\\jcr 2023.csv');
    expect(sent).toMatchObject({
      status: 200,
      body: {
        name: 'jcr 2023.csv',
        format: 'csv',
        encoding: 'utf-8',
        rows: 40,
        sheets: [],
        recognised: {
          source: 'jcr',
          year: 2023,
          known: true,
          mapping: { title: [0], issn: [1], eissn: [2] },
        },
      },
    });
    expect(sent.body['header']).toContain('IF(2023)');
    expect((sent.body['sample'] as string[][]).map(([title]) => title)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `Made-up Journal ${n}`),
    );

    const begun = await confirm(sent);
    expect(begun).toEqual({ status: 202, body: { edition: expect.any(Number), job: expect.any(Number) } });
    const first = Number(begun.body['edition']);
    expect(await ask('GET', `${editions}/${first}`)).toMatchObject({
      body: { state: 'reading', inForce: false, progress: { done: 0, total: 40 }, fileName: 'jcr 2023.csv' },
    });
    const notYet = { status: 409, body: { code: 'edition-not-ready' } };
    expect(await ask('POST', `${editions}/${first}/activate`)).toMatchObject(notYet);
    expect(await ask('GET', `${editions}/${first}/comparison`)).toMatchObject(notYet);

    await workOff(site.world.app);
    expect(await findJob(site.world.app.store, Number(begun.body['job']))).toMatchObject({ state: 'done' });
    expect(await ask('GET', `${editions}/${first}`)).toMatchObject({
      body: {
        state: 'ready',
        counts: { read: 40, journals: 40, joined: 0, refused: 0 },
        progress: { done: 40, total: 40 },
        error: null,
      },
    });
    // The file has done its service.
    expect(await site.world.app.store.db.selectFrom('journal_file').select('id').execute()).toEqual([]);

    expect(await ask('POST', `${editions}/${first}/activate`)).toMatchObject({
      status: 200,
      body: { edition: { id: first, inForce: true }, before: null },
    });
    const second = await imported(jcr({ year: 2024, rows: 38, plus: 1 }), 'jcr 2024.csv');
    expect(await ask('GET', `${editions}/${second}/comparison`)).toMatchObject({
      body: {
        edition: { id: second },
        against: { id: first },
        same: false,
        counts: {
          gain: { journals: 38 },
          lose: { journals: 0 },
          gone: { journals: 2 },
          new: { journals: 0 },
        },
      },
    });
    expect(await ask('POST', `${editions}/${second}/activate`)).toMatchObject({
      body: { edition: { id: second }, before: { id: first } },
    });
    const figure = async () => {
      const { body } = await ask('GET', `/api/journals?q=${madeUpIssn(6)}`);
      const [journal] = body['journals'] as {
        found: Record<string, { values: { measure: { text: string } } }>;
      }[];
      return journal?.found['jcr']?.values.measure.text;
    };
    expect(await figure()).toBe('4.5');
    expect(await ask('DELETE', `${editions}/${second}`)).toMatchObject({
      status: 409,
      body: { code: 'edition-in-force' },
    });
    const rolled = await ask('POST', '/api/admin/journals/jcr/rollback', { from: second });
    expect(rolled).toMatchObject({ status: 200, body: { now: { id: first }, was: { id: second } } });
    expect(await figure()).toBe('3.5');
    // A double click takes no further step back.
    await ask('POST', '/api/admin/journals/jcr/rollback', { from: second });
    expect(await figure()).toBe('3.5');
    expect(await ask('DELETE', `${editions}/${second}`)).toEqual({ status: 200, body: { removed: second } });
    expect((await ask('GET', `${editions}/${second}`)).status).toBe(404);
    const { body } = await ask('GET', editions);
    expect(body['editions']).toEqual([expect.objectContaining({ id: first, inForce: true })]);
    expect(await ask('POST', '/api/admin/journals/jcr/rollback')).toMatchObject({ body: { now: null } });
    expect(await ask('POST', '/api/admin/journals/jcr/rollback')).toMatchObject({
      status: 409,
      body: { code: 'edition-none-in-force' },
    });
  });

  it('reads a table of GBK, and its file name too', async () => {
    const sent = await send(gbk(cas) as Buffer<ArrayBuffer>, '../../分区表 2025.csv');
    expect(sent).toMatchObject({
      status: 200,
      body: { name: '分区表 2025.csv', encoding: 'gb18030', recognised: { source: 'cas', year: 2025 } },
    });
    await confirm(sent);
    await workOff(site.world.app);
    const [edition] = (await ask('GET', editions)).body['editions'] as { id: number; state: string }[];
    expect(edition).toMatchObject({ state: 'ready', source: 'cas', counts: { journals: 2 } });
    await ask('POST', `${editions}/${edition?.id}/activate`);
    const found = await ask('GET', `/api/journals?q=${encodeURIComponent('虚构杂志')}`);
    expect(found.body).toMatchObject({
      inForce: { cas: { year: 2025 } },
      journals: [
        {
          title: '虚构杂志',
          found: { cas: { edition: { year: 2025 }, values: { overall: { place: 4 }, top: false } } },
        },
      ],
    });
    await ask('POST', '/api/admin/journals/cas/rollback');
  });

  it('reports row by row, in the language of who asks, page by page', async () => {
    const table = jcr({ year: 2022, rows: 3 }).split('\r\n');
    table.splice(2, 0, ',1234-5678,,ONCOLOGY,1,Q1,1/3', ',,,,,,', ',8765-4321,,ONCOLOGY,2,Q1,2/3');
    const id = await imported(table.join('\n'), 'jcr 2022.csv');
    const page = (query: string, language = 'en') =>
      ask('GET', `${editions}/${id}/report${query}`, undefined, { 'Accept-Language': language });
    const all = (await page('')).body as { notes: { row: number; kind: string; text: string }[]; next: null };
    const refused = all.notes.filter(({ kind: one }) => one === 'refused');
    expect(refused.map(({ row }) => row)).toEqual(expect.arrayContaining([3, 5]));
    expect(all.next).toBeNull();
    const walked: unknown[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const { body } = await page(`?kind=refused&limit=1&after=${after}`);
      walked.push(...(body['notes'] as unknown[]));
      after = body['next'] as number | null;
    }
    expect(walked).toEqual(refused);
    const [chinese] = (await page('?kind=refused', 'zh')).body['notes'] as { text: string }[];
    expect(chinese?.text).toMatch(/\p{sc=Han}/u);
    expect(refused[0]?.text).not.toMatch(/\p{sc=Han}/u);
    for (const query of ['?kind=other', '?limit=0', '?limit=1001', '?after=-1', '?page=2']) {
      expect(await page(query), query).toMatchObject({ status: 400, body: { code: 'parameters-wrong' } });
    }
  });

  it('makes one edition of one file, however often and however fast it is confirmed', async () => {
    const sent = await send(jcr({ year: 2021, rows: 5 }), 'jcr 2021.csv');
    const replies = await Promise.all([confirm(sent), confirm(sent), confirm(sent)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([202, 409, 409]);
    expect(replies.find(({ status }) => status === 409)?.body).toMatchObject({ code: 'journal-file-taken' });
    const count = async () => ((await ask('GET', editions)).body['editions'] as unknown[]).length;
    const before = await count();
    await workOff(site.world.app);
    expect(await confirm(sent)).toMatchObject({ status: 404, body: { code: 'journal-file-unknown' } });
    expect(await count()).toBe(before);
  });

  it('shows a file that was sent once more, as a person wants it read', async () => {
    const sent = await send('Name,Number,Figure\nMade-up Letters,1234-5679,3.5', 'own.csv');
    const { file } = sent.body as unknown as Sent;
    expect(sent.body).toMatchObject({ recognised: { known: false } });
    const again = await ask('GET', `/api/admin/journals/files/${file}?source=openalex`);
    expect(again).toMatchObject({ status: 200, body: { file, rows: 1, recognised: { source: 'openalex' } } });
    const mapping = { title: [0], issn: [1], measure: [2] };
    const begun = await confirm(sent, { source: 'openalex', year: 2024, mapping });
    await workOff(site.world.app);
    expect(await ask('GET', `${editions}/${begun.body['edition']}`)).toMatchObject({
      body: { source: 'openalex', state: 'ready', mapping, fields: ['title', 'issn', 'measure'] },
    });
    expect((await ask('GET', '/api/admin/journals/files/999999')).status).toBe(404);
  });

  it('reads the sheet of a workbook that a person chose', async () => {
    const head = ['Journal', 'ISSN', 'IF(2024)', 'IF Quartile(2024)'];
    const sheets = {
      Old: [head, ['Made-up Journal A', madeUpIssn(70), 1.5, 'Q1']],
      'New 新': [
        head,
        ['Made-up Journal B', madeUpIssn(71), 2.5, 'Q2'],
        ['Made-up Journal C', madeUpIssn(72), 3.5, 'Q3'],
      ],
    };
    const content = workbook(sheets) as Buffer<ArrayBuffer>;
    const sent = await send(content, 'jcr.xlsx');
    expect(sent.body).toMatchObject({ format: 'xlsx', encoding: null, sheets: ['Old', 'New 新'], rows: 1 });
    const sheet = 'New 新';
    const chosen = `?sheet=${encodeURIComponent(sheet)}`;
    const file = `/api/admin/journals/files/${sent.body['file']}`;
    expect((await ask('GET', file + chosen)).body).toMatchObject({ rows: 2 });
    const unknown = { status: 404, body: { code: 'table-sheet-unknown' } };
    expect(await ask('GET', `${file}?sheet=none`)).toMatchObject(unknown);
    expect(await confirm(sent, { sheet: 'none' })).toMatchObject(unknown);
    expect(await send(content, 'jcr.xlsx', '&sheet=none')).toMatchObject(unknown);
    const begun = await confirm(sent, { sheet });
    await workOff(site.world.app);
    expect(await ask('GET', `${editions}/${begun.body['edition']}`)).toMatchObject({
      body: { state: 'ready', counts: { journals: 2 } },
    });
    expect(await send(content, 'jcr.xlsx', `&sheet=${encodeURIComponent(sheet)}`)).toMatchObject({
      body: { rows: 2 },
    });
  });

  it('goes on where a process was killed', async () => {
    const content = jcr({ year: 2019, rows: 1500 });
    const begun = await confirm(await send(content, 'jcr 2019.csv'));
    const id = Number(begun.body['edition']);
    const { store } = site.world.app;
    // Another process has the job, is half-way, and dies.
    const pick = { id: Number(begun.body['job']) };
    await claimJob(store, { pick, claim: 'of the dead', ttlMs: 30_000, processId: 'gone' });
    const death = new AbortController();
    const half = fillEdition(store, {
      id,
      table: await readTable(Buffer.from(content), { name: 'jcr 2019.csv' }),
      onProgress: ({ phase, done }) => phase === 'saving' && done >= 100 && death.abort(),
      signal: death.signal,
    });
    await expect(half).rejects.toThrow();
    const rows = async () => {
      const { count } = store.db.fn;
      const journals = store.db.selectFrom('edition_journal').where('edition_id', '=', id);
      return Number((await journals.select(count('row_number').as('n')).executeTakeFirstOrThrow()).n);
    };
    expect(await rows()).toBeGreaterThan(0);
    expect(await rows()).toBeLessThan(1500);
    expect(await ask('GET', `${editions}/${id}`)).toMatchObject({ body: { state: 'reading' } });
    site.world.advance(31_000);
    await workOff(site.world.app);
    expect(await ask('GET', `${editions}/${id}`)).toMatchObject({
      body: { state: 'ready', counts: { read: 1500, journals: 1500 } },
    });
    expect(await rows()).toBe(1500);
  });

  it('stops where the edition is removed before it was read', async () => {
    const begun = await confirm(await send(jcr({ year: 2018, rows: 5 }), 'jcr 2018.csv'));
    expect((await ask('DELETE', `${editions}/${begun.body['edition']}`)).status).toBe(200);
    await workOff(site.world.app);
    expect(await findJob(site.world.app.store, Number(begun.body['job']))).toMatchObject({ state: 'done' });
  });

  it('forgets in the night what nobody has imported for a day', async () => {
    const forgotten = await send(jcr({ year: 2017, rows: 5 }), 'jcr 2017.csv');
    const file = `/api/admin/journals/files/${forgotten.body['file']}`;
    site.world.advance(23 * 3_600_000);
    await workOff(site.world.app);
    expect((await ask('GET', file)).status).toBe(200);
    site.world.advance(25 * 3_600_000);
    await workOff(site.world.app);
    expect((await ask('GET', file)).status).toBe(404);
    expect(await confirm(forgotten)).toMatchObject({ status: 404, body: { code: 'journal-file-unknown' } });
  });
});

describeEachDatabase('the import by a worker', (kind) => {
  it('is begun at once and shows how far it is', async () => {
    const site = await startAdminSite(kind);
    const { ask, send, confirm } = journalClient(() => site);
    const sent = await Promise.all([
      send(jcr({ year: 2024, rows: 3000 }), 'jcr 2024.csv'),
      send(gbk(cas) as Buffer<ArrayBuffer>, 'cas 2025.csv'),
    ]);
    const begun = [];
    for (const one of sent) begun.push(await confirm(one));
    for (const { body } of begun) {
      await expect
        .poll(async () => (await ask('GET', `${editions}/${body['edition']}`)).body['state'], {
          timeout: 20_000,
        })
        .toBe('ready');
    }
    await site.stop();
  });
});
