import { posix } from 'node:path';
import { Refusal } from '../errors.ts';
import { attribute, readXml, unescaped } from './xlsx-xml.ts';
import type { Zip } from './zip.ts';

export interface Sheet {
  name: string;
  hidden: boolean;
  /** Its part in the archive. */
  part: string;
}

/** What all sheets of a workbook share. */
export interface Workbook {
  sheets: Sheet[];
  /** Texts that cells point to. */
  strings: string[];
  /** Of a cell style, whether it shows a number as a date. */
  dates: boolean[];
  /** Whether day 0 is 1904-01-01. */
  from1904: boolean;
}

/** @throws Refusal where the archive holds no workbook. */
export async function openWorkbook(zip: Zip): Promise<Workbook> {
  const part = (await relations(zip, '_rels/.rels')).get('officeDocument') ?? 'xl/workbook.xml';
  const bytes = await zip.unpack(part);
  if (!bytes) throw new Refusal('table-not-text');
  const folder = posix.dirname(part);
  const targets = await relations(zip, posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const path = (target: string): string => (target.startsWith('/') ? target : posix.join(folder, target));
  const sheets: Sheet[] = [];
  let from1904 = false;
  await readXml(bytes, {
    open: (name, attributes) => {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const target = targets.get(attribute(attributes, 'id') ?? '');
      if (!target) return;
      const hidden = (attributes['state'] ?? 'visible') !== 'visible';
      sheets.push({ name: attributes['name'] ?? '', hidden, part: path(target) });
    },
  });
  const strings = await sharedStrings(
    await zip.unpack(path(targets.get('sharedStrings') ?? 'sharedStrings.xml')),
  );
  const dates = await dateStyles(await zip.unpack(path(targets.get('styles') ?? 'styles.xml')));
  return { sheets, strings, dates, from1904 };
}

/** Where a part's relations lead, by their id and, for those of which there is one, by the last word of their type. */
async function relations(zip: Zip, part: string): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  const bytes = await zip.unpack(part);
  if (!bytes) return targets;
  await readXml(bytes, {
    open: (name, { Id, Type, Target }) => {
      if (name !== 'Relationship' || Target === undefined) return;
      if (Id) targets.set(Id, Target);
      if (Type) targets.set(posix.basename(Type), Target);
    },
  });
  return targets;
}

/** A text may be in runs of different looks. How it is pronounced (`rPh`) is not part of it. */
async function sharedStrings(bytes: Buffer | null): Promise<string[]> {
  const strings: string[] = [];
  if (!bytes) return strings;
  let text = '';
  let reading = false;
  let spoken = false;
  await readXml(bytes, {
    open: (name) => {
      if (name === 'si') text = '';
      else if (name === 'rPh') spoken = true;
      else if (name === 't') reading = !spoken;
    },
    text: (more) => {
      if (reading) text += more;
    },
    close: (name) => {
      if (name === 't') reading = false;
      else if (name === 'rPh') spoken = false;
      else if (name === 'si') strings.push(unescaped(text));
    },
  });
  return strings;
}

/** ECMA-376 part 1, 18.8.30: built-in formats that show a date (and those of East Asia). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Without `"text"`, `\x` and `[Red]`, a format that has a year, month or day shows a date. */
const isDateFormat = (code: string): boolean =>
  /[ymd]/i.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]|general/gi, ''));

async function dateStyles(bytes: Buffer | null): Promise<boolean[]> {
  const styles: boolean[] = [];
  if (!bytes) return styles;
  const formats = new Map<number, boolean>();
  let cellStyles = false;
  await readXml(bytes, {
    open: (name, attributes) => {
      const id = Number(attributes['numFmtId'] ?? 0);
      if (name === 'numFmt') formats.set(id, isDateFormat(attributes['formatCode'] ?? ''));
      else if (name === 'cellXfs') cellStyles = true;
      else if (name === 'xf' && cellStyles) styles.push(formats.get(id) ?? isBuiltInDate(id));
    },
    close: (name) => {
      if (name === 'cellXfs') cellStyles = false;
    },
  });
  return styles;
}
