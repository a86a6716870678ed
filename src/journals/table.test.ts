import { deflateRawSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { workbook, workbookParts, zip } from '../../test/workbook.ts';
import { Refusal, type RefusalCode } from '../errors.ts';
import { readTable, type Table } from './table.ts';

const read = (bytes: string | Uint8Array, sheet?: string): Promise<Table> =>
  readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, {
    name: 'x',
    ...(sheet === undefined ? {} : { sheet }),
  });

const refusal = async (bytes: string | Uint8Array, sheet?: string): Promise<RefusalCode | null> =>
  read(bytes, sheet).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Refusal) return error.code;
      throw error;
    },
  );

const head = ['Journal', 'ISSN', 'IF(2024)', 'IF Rank(2024)'];

describe('a text table', () => {
  it.each([',', ';', '\t'])('is read with "%s" between its cells', async (delimiter) => {
    const table = await read(
      `Title${delimiter}ISSN${delimiter}SJR\nA${delimiter}1234-5679${delimiter}"1,5"\n`,
    );
    expect(table).toMatchObject({ format: 'csv', header: ['Title', 'ISSN', 'SJR'], firstRow: 2 });
    expect(table.rows).toEqual([['A', '1234-5679', '1,5']]);
  });

  it('has its head below what stands above it, and row numbers as a spreadsheet counts', async () => {
    const table = await read('sep=,\nDownloaded, by Nobody\n\nJournal,ISSN\n\nA,1234-5679\n\n\n');
    expect(table.header).toEqual(['Journal', 'ISSN']);
    expect(table.firstRow).toBe(5);
    expect(table.rows).toEqual([[], ['A', '1234-5679']]);
  });

  it('may have heads that nobody knows', async () => {
    expect((await read('foo,bar\n1,2\n')).header).toEqual(['foo', 'bar']);
  });
});

describe('a workbook', () => {
  it('has texts, numbers, dates, formulas and gaps', async () => {
    const bytes = workbook({
      notes: [['nothing here']],
      JCR: [
        [],
        head,
        ['A & <B>', null, 2.7999999999999998, { date: 45688 }],
        [],
        ['C', { formula: 'X1&"y"', value: '1234-5679' }, 3],
      ],
    });
    const table = await read(bytes);
    expect(table).toMatchObject({ format: 'xlsx', header: head, firstRow: 3, sheets: ['notes', 'JCR'] });
    expect(table.rows).toEqual([['A & <B>', '', '2.8', '2025-01-31'], [], ['C', '1234-5679', '3', '']]);
  });

  it('is read from the sheet that was named', async () => {
    const bytes = workbook({ 一: [head, ['A']], 二: [head, ['B']] });
    expect((await read(bytes, '二')).rows[0]?.[0]).toBe('B');
    expect(await refusal(bytes, '三')).toBe('table-sheet-unknown');
  });

  it('has rich, inline and spoken texts', async () => {
    const parts = workbookParts({ s: [head, ['@', '1234-5679']] });
    const sheet = (parts['xl/worksheets/sheet1.xml'] ?? '').replace(
      '</sheetData>',
      '<row r="3"><c r="A3" t="inlineStr"><is><r><t>In</t></r><r><t>line_x000D_</t></r></is></c></row></sheetData>',
    );
    const strings = (parts['xl/sharedStrings.xml'] ?? '').replace(
      '<t xml:space="preserve">@</t>',
      '<r><t>期</t></r><r><t>刊</t></r><rPh sb="0" eb="1"><t>qi</t></rPh>',
    );
    const bytes = zip({ ...parts, 'xl/worksheets/sheet1.xml': sheet, 'xl/sharedStrings.xml': strings });
    expect((await read(bytes)).rows.map(([title]) => title)).toEqual(['期刊', 'Inline\r']);
  });
});

describe('JSON', () => {
  const record = {
    display_name: 'A',
    issn: ['1234-5679', '0000-0019'],
    stats: { h: 3 },
    years: [{ n: 1 }],
    none: null,
  };
  const rows = [['A', '["1234-5679","0000-0019"]', '3']];

  it.each([
    ['an answer of the API', JSON.stringify({ meta: { count: 1 }, results: [record] })],
    ['a list', JSON.stringify([record], null, 2)],
    ['one record a line', `${JSON.stringify(record)}\n`],
  ])('may be %s', async (_, text) => {
    const table = await read(text);
    expect(table).toMatchObject({ format: 'json', header: ['display_name', 'issn', 'stats.h'], rows });
    expect(await read(gzipSync(text))).toMatchObject({ rows });
  });

  it('names the line that is none', async () => {
    const error = await read('{"a":1}\n{"a":2}\n{"a":').catch((error: unknown) => error);
    expect(error).toMatchObject({ code: 'table-json-line', params: { line: 3 } });
    expect(await refusal('[{"a":1},2]')).toBe('table-no-records');
    expect(await refusal('[{"a":1},')).toBe('table-damaged');
  });
});

describe('a file that is no table, or a trap', () => {
  const xml = (extra: string, type = ''): Buffer => {
    const parts = workbookParts({ s: [head, ['A']] });
    const sheet = `${type}<worksheet><sheetData>${extra}</sheetData></worksheet>`;
    return zip({ ...parts, 'xl/worksheets/sheet1.xml': sheet });
  };

  it.each<[string, string | Uint8Array, RefusalCode]>([
    ['empty', '', 'table-empty'],
    ['blank', '\n \n,,\n', 'table-empty'],
    ['a head alone', 'Journal,ISSN\n\n', 'table-empty'],
    ['an empty list', '[]', 'table-empty'],
    ['a program', Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0]), 'table-not-text'],
    ['a PDF', '%PDF-1.7\n1 0 obj', 'table-not-text'],
    ['a web page', '<html><table><tr><td>Journal</td></tr></table>', 'table-not-text'],
    ['an old Excel file', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), 'table-old-excel'],
    ['another zip archive', zip({ 'a.txt': 'hello' }), 'table-not-text'],
    ['half a workbook', workbook({ s: [head, ['A']] }).subarray(0, 700), 'table-damaged'],
    ['half a gzip', gzipSync('Journal,ISSN\nA,1\n').subarray(0, 20), 'table-damaged'],
    ['a gzip in a gzip', gzipSync(gzipSync('Journal,ISSN\nA,1\n')), 'table-not-text'],
    ['an unpacked giant', gzipSync(Buffer.alloc(201 * 2 ** 20, 'a')), 'table-too-large'],
    ['a row of a million cells', `Journal,ISSN\n${','.repeat(1_000_000)}\n`, 'table-too-large'],
    ['a quoted row of a million cells', `Journal,ISSN\n"a"${',"b"'.repeat(1_000_000)}\n`, 'table-too-large'],
    ['a million rows', `Journal,ISSN\n${'a,b\n'.repeat(1_000_000)}`, 'table-too-large'],
    ['a cell far away', xml('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), 'table-too-large'],
    ['a row far away', xml('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'), 'table-too-large'],
    ['XML that is none', xml('<row><c>'), 'table-damaged'],
    [
      'entities within entities',
      xml('<row r="1"><c><v>&b;</v></c></row>', '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'),
      'table-damaged',
    ],
    [
      'an entity from outside',
      xml('<row r="1"><c><v>&x;</v></c></row>', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
      'table-damaged',
    ],
  ])('%s is refused', async (_, bytes, code) => {
    expect(await refusal(bytes)).toBe(code);
  });

  it('is refused where a sheet unpacks to more than may be, whatever it claims', async () => {
    const bytes = xml(' '.repeat(201 * 2 ** 20));
    expect(bytes.length).toBeLessThan(2 ** 20);
    expect(await refusal(bytes)).toBe('table-too-large');
    // It says that it is one byte long.
    const name = bytes.indexOf('xl/worksheets/sheet1.xml', bytes.length - 1200);
    bytes.writeUInt32LE(1, name - 22);
    expect(await refusal(bytes)).toBe('table-too-large');
  });

  it('never fails but by a refusal, however a workbook is damaged', async () => {
    const whole = workbook({ s: [head, ['A', '1234-5679', 1.5, '1/3']] });
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(damage, async (changes) => {
        const bytes = Buffer.from(whole);
        for (const [at, byte] of changes) bytes[at] = byte;
        await refusal(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('never fails but by a refusal, whatever the bytes are', async () => {
    const start = fc.constantFrom('', 'PK\x03\x04', '{"a":', '[{', '\ufeff', 'Journal,ISSN\n"');
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), async (text, bytes) => {
        await refusal(Buffer.concat([Buffer.from(text), bytes]));
        await refusal(
          Buffer.concat([Buffer.from('PK\x03\x04'), deflateRawSync(bytes), Buffer.from('PK\x05\x06'), bytes]),
        );
      }),
      { numRuns: 200 },
    );
  });
});
