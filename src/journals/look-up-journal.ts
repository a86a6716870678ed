import type { Journal } from '../contract/article.ts';
import type { EditionInForce, JournalMetrics, JournalValues, MatchWay } from '../contract/journals.ts';
import { type EditionJournal, searchEditionTitles } from '../store/edition-journals.ts';
import { findByKeys } from '../store/edition-keys.ts';
import { editionsInForce } from '../store/editions-in-force.ts';
import type { Store } from '../store/open.ts';
import { issnsOf, type JournalIdentity, readNlmId } from './identity.ts';
import { readIssn } from './issn.ts';
import { titleKey } from './keys.ts';
import { seek } from './seek.ts';
import { foldTitle } from './title.ts';

const most = 20;

/** A journal, and what the editions in force say of it. */
export interface FoundJournal {
  /** As the first table that has it prints it. */
  title: string;
  issns: string[];
  found: JournalMetrics['found'];
}

export interface JournalLookUp {
  inForce: JournalMetrics['inForce'];
  /** By a number: the journals that have it. By words: the same title first, then those that begin so, then those that have it within. */
  journals: FoundJournal[];
}

/** Looks for journals by ISSN, NLM id or title in the editions in force. At most 20. */
export async function lookUpJournals(store: Store, text: string): Promise<JournalLookUp> {
  const inForce = await editionsInForce(store);
  const editions = Object.values(inForce);
  const hits: Hit[] = [];
  for (const edition of editions) {
    const { rows, by } = await rowsFor(store, { edition, text });
    for (const row of rows) hits.push(hitOf(edition, { row, by }));
  }
  const folded = foldTitle(text);
  hits.sort((a, b) => nearness(a, folded) - nearness(b, folded) || a.title.length - b.title.length);
  const others = await seek(store, { editions, journals: hits.map(asJournal) });
  const journals: FoundJournal[] = [];
  const shown = new Set<string>();
  for (const [index, { edition, title, issns, by, values }] of hits.entries()) {
    if (journals.length === most) break;
    if (shown.has(nameOf(edition, { title, values }))) continue;
    const found = { ...others[index], [edition.source]: { edition, title, by, values } };
    for (const one of Object.values(found)) shown.add(nameOf(one.edition, one));
    journals.push({ title, issns, found });
  }
  return { inForce, journals };
}

interface Hit {
  edition: EditionInForce;
  title: string;
  folded: string;
  identity: JournalIdentity;
  issns: string[];
  by: MatchWay;
  values: JournalValues;
}

function hitOf(edition: EditionInForce, { row, by }: { row: EditionJournal; by: MatchWay }): Hit {
  const identity = JSON.parse(row.identity) as JournalIdentity;
  return {
    edition,
    title: row.title,
    folded: foldTitle(row.title),
    identity,
    issns: issnsOf(identity),
    by,
    values: JSON.parse(row.metrics) as JournalValues,
  };
}

/** One journal of a table as the tables see it that were sought for another one. */
const nameOf = (edition: EditionInForce, one: { title: string; values: JournalValues }): string =>
  `${edition.id} ${one.title} ${JSON.stringify(one.values)}`;

const nearness = ({ by, folded }: Hit, sought: string): number => {
  if (by !== 'title' || folded === sought) return 0;
  return folded.startsWith(sought) ? 1 : 2;
};

async function rowsFor(
  store: Store,
  { edition, text }: { edition: EditionInForce; text: string },
): Promise<{ rows: EditionJournal[]; by: MatchWay }> {
  const issn = readIssn(text);
  const nlmId = readNlmId(text);
  const numbers = [
    ...(issn?.valid ? [{ key: `i:${issn.issn.replace('-', '')}`, by: 'issn' as const }] : []),
    ...(nlmId === null ? [] : [{ key: `n:${nlmId}`, by: 'nlm-id' as const }]),
  ];
  for (const { key, by } of numbers) {
    const found = await findByKeys(store, { editions: [edition.id], keys: [key] });
    if (found.length > 0) {
      return { rows: found.map(({ row: row_number, ...row }) => ({ ...row, row_number })), by };
    }
  }
  const folded = foldTitle(text);
  const rows =
    folded === '' ? [] : await searchEditionTitles(store, edition.id, { key: titleKey(folded), limit: most });
  return { rows, by: 'title' };
}

/** A row of a table in the shape of a record's journal, for finding it in the other tables. */
function asJournal({ title, identity }: Hit): Journal {
  const { nlmId, issn, eissn, linking, others } = identity;
  const [first = null, second = null] = others;
  return {
    title,
    isoAbbreviation: null,
    medlineTa: null,
    nlmId,
    country: null,
    issnPrint: issn ?? first,
    issnElectronic: eissn ?? (issn === null ? second : first),
    issnLinking: linking,
  };
}
