import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AdminSite, startAdminSite } from '../../test/admin-site.ts';
import { describeEachDatabase } from '../../test/databases.ts';
import { editions, jcr, journalClient } from '../../test/journal-api.ts';
import { workbookParts, zip } from '../../test/workbook.ts';

describeEachDatabase('the API for journal tables, used wrongly,', (kind) => {
  let site: AdminSite;
  beforeAll(async () => {
    // Jobs are done by `workOff` alone, when a test wants them done.
    site = await startAdminSite(kind, { lanes: 0 });
  });
  afterAll(() => site.stop());
  const { ask, send, confirm } = journalClient(() => site);

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
});

describe('a file that was made to do harm', () => {
  let site: AdminSite;
  beforeAll(async () => {
    site = await startAdminSite('sqlite', { lanes: 0 });
  });
  afterAll(() => site.stop());
  const { send } = journalClient(() => site);
  const withSheet = (sheet: string | Buffer) =>
    zip({ ...workbookParts({ s: [] }), 'xl/worksheets/sheet1.xml': sheet }) as Buffer<ArrayBuffer>;

  it('is refused before it fills the memory: a workbook of 300 MB in 300 KB', async () => {
    const bomb = withSheet(Buffer.alloc(300 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(2 ** 20);
    expect(await send(bomb, 'bomb.xlsx')).toMatchObject({ status: 400, body: { code: 'table-too-large' } });
  });

  it('makes nobody read its own entities', async () => {
    const lol = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join('');
    const evil = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol"><!ENTITY f SYSTEM "file:///etc/passwd">${lol}]>`;
    const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`;
    const sheet = `${evil}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">${cell('A1', 'Journal')}${cell('B1', 'ISSN')}</row><row r="2">${cell('A2', '&l9;&f;')}${cell('B2', '1')}</row></sheetData></worksheet>`;
    const { status, body } = await send(withSheet(sheet), 'entities.xlsx');
    expect(status).toBeLessThan(500);
    expect(JSON.stringify(body).length).toBeLessThan(2000);
    expect(JSON.stringify(body)).not.toContain('root:');
  });
});
