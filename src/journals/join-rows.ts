import type { JournalValues, Placing } from '../contract/journals.ts';
import type { JournalRow, RowNote } from './edition-rows.ts';
import { issnsOf } from './identity.ts';
import { isSame } from './placings.ts';
import { foldTitle } from './title.ts';

/** The journals of a table, as its rows come in. */
export interface JoinedRows {
  journals: JournalRow[];
  /** @returns the row of the journal that this one says more of; null where it is a journal of its own. */
  add(journal: JournalRow): number | null;
}

/**
 * Joins rows that are about one journal: the same title, an ISSN in common (or none on either side), and nothing that
 * contradicts. Others that share an ISSN, or are the same journal with other values, stay apart, and both are noted: which
 * one is right, a table does not say.
 */
export function joinRows(note: (note: RowNote) => void): JoinedRows {
  const journals: JournalRow[] = [];
  /** By title and ISSN. Those of one key contradict each other. */
  const bySelf = new Map<string, JournalRow[]>();
  const byIssn = new Map<string, JournalRow>();

  const remember = (journal: JournalRow): void => {
    for (const issn of issnsOf(journal.identity)) if (!byIssn.has(issn)) byIssn.set(issn, journal);
    for (const key of selves(journal)) {
      const known = bySelf.get(key);
      if (!known) bySelf.set(key, [journal]);
      else if (!known.includes(journal)) known.push(journal);
    }
  };

  const noteBoth = (
    code: string,
    { row, other, ...facts }: { row: number; other: number; issn?: string },
  ): void => {
    note({ row, kind: 'changed', code, facts: { ...facts, with: other } });
    note({ row: other, kind: 'changed', code, facts: { ...facts, with: row } });
  };

  return {
    journals,
    add(journal) {
      const issns = issnsOf(journal.identity);
      const same = selves(journal).flatMap((key) => bySelf.get(key) ?? []);
      const joined = same.find((one) => agrees(one.values, journal.values));
      if (joined) {
        addTo(joined, journal);
        remember(joined);
        return joined.row;
      }
      const sharing = new Map<JournalRow, string>();
      for (const issn of issns) {
        const one = byIssn.get(issn);
        if (one && !sharing.has(one)) sharing.set(one, issn);
      }
      for (const one of same) {
        const issn = issns.find((mine) => issnsOf(one.identity).includes(mine));
        if (issn !== undefined) sharing.set(one, issn);
      }
      for (const [one, issn] of sharing) noteBoth('issn-shared', { row: journal.row, other: one.row, issn });
      const [first] = same;
      if (first && !sharing.has(first)) noteBoth('title-shared', { row: journal.row, other: first.row });
      journals.push(journal);
      remember(journal);
      return null;
    },
  };
}

/** Under what the rows of one journal meet: its title and each ISSN, or the title alone where it has none. */
function selves({ title, identity }: JournalRow): string[] {
  const folded = foldTitle(title);
  const issns = issnsOf(identity);
  if (folded === '') return [];
  return issns.length === 0 ? [folded] : issns.map((issn) => `${folded}\n${issn}`);
}

/** Whether two rows can both be right about one journal. */
const agrees = (a: JournalValues, b: JournalValues): boolean =>
  a.measure?.from === b.measure?.from &&
  a.measure?.to === b.measure?.to &&
  (a.overall === null || b.overall === null ? a.overall === b.overall : isSame(a.overall, b.overall)) &&
  unlessNull(a.top, b.top) &&
  unlessNull(a.openAccess, b.openAccess);

const unlessNull = <T>(a: T | null, b: T | null): boolean => a === null || b === null || a === b;

function addTo(to: JournalRow, { identity, values }: JournalRow): void {
  const known = to.values.categories;
  const isNew = (one: Placing): boolean => !known.some((other) => isSame(one, other));
  const warnings = new Set([to.values.warning, values.warning].filter((one) => one !== null));
  to.values = {
    ...to.values,
    categories: [...known, ...values.categories.filter(isNew)],
    top: to.values.top ?? values.top,
    openAccess: to.values.openAccess ?? values.openAccess,
    warning: warnings.size === 0 ? null : [...warnings].join('；'),
  };
  const had = issnsOf(to.identity);
  to.identity = {
    nlmId: to.identity.nlmId ?? identity.nlmId,
    issn: to.identity.issn ?? identity.issn,
    eissn: to.identity.eissn ?? identity.eissn,
    linking: to.identity.linking ?? identity.linking,
    others: to.identity.others,
  };
  const have = issnsOf(to.identity);
  const more = issnsOf(identity).filter((issn) => !had.includes(issn) && !have.includes(issn));
  to.identity.others = [...to.identity.others, ...more];
}
