import { type JournalField, journalFields, type Mapping } from '../contract/journals.ts';
import type { Locale } from '../contract/locale.ts';
import { fieldNames } from '../journals/field-names.ts';
import { wrongOption } from './command.ts';

const command = 'import journals';

/** What of a table the mapping speaks of. */
interface Columns {
  header: readonly string[];
  rows: readonly (readonly string[])[];
}

/**
 * Puts what `--map FIELD=COLUMN` says over a proposed mapping. A column is named by its head, in any case, or by its number,
 * from 1; nothing after `=` leaves the field out. Several columns of one field go together in the order in which they are given.
 *
 * @throws {Refusal} where there is no such field or column.
 */
export function withMapOption(
  proposed: Mapping,
  { given, header }: { given: readonly string[]; header: readonly string[] },
): Mapping {
  const said = new Map<JournalField, number[]>();
  for (const text of given) {
    const [name = '', ...rest] = text.split('=');
    const field = journalFields.find((one) => one.toLowerCase() === name.trim().toLowerCase());
    if (!field) throw wrongOption(command, `--map ${text}`, `FIELD=COLUMN; ${journalFields.join(', ')}`);
    const columns = said.get(field) ?? [];
    said.set(field, columns);
    const column = rest.join('=').trim();
    if (column !== '') columns.push(columnOf(column, { header, text }));
  }
  const mapping: Mapping = { ...proposed };
  for (const [field, columns] of said) {
    if (columns.length > 0) mapping[field] = columns;
    else delete mapping[field];
  }
  return mapping;
}

function columnOf(column: string, { header, text }: { header: readonly string[]; text: string }): number {
  const heads = header.map((head, at) => ({ head: head.toLowerCase(), at }));
  const [named, ...more] = heads.filter(({ head }) => head === column.toLowerCase());
  if (named && more.length === 0) return named.at;
  const number = /^\d{1,5}$/.test(column) && !named ? Number(column) : 0;
  if (number >= 1 && number <= header.length) return number - 1;
  const known = header.map((head, at) => `${at + 1} ${head}`).join(' | ');
  throw wrongOption(command, `--map ${text}`, known);
}

/** The same mapping as options, that a person can copy and change. */
export const asMapOptions = (mapping: Mapping, header: readonly string[]): string[] =>
  journalFields.flatMap((field) =>
    (mapping[field] ?? []).flatMap((at) => ['--map', `${field}=${columnName(at, header)}`]),
  );

function columnName(at: number, header: readonly string[]): string {
  const head = header[at] ?? '';
  const same = header.filter((one) => one.toLowerCase() === head.toLowerCase()).length;
  // A head that looks like a number could be taken for one.
  return head === '' || same > 1 || /^\d+$/.test(head) ? String(at + 1) : head;
}

const samples = 3;

/** How a table would be read: a line a field with the first rows' values, then what is not read. */
export function mappingInWords(mapping: Mapping, { header, rows }: Columns, locale: Locale): string[] {
  const first = rows.filter((row) => row.some((cell) => cell.trim() !== '')).slice(0, samples);
  const lines = journalFields.flatMap((field) =>
    (mapping[field] ?? []).map((at) => {
      const values = first.map((row) => shortened(row[at] ?? '')).join(' | ');
      return `  ${field} (${fieldNames[field][locale]}) ← ${at + 1} "${header[at] ?? ''}": ${values}`;
    }),
  );
  const read = new Set(Object.values(mapping).flat());
  const unread = header.flatMap((head, at) => (read.has(at) || head === '' ? [] : `${at + 1} "${head}"`));
  const notRead = { en: 'not read', zh: '不读取' }[locale];
  return unread.length === 0 ? lines : [...lines, `  ${notRead}: ${unread.join(', ')}`];
}

const shortened = (text: string): string => {
  const letters = Array.from(text.trim().replace(/\s+/g, ' '));
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : letters.join('');
};
