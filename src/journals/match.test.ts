import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { madeUpIssn, noNumbers, type TableRow } from '../../test/editions.ts';
import { bestMatch, type Comparable, comparable } from './match.ts';

const [a, b, c, d, e] = [1, 2, 3, 4, 5].map(madeUpIssn) as [string, string, string, string, string];

const ready = ({ title, values: _, ...numbers }: TableRow): Comparable =>
  comparable({ title, identity: { ...noNumbers, ...numbers } });

/** Which of the rows a journal finds, counted from 0, and how. */
function found(journal: TableRow, rows: TableRow[]): [number, string] | null {
  const all = rows.map(ready);
  const match = bestMatch(ready(journal), all);
  return match && [all.indexOf(match.row), match.by];
}

describe('a journal finds its row', () => {
  it('by whichever ISSN both know, of whatever kind', () => {
    expect(found({ title: 'X', issn: a }, [{ title: 'Y', issn: a }])).toEqual([0, 'issn']);
    expect(found({ title: 'X', eissn: a }, [{ title: 'Y', issn: a }])).toEqual([0, 'issn']);
    expect(found({ title: 'X', issn: b, linking: a }, [{ title: 'x', eissn: a }])).toEqual([0, 'issn']);
    expect(found({ title: 'X', eissn: a }, [{ title: 'Y', others: [b, a] }])).toEqual([0, 'issn']);
    expect(found({ title: 'X', issn: b }, [{ title: 'Y', issn: a }])).toBeNull();
  });

  it('by its NLM id before any ISSN', () => {
    const rows = [
      { title: 'Heart', issn: a, eissn: b },
      { title: 'Heart reports', nlmId: '1' },
    ];
    expect(found({ title: 'Heart', nlmId: '1', issn: a, eissn: b }, rows)).toEqual([1, 'nlm-id']);
  });

  it('by the more ISSNs, before the title', () => {
    const rows = [
      { title: 'Heart', issn: a },
      { title: 'Other', issn: a, eissn: b },
    ];
    expect(found({ title: 'Heart', issn: a, eissn: b }, rows)).toEqual([1, 'issn']);
  });

  it('by its title where two rows share its ISSN', () => {
    const rows = [
      { title: 'JOURNAL OF HISTORY', issn: a, eissn: b },
      { title: 'CANADIAN JOURNAL OF HISTORY', issn: a, eissn: b },
    ];
    expect(found({ title: 'Journal of history', issn: a }, rows)).toEqual([0, 'issn']);
    expect(found({ title: 'Canadian journal of history', issn: a }, rows)).toEqual([1, 'issn']);
    const long = "Canadian journal of history. Annales canadiennes d'histoire";
    expect(found({ title: long, issn: a }, rows)).toEqual([1, 'issn']);
  });

  it('by its own ISSN rather than by the linking one', () => {
    const rows = [
      { title: 'Old', issn: b },
      { title: 'New', issn: a },
    ];
    expect(found({ title: 'New, Part A', issn: a, linking: b }, rows)).toEqual([1, 'issn']);
    // But a row of another name that has its ISSN by mistake gives way to the one of its name.
    expect(found({ title: 'Old', issn: a, linking: b }, rows)).toEqual([0, 'issn']);
  });

  it('in the first of two rows that say the same of who they are', () => {
    const row = { title: 'Global Mental Health', issn: a };
    expect(found({ title: 'Global mental health', issn: a }, [row, row])).toEqual([0, 'issn']);
  });
});

describe('a title alone', () => {
  const record = { title: 'Annals of made-up medicine', issn: a, linking: a };

  it('is enough in a table without numbers', () => {
    expect(found({ ...record, title: 'Heart' }, [{ title: 'HEART' }])).toEqual([0, 'title']);
  });

  it('is enough where the kinds of ISSN cannot be compared', () => {
    expect(found(record, [{ title: 'ANNALS OF MADE-UP MEDICINE', eissn: b }])).toEqual([0, 'title']);
  });

  it('is not enough where the paper or the row has another ISSN of that kind', () => {
    expect(found(record, [{ title: record.title, issn: b }])).toBeNull();
    expect(found(record, [{ title: record.title, issn: b, eissn: c }])).toBeNull();
    expect(found({ ...record, issn: null, eissn: d }, [{ title: record.title, eissn: e }])).toBeNull();
    expect(found(record, [{ title: record.title, linking: b }])).toBeNull();
    expect(found(record, [{ title: record.title, others: [b, c] }])).toBeNull();
    expect(found({ ...record, nlmId: '1' }, [{ title: record.title, nlmId: '2' }])).toBeNull();
  });

  it('is not enough where two rows have it', () => {
    expect(found(record, [{ title: record.title }, { title: record.title.toUpperCase() }])).toBeNull();
  });

  it('is not enough where it is the name of many and the table has numbers', () => {
    expect(found({ title: 'Medicine', issn: a }, [{ title: 'MEDICINE', eissn: b }])).toBeNull();
    expect(found({ title: 'Clinical medicine' }, [{ title: 'CLINICAL MEDICINE', eissn: b }])).toBeNull();
  });

  it('is not a part of a title', () => {
    const table = [{ title: 'MICROBIOLOGY' }, { title: 'TOXICOLOGY' }];
    expect(found({ title: 'Microbiology (Reading, England)' }, table)).toBeNull();
    expect(found({ title: 'Toxicology : an international journal' }, table)).toBeNull();
    expect(found({ title: '' }, [{ title: '' }])).toBeNull();
  });
});

describe('a row that shares an ISSN is another journal', () => {
  const section = { title: 'Journal of toxicity. Part A', issn: a, linking: b };

  it('where it is the one that first bore the linking ISSN', () => {
    expect(found(section, [{ title: 'JOURNAL OF TOXICITY', issn: b }])).toBeNull();
  });

  it('where its NLM id and its title are other ones', () => {
    const row = { title: 'Journal of toxicity', nlmId: '2', issn: a };
    expect(found({ ...section, nlmId: '1' }, [row])).toBeNull();
  });

  it('where the record takes NLM id and linking ISSN from a journal that its paper is not in', () => {
    const journal = { title: 'Frontiers in beans', nlmId: '2', eissn: a, linking: b };
    const eyes = { title: 'EYES', issn: b };
    const beans = { title: 'Frontiers in Beans', eissn: a };
    expect(found(journal, [eyes])).toBeNull();
    expect(found(journal, [{ ...eyes, nlmId: '2' }])).toBeNull();
    expect(found(journal, [{ title: 'Eyes', nlmId: '2' }])).toBeNull();
    expect(found(journal, [eyes, beans])).toEqual([1, 'issn']);
    expect(
      found(journal, [
        { ...eyes, nlmId: '2' },
        { ...beans, nlmId: '1' },
      ]),
    ).toEqual([1, 'issn']);
  });

  it('but not where only the subtitle differs', () => {
    const row = { title: 'TOXICITY IN VITRO', issn: b };
    const journal = { title: 'Toxicity in vitro : an international journal', issn: a, linking: b };
    expect(found(journal, [row])).toEqual([0, 'issn']);
  });

  it('nor where a record has the NLM id of another, but the same title', () => {
    const row = { title: 'Frontiers in made-up genetics', nlmId: '2', eissn: a };
    expect(found({ ...row, nlmId: '1' }, [row])).toEqual([0, 'issn']);
  });
});

/** Few names and numbers, so that journals often share some. */
const maybe = <T>(of: T[]) => fc.option(fc.constantFrom(...of), { freq: 3 });
const anyRow: fc.Arbitrary<TableRow> = fc.record({
  title: fc.constantFrom('Heart', 'The heart', 'Journal of hearts', 'Journal of Hearts : JH', 'Hearts'),
  nlmId: maybe(['1', '2', '3']),
  issn: maybe([a, b, c, d]),
  eissn: maybe([a, b, c, e]),
  linking: maybe([a, b, d]),
  others: fc.array(fc.constantFrom(a, b, c, d, e), { maxLength: 2 }),
});
const anyTable = fc.array(anyRow, { maxLength: 6 });

const shares = (one: Comparable, other: Comparable): boolean =>
  one.issns.some((issn) => other.issns.includes(issn)) ||
  (one.identity.nlmId !== null && one.identity.nlmId === other.identity.nlmId);

describe('any journal in any table', () => {
  it('finds no row that shares neither an ISSN nor the NLM id nor the title', () => {
    fc.assert(
      fc.property(anyRow, anyTable, (row, table) => {
        const journal = ready(row);
        const match = bestMatch(journal, table.map(ready));
        if (!match) return;
        if (match.by === 'title') expect(match.row.title).toBe(journal.title);
        else expect(shares(journal, match.row)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds itself where its row is there, and another only with the same numbers and title', () => {
    fc.assert(
      fc.property(anyRow, anyTable, (row, table) => {
        const own = ready(row);
        if (own.issns.length === 0 && own.identity.nlmId === null) return;
        const match = bestMatch(own, [...table.map(ready), own]);
        expect(match).not.toBeNull();
        if (match?.row === own) return;
        expect(match?.row.title).toBe(own.title);
        expect(own.issns.every((issn) => match?.row.issns.includes(issn))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the same row in whatever order they stand, but for rows that tell nothing apart', () => {
    fc.assert(
      fc.property(
        anyRow,
        fc.uniqueArray(anyRow, { maxLength: 6, selector: (row) => row.title }),
        (row, table) => {
          const journal = ready(row);
          const rows = table.map(ready);
          const one = bestMatch(journal, rows);
          const other = bestMatch(journal, rows.toReversed());
          expect(other?.by).toBe(one?.by);
          if (one?.row === other?.row) return;
          const sharedBy = (of: Comparable) => journal.issns.filter((issn) => of.issns.includes(issn)).length;
          expect(sharedBy(one?.row as Comparable)).toBe(sharedBy(other?.row as Comparable));
          expect(one?.row.title === journal.title).toBe(other?.row.title === journal.title);
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('needs no look at titles where numbers decide', () => {
    fc.assert(
      fc.property(anyRow, anyTable, (row, table) => {
        const journal = ready(row);
        const rows = table.map(ready);
        const byNumbers = bestMatch(
          journal,
          rows.filter((one) => shares(journal, one)),
        );
        const byTitle = bestMatch(
          journal,
          rows.filter((one) => one.title === journal.title),
        );
        expect(byNumbers && byNumbers.by !== 'title' ? byNumbers : byTitle).toEqual(bestMatch(journal, rows));
      }),
      { numRuns: 2000 },
    );
  });
});
