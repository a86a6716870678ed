/** The words in which SQLite and PostgreSQL differ. */
export interface DialectWords {
  /** A whole column definition: a number that the database counts up and never gives twice. */
  id: string;
  blob: string;
  boolean: string;
  timestamp: string;
  /** After a table whose rows are only ever reached by primary key: SQLite then stores them in that order. */
  keyed: string;
  /** The text at this place in a column of JSON; NULL where there is none. */
  textInJson(column: string, path: readonly string[]): string;
}

/** The statements of one step, in order. A step that has landed is never changed; a new one is added. */
export type Migration = (words: DialectWords) => string[];
