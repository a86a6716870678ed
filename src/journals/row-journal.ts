import { issnsOf, type JournalIdentity, readNlmId } from './identity.ts';
import { clipped, type RowCells } from './row-cells.ts';
import { issnsIn } from './row-issns.ts';
import { isBlank } from './values.ts';

/**
 * Which journal a row is about.
 *
 * @returns null where it has neither a title nor a number.
 */
export function readJournal(row: RowCells): { title: string; identity: JournalIdentity } | null {
  const printed = row.get('title').replace(/\s+/g, ' ');
  const title = isBlank(printed) ? '' : printed;
  if (title.includes('\ufffd')) row.note('letters-lost', { column: row.head('title'), text: clipped(title) });
  const identity = readIdentity(row);
  const named = title !== '' || identity.nlmId !== null || issnsOf(identity).length > 0;
  return named ? { title, identity } : null;
}

function readIdentity(row: RowCells): JournalIdentity {
  const issns = (field: 'issn' | 'eissn' | 'linkingIssn' | 'issns'): string[] =>
    issnsIn(row.get(field), (text) =>
      row.note('issn-wrong', { column: row.head(field), text: clipped(text) }),
    );
  const id = row.get('nlmId');
  const nlmId = readNlmId(id);
  if (nlmId === null && !isBlank(id))
    row.note('value-wrong', { column: row.head('nlmId'), text: clipped(id) });
  const [issn = null, ...moreIssns] = issns('issn');
  const [eissn = null, ...moreEissns] = issns('eissn');
  const [linking = null] = issns('linkingIssn');
  const joined = issns('issns');
  const more = [...moreIssns, ...moreEissns];
  const pair = isPair(row.head('issns')) && joined.length === 2 && !issn && !eissn;
  return pair
    ? { nlmId, issn: joined[0] ?? null, eissn: joined[1] ?? null, linking, others: more }
    : { nlmId, issn, eissn, linking, others: [...new Set([...more, ...joined])] };
}

/** `ISSN/EISSN` says which of two is which. */
const isPair = (head: string): boolean => /issn.*[/|].*e-?issn/i.test(head.normalize('NFKC'));
