import { Refusal } from '../errors.ts';
import { findHeader } from './find-header.ts';
import { openWorkbook, type Sheet, type Workbook } from './xlsx-parts.ts';
import { readSheet } from './xlsx-sheet.ts';
import { openZip, type Zip } from './zip.ts';

/**
 * The rows of one sheet of an XLSX workbook, from row 1.
 *
 * @param wanted which sheet; without it, the first that has a head with columns we know, else the first with any rows. Hidden
 * ones come last.
 * @throws Refusal where the bytes are no workbook, a damaged or too large one, or have no such sheet.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  wanted?: string,
): Promise<{ rows: string[][]; sheets: string[] }> {
  const zip = openZip(bytes);
  const workbook = await openWorkbook(zip);
  const sheets = workbook.sheets.map(({ name }) => name);
  if (wanted !== undefined) {
    const sheet = workbook.sheets.find(({ name }) => name === wanted);
    if (!sheet) throw new Refusal('table-sheet-unknown', { sheet: wanted, known: sheets.join(', ') });
    return { rows: await rowsOf(zip, { workbook, sheet }), sheets };
  }
  let rows: string[][] = [];
  for (const sheet of workbook.sheets.toSorted((a, b) => Number(a.hidden) - Number(b.hidden))) {
    const found = await rowsOf(zip, { workbook, sheet });
    if ((findHeader(found)?.known ?? 0) > 1) return { rows: found, sheets };
    if (rows.length === 0) rows = found;
  }
  return { rows, sheets };
}

async function rowsOf(
  zip: Zip,
  { workbook, sheet }: { workbook: Workbook; sheet: Sheet },
): Promise<string[][]> {
  const bytes = await zip.unpack(sheet.part);
  return bytes ? await readSheet(bytes, workbook) : [];
}
