import type { JournalValues } from '../contract/journals.ts';
import type { JournalIdentity } from './identity.ts';

/** One journal of a table. */
export interface JournalRow {
  /** In the file, as a spreadsheet counts. */
  row: number;
  title: string;
  identity: JournalIdentity;
  values: JournalValues;
}

/** What a person should know of one row. `note-words.ts` has the words for each code. */
export interface RowNote {
  row: number;
  /** `refused`: not taken. `joined`: it says more of an earlier row's journal. `changed`: taken, with something mended or left out. */
  kind: 'refused' | 'joined' | 'changed';
  code: string;
  facts: Record<string, string | number>;
}

/** A whole table, read. `read` = `journals.length` + `joined` + `refused`, in rows. */
export interface EditionRows {
  read: number;
  joined: number;
  changed: number;
  refused: number;
  journals: JournalRow[];
  /** In the order of the rows. */
  notes: RowNote[];
}
