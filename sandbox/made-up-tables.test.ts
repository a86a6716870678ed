import { expect, it } from 'vitest';
import { CHINESE_JOURNALS, OTHER_JOURNALS } from './made-up-journals.ts';
import { madeUpTables } from './made-up-tables.ts';

it('tells figures of journals of the corpus, and leaves some out', () => {
  const [jcr, cas] = madeUpTables();
  const journals = [...OTHER_JOURNALS, ...CHINESE_JOURNALS];
  const issnsIn = (csv = '') => csv.match(/\b\d{4}-\d{3}[\dX]\b/g) ?? [];
  const known = new Set(journals.flatMap(({ print, electronic }) => [print, electronic]));
  for (const table of [jcr, cas]) {
    expect(table?.name).toMatch(/^made-up-/);
    const issns = issnsIn(table?.csv);
    expect(new Set(issns).size).toBe(issns.length);
    expect(issns.length).toBeGreaterThan(20);
    expect(issns.filter((issn) => !known.has(issn))).toEqual([]);
    expect(issns.length).toBeLessThan(known.size);
  }
  // One line a journal, the quoted commas of categories and titles aside.
  for (const line of jcr?.csv.trim().split('\n') ?? []) {
    expect(line.replace(/"[^"]*"/g, '').split(',')).toHaveLength(7);
  }
});
