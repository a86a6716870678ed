/** What names a journal in a table, in the forms in which they are compared. Only ISSNs with a right check digit stand here. */
export interface JournalIdentity {
  nlmId: string | null;
  /** Print. */
  issn: string | null;
  /** Electronic. */
  eissn: string | null;
  linking: string | null;
  /** Of which the table does not say what kind they are. */
  others: string[];
}
