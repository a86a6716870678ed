import type { Author, Journal } from '../contract/article.ts';
import { fold } from './fold.ts';

/** One form for ISSNs with and without hyphen, and for titles with and without their article. */
export function journalName(name: string): string {
  const digits = name.replace(/[\s-]/g, '').toUpperCase();
  return /^\d{7}[\dX]$/.test(digits) ? digits : fold(name).replace(/^the (?=.)/, '');
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
