import type { MatchWay } from '../contract/journals.ts';
import { type Identified, issnsOf, type JournalIdentity } from './identity.ts';
import { foldTitle } from './title.ts';

/** A journal made ready to be compared with many. */
export interface Comparable {
  identity: JournalIdentity;
  issns: string[];
  /** Folded; empty where there is none. */
  title: string;
  /** Folded, without a subtitle, a parallel title or what stands in brackets. Says too little to find a journal by. */
  head: string;
}

export function comparable({ title, identity }: Identified): Comparable {
  const [head = ''] = (title ?? '').split(/ [:=/] |;|\(/);
  return {
    identity,
    issns: issnsOf(identity),
    title: foldTitle(title ?? ''),
    head: foldTitle(head),
  };
}

/** A title of fewer words (`Medicine`, `Clinical medicine`) is the name of several journals, of which a table may have another. */
const wordsThatName = 3;

/**
 * Which of these rows is about this journal. A wrong one is worse than none.
 *
 * The surest evidence first: the same NLM id, then the more ISSNs in common, then the same title. Rows that stand alike are
 * told apart by the likeness of their titles (two journals of one table may share an ISSN), and where that is alike as well
 * the earlier row counts, so that the answer is always the same.
 *
 * @param rows all rows of one edition that share an ISSN or the NLM id, in the order of the table; and, if none of those is
 * the journal, all that have its title.
 */
export function bestMatch<Row extends Comparable>(
  journal: Comparable,
  rows: readonly Row[],
): { row: Row; by: MatchWay } | null {
  let best: { row: Row; rank: number[] } | null = null;
  for (const row of rows) {
    const rank = rankOf(journal, row);
    if (rank && (!best || isHigher(rank, best.rank))) best = { row, rank };
  }
  if (best) return { row: best.row, by: best.rank[0] === 1 ? 'nlm-id' : 'issn' };
  if (journal.title === '') return null;
  const [row, ...others] = rows.filter((one) => one.title === journal.title);
  return row && others.length === 0 && titleIsEnough(journal, row) ? { row, by: 'title' } : null;
}

/** Null where a row shares neither an ISSN nor the NLM id, or is another journal all the same. */
function rankOf(journal: Comparable, row: Comparable): number[] | null {
  const { identity } = journal;
  const sameId = identity.nlmId !== null && identity.nlmId === row.identity.nlmId;
  const shared = journal.issns.filter((issn) => row.issns.includes(issn));
  if (!sameId && shared.length === 0) return null;
  const own = shared.some((issn) => issn === identity.issn || issn === identity.eissn);
  if (own ? isRenamed(journal, row) : isStranger(journal, row)) return null;
  return [
    Number(sameId),
    shared.length,
    Number(journal.title === row.title),
    Number(own),
    likeness(journal.title, row.title),
  ];
}

const isHigher = (rank: readonly number[], than: readonly number[]): boolean => {
  const at = rank.findIndex((value, index) => value !== than[index]);
  return at >= 0 && (rank[at] ?? 0) > (than[at] ?? 0);
};

const sameName = (journal: Comparable, row: Comparable): boolean =>
  journal.title === row.title || (journal.head !== '' && journal.head === row.head);

/** Whether a row has an ISSN of the journal, but is what went before or came after it: another name and another NLM id. */
const isRenamed = (journal: Comparable, row: Comparable): boolean =>
  differ(journal.identity.nlmId, row.identity.nlmId) && !sameName(journal, row);

/**
 * Whether a row that shares only the linking ISSN or the NLM id is another journal. Both come from the catalogue, not from the
 * paper, and lead astray in two ways: `Journal of toxicology and environmental health. Part A` has the ISSN of its predecessor
 * as its linking one; and PMID 33388160, of `Frontiers in genetics`, has linking ISSN and NLM id of `Ophthalmology`.
 */
const isStranger = (journal: Comparable, row: Comparable): boolean =>
  !sameName(journal, row) &&
  (differ(journal.identity.nlmId, row.identity.nlmId) ||
    kindsDiffer(journal.identity, row.identity) ||
    tellingWords(journal.title).intersection(tellingWords(row.title)).size === 0);

/** Whether the same title and no number in common make one journal: only if nothing speaks against it. */
function titleIsEnough(journal: Comparable, row: Comparable): boolean {
  if (differ(journal.identity.nlmId, row.identity.nlmId)) return false;
  // A table without numbers, such as a warning list, lives by its titles.
  if (row.issns.length === 0) return true;
  if (kindsDiffer(journal.identity, row.identity)) return false;
  if (differ(journal.identity.linking, row.identity.linking)) return false;
  // The row names all its ISSNs, and the paper has another.
  if (row.issns.length > 1 && journal.issns.length > 0) return false;
  return journal.title.split(' ').length >= wordsThatName;
}

const differ = (a: string | null, b: string | null): boolean => a !== null && b !== null && a !== b;

const kindsDiffer = (a: JournalIdentity, b: JournalIdentity): boolean =>
  differ(a.issn, b.issn) || differ(a.eissn, b.eissn);

/** The words of a title that hardly two journals share by chance. */
const tellingWords = (title: string): Set<string> =>
  new Set(title.split(' ').filter((word) => word.length > 3 && word !== 'journal'));

/** How many words two titles share, of all that they have: 0 to 1. */
function likeness(a: string, b: string): number {
  const words = new Set(a.split(' '));
  const others = new Set(b.split(' '));
  const shared = words.intersection(others).size;
  return shared / (words.size + others.size - shared);
}
