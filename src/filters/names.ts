import type { Author, Journal } from '../contract/article.ts';
import { readIssn } from '../journals/issn.ts';
import { foldTitle } from '../journals/title.ts';
import { fold } from './fold.ts';

/** One form for ISSNs, ids and titles, the one in which journals are compared everywhere. */
export function journalName(name: string): string {
  const issn = readIssn(name);
  // An NLM id may be as long as an ISSN; the check digit tells them apart.
  return issn?.valid ? issn.issn : foldTitle(name);
}

/** Everything by which a person may mean this journal. */
export const namesOfJournal = (journal: Journal): string[] =>
  [
    journal.title,
    journal.isoAbbreviation,
    journal.medlineTa,
    journal.nlmId,
    journal.issnPrint,
    journal.issnElectronic,
    journal.issnLinking,
  ].flatMap((name) => (name === null ? [] : [journalName(name)]));

/** How one may write an author: `zhang`, `zhang s`, `zhang san`, `san zhang`, or a group's name. */
export function namesOfAuthor({ lastName, foreName, initials, collectiveName }: Author): string[] {
  if (collectiveName !== null) return [fold(collectiveName)];
  if (lastName === null) return [];
  const forms = [lastName];
  if (initials) forms.push(`${lastName} ${initials}`, `${lastName} ${initials[0]}`);
  if (foreName) forms.push(`${lastName} ${foreName}`, `${foreName} ${lastName}`);
  return forms.map(fold);
}
