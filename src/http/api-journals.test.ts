import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { describeEachDatabase } from '../../test/databases.ts';
import { madeUpIssn } from '../../test/editions.ts';
import { workOff } from '../../test/world.ts';
import { zip } from '../../test/zip.ts';
import type { MetricSource } from '../contract/journals.ts';
import { fillEdition } from '../journals/import-edition.ts';
import { readTable } from '../journals/table.ts';
import { claimJob, findJob } from '../store/jobs.ts';

interface Reply {
  status: number;
  body: Record<string, unknown>;
}
type Sent = { file: number; recognised: { source: MetricSource; year: number; mapping: unknown } };

/** A made-up JCR export: journal `n` has the impact factor `n + plus`. */
const jcr = ({ year, rows, plus = 0 }: { year: number; rows: number; plus?: number }): string =>
  [
    `Journal,ISSN,eISSN,Category,IF(${year}),IF Quartile(${year}),IF Rank(${year})`,
    ...Array.from({ length: rows }, (_, index) => {
      const n = index + 1;
      return `Made-up Journal ${n},${madeUpIssn(2 * n)},${madeUpIssn(2 * n + 1)},ONCOLOGY,${n + plus}.5,Q${(n % 4) + 1},${n}/${rows}`;
    }),
  ].join('\r\n');

const cas = [
  '刊名,ISSN/EISSN,大类,大类分区,Top,小类1,小类1分区,标注',
  `假想学报,${madeUpIssn(900)}/${madeUpIssn(901)},医学,1区,是,肿瘤学,2区,`,
  `虚构杂志,${madeUpIssn(902)}/${madeUpIssn(903)},医学,4区,否,外科学,3区,预警`,
].join('\n');

/** In the encoding in which spreadsheets in China save a CSV. */
function gbk(text: string): Buffer {
  const codes = new Map<string, [number, number]>();
  const decoder = new TextDecoder('gbk');
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) codes.set(decoder.decode(Uint8Array.of(high, low)), [high, low]);
    }
  }
  return Buffer.from([...text].flatMap((one) => codes.get(one) ?? one.charCodeAt(0)));
}

function client(site: () => AdminSite) {
  const ask = async (method: string, path: string, body?: unknown, headers = {}): Promise<Reply> => {
    const reply = await site().ask(method, path, { body, headers });
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  const send = async (content: string | Uint8Array<ArrayBuffer>, name: string, more = ''): Promise<Reply> => {
    const reply = await fetch(
      `${site().url}/api/admin/journals/files?name=${encodeURIComponent(name)}${more}`,
      {
        method: 'POST',
        headers: { Authorization: `Bearer ${site().tokens.admin}` },
        body: content,
      },
    );
    return { status: reply.status, body: (await reply.json()) as Record<string, unknown> };
  };
  const confirm = async (sent: Reply, change = {}): Promise<Reply> => {
    const { file, recognised } = sent.body as unknown as Sent;
    const { source, year, mapping } = recognised;
    return ask('POST', '/api/admin/journals/editions', { file, source, year, mapping, ...change });
  };
  /** Sent, confirmed as recognised, and read. @returns the id of the edition. */
  const imported = async (content: string | Buffer<ArrayBuffer>, name: string): Promise<number> => {
    const begun = await confirm(await send(content, name));
    expect(begun.status).toBe(202);
    await workOff(site().world.app);
    return Number(begun.body['edition']);
  };
  return { ask, send, confirm, imported };
}

const editions = '/api/admin/journals/editions';

describeEachDatabase('the API for journal tables', (kind) => {
  let site: AdminSite;
  beforeAll(async () => {
    // Jobs are done by `workOff` alone, when a test wants them done.
    site = await startAdminSite(kind, { lanes: 0 });
  });
  afterAll(() => site.stop());
  const { ask, send, confirm, imported } = client(() => site);

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

  it('refuses what is no table, and keeps nothing of it', async () => {
    const files = async () =>
      (await site.world.app.store.db.selectFrom('journal_file').select('id').execute()).length;
    const before = await files();
    const wrong: [string, Uint8Array<ArrayBuffer> | string][] = [
      ['empty.csv', ''],
      ['only-a-head.csv', 'Journal,ISSN'],
      ['binary.csv', Uint8Array.from({ length: 3000 }, (_, at) => (at * 31) % 256)],
      ['old.xls', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)],
      ['paper.pdf', '%PDF-1.7\n%'],
      ['broken.xlsx', 'PK\u0003\u0004 and no more'],
      ['no-workbook.zip', zip({ 'readme.txt': 'nothing' }) as Buffer<ArrayBuffer>],
    ];
    for (const [name, content] of wrong) {
      const reply = await send(content, name);
      expect(reply, name).toMatchObject({ status: 400, body: { code: expect.stringContaining('table-') } });
    }
    expect(await files()).toBe(before);
  });

  it('says what is wrong with a confirmation', async () => {
    const sent = await send(jcr({ year: 2020, rows: 5 }), 'jcr 2020.csv');
    const wrong = async (change: object, code: string, status = 400) =>
      expect(await confirm(sent, change), JSON.stringify(change)).toMatchObject({ status, body: { code } });
    await wrong({ source: 'wos' }, 'body-wrong');
    await wrong({ year: '2020' }, 'body-wrong');
    await wrong({ year: 20 }, 'edition-year');
    await wrong({ file: 0 }, 'body-wrong');
    await wrong({ file: 999_999 }, 'journal-file-unknown', 404);
    await wrong({ more: true }, 'body-wrong');
    await wrong({ mapping: undefined }, 'body-wrong');
    await wrong({ mapping: { colour: [0] } }, 'body-wrong');
    await wrong({ mapping: { title: [] } }, 'body-wrong');
    await wrong({ mapping: { title: [0.5] } }, 'body-wrong');
    await wrong({ mapping: { title: [0], measure: [99] } }, 'mapping-column');
    await wrong({ mapping: { measure: [4] } }, 'mapping-no-journal');
    // None of that has used it up.
    expect((await confirm(sent)).status).toBe(202);
  });

  it('knows no edition and no source that is not there', async () => {
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/report'],
      ['GET', '/comparison'],
      ['POST', '/activate'],
    ] as const) {
      const unknown = await ask(method, `${editions}/999999${path}`);
      expect(unknown, `${method} ${path}`).toMatchObject({ status: 404, body: { code: 'edition-unknown' } });
      expect((await ask(method, `${editions}/0${path}`)).body).toMatchObject({ code: 'path-wrong' });
    }
    expect(await ask('POST', '/api/admin/journals/wos/rollback')).toMatchObject({
      body: { code: 'path-wrong' },
    });
    expect((await ask('GET', '/api/journals')).body).toMatchObject({ code: 'parameters-wrong' });
    expect((await ask('GET', '/api/journals?q=%20')).body).toMatchObject({ code: 'parameters-wrong' });
    expect((await ask('GET', '/api/journals?q=%00%25_')).status).toBe(200);
    expect((await send('x', '')).body).toMatchObject({ code: 'parameters-wrong' });
    expect((await send('x', 'f.csv', '&sheet=')).body).toMatchObject({ code: 'parameters-wrong' });
  });

  it('takes no method but those it names', async () => {
    for (const [path, allow] of [
      ['/api/admin/journals/files', 'POST'],
      [editions, 'GET, HEAD, POST'],
      [`${editions}/1`, 'GET, HEAD, DELETE'],
      ['/api/journals', 'GET, HEAD'],
    ] as const) {
      const reply = await site.ask('PUT', path);
      expect(reply.status).toBe(405);
      expect(new Set(reply.headers.get('Allow')?.split(', '))).toEqual(new Set(allow.split(', ')));
    }
    const head = await site.ask('HEAD', editions);
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('lets readers look journals up, and do nothing else', async () => {
    const reader = { Authorization: `Bearer ${site.tokens.reader}` };
    const as = async (headers: Record<string, string>, method: string, path: string) =>
      (await fetch(site.url + path, { method, headers, ...(method === 'POST' && { body: 'x' }) })).status;
    expect(await as(reader, 'GET', '/api/journals?q=x')).toBe(200);
    expect(await as({}, 'GET', '/api/journals?q=x')).toBe(401);
    for (const [method, path] of [
      ['POST', '/api/admin/journals/files?name=x'],
      ['POST', editions],
      ['GET', editions],
      ['POST', `${editions}/1/activate`],
      ['POST', '/api/admin/journals/jcr/rollback'],
    ] as const) {
      expect(await as(reader, method, path), path).toBe(403);
      expect(await as({}, method, path), path).toBe(401);
    }
    // A page elsewhere that makes the admin's browser send a file.
    const foreign = { Cookie: site.cookies.admin, Origin: 'https://elsewhere.example' };
    expect(await as(foreign, 'POST', '/api/admin/journals/files?name=x')).toBe(403);
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

describe('a file that was made to do harm', () => {
  let site: AdminSite;
  beforeAll(async () => {
    site = await startAdminSite('sqlite', { lanes: 0 });
  });
  afterAll(() => site.stop());
  const { send } = client(() => site);
  const workbook = (sheet: string | Buffer, more: Record<string, string> = {}) =>
    zip({
      '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
      'xl/workbook.xml':
        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="s" sheetId="1" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels':
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
      'xl/worksheets/sheet1.xml': sheet,
      ...more,
    }) as Buffer<ArrayBuffer>;

  it('is refused before it fills the memory: a workbook of 300 MB in 300 KB', async () => {
    const bomb = workbook(Buffer.alloc(300 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(await send(bomb, 'bomb.xlsx')).toMatchObject({ status: 400, body: { code: 'table-too-large' } });
  });

  it('makes nobody read its own entities', async () => {
    const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const evil = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">${lol}]>`;
    const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = `${evil}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${cell('A1', 'Journal')}${cell('B1', 'ISSN')}</row><row r="2">${cell('A2', '&l9;&f;')}${cell('B2', '1')}</row></sheetData></worksheet>`;
    const { status, body } = await send(workbook(sheet), 'entities.xlsx');
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(body).length).toBeLessThan(2000);
    expect(JSON.stringify(body)).not.toContain('root:');
  });
});

describeEachDatabase('the import by a worker', (kind) => {
  it('is begun at once and shows how far it is', async () => {
    const site = await startAdminSite(kind);
    const { ask, send, confirm } = client(() => site);
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
