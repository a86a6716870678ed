import type { Journal } from '../contract/article.ts';
import { readIssn } from './issn.ts';

/** What names a journal in a table, in the forms in which they are compared. Only ISSNs with a right check digit stand here. */
export interface JournalIdentity {
  /** As `readNlmId` gives it. */
  nlmId: string | null;
  /** Print. */
  issn: string | null;
  /** Electronic. */
  eissn: string | null;
  linking: string | null;
  /** Of which the table does not say what kind they are. */
  others: string[];
}

/** A journal as its matching sees it, whether a table or a record speaks of it. */
export interface Identified {
  /** As printed. */
  title: string | null;
  identity: JournalIdentity;
}

/** All ISSNs of a journal, each once: many tables repeat the print ISSN as the electronic one. */
export function issnsOf({ issn, eissn, linking, others }: JournalIdentity): string[] {
  return [...new Set([issn, eissn, linking, ...others].filter((one) => one !== null))];
}

/** Who the journal of a record is. An ISSN whose check digit is wrong is left out. */
export function journalOfRecord(journal: Journal): Identified {
  return {
    title: journal.title,
    identity: {
      nlmId: readNlmId(journal.nlmId ?? ''),
      issn: validIssn(journal.issnPrint),
      eissn: validIssn(journal.issnElectronic),
      linking: validIssn(journal.issnLinking),
      others: [],
    },
  };
}

/**
 * An NLM Unique ID in the form in which they are compared: capitals, and without leading zeros, which a spreadsheet takes
 * away from a number. No id loses its difference by that: they have seven figures at least.
 *
 * @returns null where the text is none (`N/A`, empty).
 */
export function readNlmId(text: string): string | null {
  const folded = text.normalize('NFKC').trim().toUpperCase().replace(/\.0$/, '').replace(/^0+/, '');
  return /^\d{4,18}[A-Z]?$/.test(folded) ? folded : null;
}

function validIssn(text: string | null): string | null {
  const read = text === null ? null : readIssn(text);
  return read?.valid ? read.issn : null;
}
