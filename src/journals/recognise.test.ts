import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Mapping, MetricSource } from '../contract/journals.ts';
import { Refusal } from '../errors.ts';
import { meaningOf, yearIn } from './column-names.ts';
import { checkMapping, recognise } from './recognise.ts';
import { readTable, type Table } from './table.ts';

const fixture = (name: string): Promise<Table> =>
  readTable(readFileSync(new URL(`fixtures/${name}`, import.meta.url)), { name });

const table = (header: string, ...rows: string[]): Table => ({
  format: 'csv',
  encoding: 'utf-8',
  header: header.split('|'),
  firstRow: 2,
  rows: rows.map((row) => row.split('|')),
});

describe('a layout that is known by heart', () => {
  it.each<[string, MetricSource, number | null]>([
    ['jcr-2024.csv', 'jcr', 2024],
    ['jcr-2025.csv', 'jcr', 2025],
    ['clarivate.csv', 'jcr', 2024],
    ['cas-2025.csv', 'cas', 2025],
    ['cas-2021-gbk.csv', 'cas', 2021],
    ['warnings-2025.csv', 'warning', 2025],
    ['scimagojr 2023.csv', 'scimago', 2023],
    ['openalex.json', 'openalex', 2025],
    ['openalex.jsonl.gz', 'openalex', 2025],
    ['openalex.csv', 'openalex', null],
  ])('%s', async (name, source, year) => {
    // By its columns alone: a file may have any name.
    expect(recognise(await fixture(name), { name: 'table.csv' })).toMatchObject({
      source,
      year,
      known: true,
    });
  });
});

describe('a table of somebody', () => {
  it('gets a proposal, to be confirmed', () => {
    const own = table('刊名|p-ISSN|E-ISSN|最新IF|JCR分区', '甲|1234-5679||1.5|Q1');
    expect(recognise(own, { name: 'JCR 2024 整理.xlsx' })).toEqual({
      source: 'jcr',
      year: 2024,
      known: true,
      mapping: { title: [0], issn: [1], eissn: [2], measure: [3], quartile: [4] },
    });
    expect(recognise(table('Title|SJR|H index|Quartile', 'A|"1,5"|2|Q1'))).toMatchObject({
      source: 'scimago',
      known: false,
      mapping: { title: [0], measure: [1], quartile: [3] },
    });
  });

  it('is what a person says it is', () => {
    const both = table('Journal|ISSN|IF(2024)|JCR分区|大类|中科院分区|Top', 'A|1234-5679|1|Q1|医学|2区|否');
    const cas = recognise(both, { source: 'cas' });
    expect(cas).toMatchObject({ source: 'cas', known: false });
    expect(cas.mapping).toEqual({ title: [0], issn: [1], major: [4], majorZone: [5], top: [6] });
    expect(recognise(both, { source: 'jcr' }).mapping).toEqual({
      title: [0],
      issn: [1],
      measure: [2],
      quartile: [3],
    });
    expect(recognise(both).known).toBe(false);
  });

  it('has its newest figures read', () => {
    const years = table(
      'Journal|ISSN|IF(2023)|IF(2024)|IF Quartile(2024)|IF Quartile(2023)',
      'A|1234-5679|1|2|Q1|Q2',
    );
    expect(recognise(years)).toMatchObject({ year: 2024, mapping: { measure: [3], quartile: [4] } });
  });

  it('has ISSNs that stand in one cell', () => {
    expect(recognise(table('Journal|ISSN|IF', 'A|1234-5679/0000-0019|1')).mapping).toMatchObject({
      issns: [1],
    });
  });

  it('may be nothing that is known', () => {
    expect(recognise(table('foo|bar', '1|2'))).toEqual({
      source: null,
      year: null,
      known: false,
      mapping: {},
    });
  });
});

describe('the head of a column', () => {
  it.each([
    ['IF(2024)', 'measure', 2024],
    ['2024 JIF', 'measure', 2024],
    ['2024年影响因子', 'measure', 2024],
    ['IF Quartile(2025)_3', 'quartile', 2025],
    ['ISSN/EISSN', 'issns', null],
    ['小类3分区', 'minorZone', null],
    ['小类3', 'minor', null],
    ['预警原因（2025）', 'warning', 2025],
    ['SJR Best Quartile', 'quartile', null],
    ['summary_stats.2yr_mean_citedness', 'measure', null],
    ['5 Year JIF', undefined, undefined],
    ['JCI Quartile', undefined, undefined],
    ['OA Journal Index（OAJ）', undefined, undefined],
    ['Open Access Diamond', undefined, undefined],
    ['% of OA Gold', undefined, undefined],
    ['Web of Science', undefined, undefined],
    ['Rank', undefined, undefined],
  ])('%s', (head, field, year) => {
    expect([meaningOf(head)?.field, meaningOf(head)?.year]).toEqual([field, year]);
  });

  it('has a year only where it stands alone', () => {
    expect(yearIn('scimagojr 2023.csv')).toBe(2023);
    expect(yearIn('export_20241103.csv')).toBeNull();
  });
});

describe('a mapping', () => {
  const one = table('a|b|c', '1|2|3');

  it.each<[string, MetricSource, Mapping]>([
    ['mapping-no-journal', 'jcr', { measure: [1] }],
    ['mapping-no-values', 'jcr', { title: [0], category: [1] }],
    ['mapping-no-values', 'cas', { title: [0], measure: [1] }],
    ['mapping-column', 'jcr', { title: [0], measure: [3] }],
    ['mapping-several', 'jcr', { title: [0], measure: [1, 2] }],
    ['mapping-pairs', 'jcr', { title: [0], category: [0], quartile: [1, 2] }],
  ])('is refused: %s', (code, source, mapping) => {
    const check = (): void => checkMapping(one, { source, mapping });
    expect(check).toThrow(Refusal);
    expect(check).toThrow(expect.objectContaining({ code }));
  });

  it('is taken with a title or a number, and a value', () => {
    checkMapping(one, { source: 'jcr', mapping: { title: [0], measure: [1] } });
    checkMapping(one, { source: 'cas', mapping: { issns: [0], majorZone: [1] } });
    checkMapping(one, { source: 'warning', mapping: { title: [0], warning: [1] } });
  });
});
