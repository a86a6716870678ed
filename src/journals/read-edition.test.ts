import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpIssn } from '../../test/editions.ts';
import { workbook } from '../../test/workbook.ts';
import { type Mapping, type MetricSource, metricSources } from '../contract/journals.ts';
import type { EditionRows, JournalRow } from './edition-rows.ts';
import { describeNote } from './note-words.ts';
import { readEdition } from './read-edition.ts';
import { recognise } from './recognise.ts';
import { readTable, type Table } from './table.ts';

async function read(bytes: Uint8Array | string, name = 'table.csv'): Promise<EditionRows> {
  const table = await readTable(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, { name });
  const { source, mapping } = recognise(table, { name });
  if (!source) throw new Error('not recognised');
  return readEdition({ table, source, mapping });
}

const fixture = (name: string): Promise<EditionRows> =>
  read(readFileSync(new URL(`fixtures/${name}`, import.meta.url)), name);

const at = ({ journals }: EditionRows, row: number): JournalRow => {
  const found = journals.find((one) => one.row === row);
  if (!found) throw new Error(`no journal in row ${row}`);
  return found;
};

const codes = ({ notes }: EditionRows): [number, string][] => notes.map(({ row, code }) => [row, code]);

const adds = ({ read, journals, joined, refused }: EditionRows): boolean =>
  read === journals.length + joined + refused;

describe('JCR', () => {
  it('has values as they are printed', async () => {
    const jcr = await fixture('jcr-2024.csv');
    expect(jcr).toMatchObject({ read: 10, joined: 0, refused: 0, changed: 6 });
    expect(at(jcr, 2)).toMatchObject({
      title: 'INVENTED CANCER REVIEWS',
      identity: { issn: '9000-0013', eissn: '9000-0021' },
      values: {
        measure: { text: '232.4', from: 232.4, to: 232.4 },
        overall: null,
        categories: [{ category: 'ONCOLOGY', place: 1, rank: '1/332' }],
      },
    });
    expect(at(jcr, 4).values.measure).toEqual({ text: '<0.1', from: 0, to: 0.1 });
    expect(at(jcr, 5).values.categories).toEqual([{ category: 'PSYCHIATRY', place: 2, rank: '30/288' }]);
    expect(at(jcr, 6).values).toMatchObject({
      measure: null,
      categories: [{ category: 'ART', place: null }],
    });
  });

  it('has one quartile for several categories, and a rank that was a date', async () => {
    const jcr = await fixture('jcr-2024.csv');
    expect(at(jcr, 3).values).toMatchObject({
      overall: { category: null, place: 2, rank: '1/31' },
      categories: [
        { category: 'SURGERY', place: null, rank: null },
        { category: 'ONCOLOGY', place: null, rank: null },
      ],
    });
  });

  it('keeps both of two that share an ISSN, and leaves out only what is wrong', async () => {
    const jcr = await fixture('jcr-2024.csv');
    expect(codes(jcr)).toEqual([
      [3, 'rank-mended'],
      [7, 'issn-shared'],
      [8, 'issn-shared'],
      [9, 'issn-shared'],
      [10, 'issn-shared'],
      [11, 'issn-wrong'],
      [11, 'value-wrong'],
      [11, 'value-wrong'],
      [11, 'value-wrong'],
    ]);
    expect(at(jcr, 11)).toMatchObject({
      identity: { issn: null, eissn: '9000-0102' },
      values: { measure: null },
    });
    const note = jcr.notes.find(({ row }) => row === 11);
    expect(note && describeNote(note, 'en')).toBe('ISSN: "9000-0100" is not a valid ISSN and was left out.');
  });

  it('has a quartile for each category in the layout of 2025', async () => {
    const { categories, overall } = at(await fixture('jcr-2025.csv'), 3).values;
    expect(overall).toBeNull();
    expect(categories).toEqual([
      { category: 'SURGERY', place: 1, rank: '20/290' },
      { category: 'ONCOLOGY', place: 2, rank: '110/330' },
      { category: 'ENGINEERING, BIOMEDICAL', place: null, rank: null },
    ]);
  });

  it('is joined from a row for each category, without the lines below', async () => {
    const jcr = await fixture('clarivate.csv');
    expect(jcr).toMatchObject({ read: 5, joined: 1, refused: 2 });
    expect(at(jcr, 4).values.categories).toEqual([
      { category: 'SURGERY', place: 1, rank: null },
      { category: 'ONCOLOGY', place: 2, rank: null },
    ]);
    expect(codes(jcr)).toEqual([
      [5, 'joined'],
      [7, 'footer'],
      [8, 'footer'],
    ]);
    expect(at(jcr, 6).values.measure).toEqual({ text: '1,234.5', from: 1234.5, to: 1234.5 });
  });

  it('is the same from a workbook, where a rank is a day', async () => {
    const bytes = workbook({
      Sheet1: [
        ['Journal', 'ISSN', 'eISSN', 'Category', 'IF(2024)', 'IF Quartile(2024)', 'IF Rank(2024)'],
        ['A', '9000-0013', '9000-0021', 'ONCOLOGY(SCIE)', 2.7999999999999998, 'Q1', { date: 45688 }],
        ['B', '9000-003X', null, 'ONCOLOGY(SCIE)', '<0.1', 'Q4', 24108],
      ],
    });
    const jcr = await read(bytes, 'jcr.xlsx');
    expect(at(jcr, 2).values).toMatchObject({ measure: { text: '2.8' }, categories: [{ rank: '1/31' }] });
    expect(at(jcr, 3).values).toMatchObject({ measure: { text: '<0.1' }, categories: [{ rank: '1/66' }] });
  });
});

describe('CAS', () => {
  it('has zones, ranks, Top, warnings and pairs of ISSNs', async () => {
    const cas = await fixture('cas-2025.csv');
    expect(at(cas, 2)).toMatchObject({
      identity: { issn: '9000-0013', eissn: '9000-0021', others: [] },
      values: {
        overall: { category: '医学', place: 1, rank: '1/778' },
        categories: [{ category: 'ONCOLOGY 肿瘤学', place: 1, rank: '1/330' }],
        top: true,
        warning: null,
        openAccess: false,
      },
    });
    expect(at(cas, 3)).toMatchObject({
      identity: { issn: null, eissn: null, others: ['9000-003X'] },
      values: { top: false, warning: '2025年《国际期刊预警名单》', openAccess: true },
    });
    expect(at(cas, 4).values.warning).toBeNull();
    expect(at(cas, 5).values).toMatchObject({ warning: '2025年《国际期刊预警名单》', categories: [] });
    expect(cas.notes).toEqual([]);
  });

  it('warns by the newest level', async () => {
    const cas = await fixture('cas-2021-gbk.csv');
    expect(cas.journals.map(({ title, values }) => [title, values.warning])).toEqual([
      ['虚构肿瘤学评论', null],
      ['虚构外科年鉴', '中'],
      ['无名杂志', null],
    ]);
  });
});

describe('SCImago', () => {
  it('has decimal commas, joined ISSNs without their zeros, and quartiles for each field', async () => {
    const scimago = await fixture('scimagojr 2023.csv');
    expect(at(scimago, 2).values).toEqual({
      measure: { text: '106.094', from: 106.094, to: 106.094 },
      overall: { category: null, place: 1, rank: null },
      categories: [
        { category: 'Hematology', place: 1, rank: null },
        { category: 'Oncology', place: 1, rank: null },
      ],
      top: null,
      warning: null,
      openAccess: false,
    });
    expect(at(scimago, 3)).toMatchObject({
      title: 'Lancet of Nowhere, The',
      identity: { others: ['0000-0205', '0090-0133'] },
      values: { categories: [{ category: 'Medicine (miscellaneous)', place: 3 }] },
    });
    expect(at(scimago, 4).values).toMatchObject({ measure: { from: 1.234 }, overall: null });
  });

  it('is read in a reduced copy, between commas', async () => {
    const scimago = await read(
      'Title,SJR,H index,Quartile\nInvented Reviews,"106,094",211,Q1\nB,"0,5",1,-\n',
    );
    expect(at(scimago, 2).values.measure?.from).toBe(106.094);
  });
});

describe('OpenAlex', () => {
  it.each(['openalex.json', 'openalex.jsonl.gz', 'openalex.csv'])(
    'has citedness and ISSNs in %s',
    async (name) => {
      const openalex = await fixture(name);
      expect(openalex.journals[0]).toMatchObject({
        title: 'Invented Cancer Reviews',
        identity: { linking: '9000-0013', others: ['9000-0013', '9000-0021'] },
        values: { measure: { text: '106.094', from: 106.094, to: 106.094 }, openAccess: false },
      });
      expect(openalex.journals[1]?.values).toMatchObject({ measure: { from: 0 }, openAccess: true });
    },
  );
});

describe('a warning list', () => {
  it('has titles and reasons', async () => {
    const { journals } = await fixture('warnings-2025.csv');
    expect(journals.map(({ title, values }) => [title, values.warning])).toEqual([
      ['Annals of Made-Up Surgery', '论文工厂'],
      ['Journal of Nowhere, Section B', '引用操纵；论文工厂'],
    ]);
  });
});

describe('rows', () => {
  it('that are none are refused, each with its reason', async () => {
    const head = 'Journal,ISSN,IF(2024),IF Quartile(2024)';
    const edition = await read(
      `${head}\nA,9000-0013,1.5,Q1\n\nB,9000-0021,"1,5\n${head}\n,,2,Q1\nC,9000-003X,3,Q1,extra\nD,9000-0048,4,Q1,,\n"E",9000-0056,5,Q1\n`,
    );
    expect(codes(edition)).toEqual([
      [4, 'cells-wrong'],
      [5, 'header-again'],
      [6, 'nameless'],
      [7, 'cells-wrong'],
    ]);
    expect(edition.journals.map(({ row, title }) => [row, title])).toEqual([
      [2, 'A'],
      [8, 'D'],
      [9, 'E'],
    ]);
    expect(adds(edition)).toBe(true);
  });

  it('of a journal without an ISSN are joined by the title alone, if they agree', async () => {
    const edition = await read(
      'Journal,ISSN,Category,IF(2024),IF Quartile(2024)\nA,N/A,X,1,Q1\na,-,Y,1,Q2\nA,,Z,2,Q3\nA,9000-0013,X,1,Q1\n',
    );
    expect(codes(edition)).toEqual([
      [2, 'title-shared'],
      [3, 'joined'],
      [4, 'title-shared'],
    ]);
    expect(at(edition, 2).values.categories.map(({ category }) => category)).toEqual(['X', 'Y']);
    expect(edition.journals).toHaveLength(3);
  });

  it('are counted as they go', async () => {
    const rows = Array.from({ length: 1200 }, (_, n) => `J${n},${madeUpIssn(n + 1)},1`);
    const table = await readTable(Buffer.from(`Journal,ISSN,IF(2024)\n${rows.join('\n')}\n`), { name: 'x' });
    const seen: [number, number][] = [];
    await readEdition({
      table,
      source: 'jcr',
      mapping: recognise(table).mapping,
      onRows: (...row) => void seen.push(row),
    });
    expect(seen).toEqual([
      [500, 1200],
      [1000, 1200],
      [1200, 1200],
    ]);
  });
});

describe('whatever stands in the cells', () => {
  const cell = fc.oneof(
    fc.constantFrom(
      '',
      'N/A',
      'Q1',
      '4 [625/778]',
      '<0.1',
      '1,234',
      '45688',
      'A(SCIE);B(SSCI)',
      'Q1;Q2',
      '9000-0013',
      '9000-0013/9000-0021',
      '是',
      'The A',
      'Copyright (c) 2025',
    ),
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({ maxLength: 12 }),
  );
  const columns = 6;
  const mapping = fc
    .dictionary(
      fc.constantFrom(
        'category',
        'quartile',
        'rank',
        'minor',
        'minorZone',
        'major',
        'issn',
        'eissn',
        'issns',
        'nlmId',
        'openAccess',
      ),
      fc.nat(columns - 1).map((column) => [column]),
    )
    .map((some): Mapping => ({ ...some, title: [0], measure: [1], majorZone: [2], warning: [3] }));
  const rows = fc.array(fc.array(cell, { minLength: columns - 1, maxLength: columns + 1 }), {
    maxLength: 30,
  });

  it('each row is accounted for once, and each note has words', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        mapping,
        fc.constantFrom(...metricSources),
        async (cells, mapping, source: MetricSource) => {
          const table: Table = {
            format: 'csv',
            encoding: null,
            header: ['a', 'b', 'c', 'd', 'e', 'f'],
            firstRow: 2,
            rows: cells,
          };
          const edition = await readEdition({ table, source, mapping });
          const filled = cells.filter((row) => row.some((one) => one.trim() !== '')).length;
          expect(edition.read).toBe(filled);
          expect(adds(edition)).toBe(true);
          const of = (kind: string): number[] =>
            edition.notes.filter((note) => note.kind === kind).map(({ row }) => row);
          expect(of('refused')).toHaveLength(edition.refused);
          expect(of('joined')).toHaveLength(edition.joined);
          const placed = [...edition.journals.map(({ row }) => row), ...of('joined'), ...of('refused')];
          expect(new Set(placed).size).toBe(filled);
          for (const note of edition.notes) {
            for (const locale of ['en', 'zh'] as const)
              expect(describeNote(note, locale)).not.toMatch(/\{\w+\}/);
          }
        },
      ),
    );
  });
});
