import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Refusal } from '../errors.ts';
import { csvRows } from './csv.ts';
import { decode } from './decode.ts';
import { type FoundHeader, findHeader } from './find-header.ts';
import { isJson, jsonTable } from './json-table.ts';
import { breathe, limits, tooLarge } from './limits.ts';
import { readWorkbook } from './xlsx.ts';

/** A file as rows of text. Nothing in it has been judged yet. */
export interface Table {
  format: 'csv' | 'xlsx' | 'json';
  /** As `decode` says; null where the format has its own. */
  encoding: string | null;
  /** The heads of the columns, without blanks around them. */
  header: string[];
  /** The number of `rows[0]` as a spreadsheet counts; of a JSON record, its own, from 1. The rows follow each other. */
  firstRow: number;
  /** A blank row has no cells, or only blank ones. In a CSV, a row may have more or fewer cells than the header. */
  rows: string[][];
  /** The sheets of a workbook, in its order. */
  sheets?: string[];
}

/**
 * Reads CSV (comma, semicolon or tab), XLSX, and JSON (a list, an answer of the OpenAlex API, or one record a line), each of
 * them gzipped or not. What it is shows in the bytes, not in the name. Memory stays within `limits`.
 *
 * @param input `name` of the file, for people; `sheet`: of a workbook, else the first that looks like a table of journals.
 * @throws Refusal where it is none of these, is damaged, empty or too large, or has no such sheet.
 */
export async function readTable(bytes: Uint8Array, input: { name: string; sheet?: string }): Promise<Table> {
  const table = await read(bytes, input);
  const last = table.rows.findLastIndex((cells) => cells.some((cell) => cell.trim() !== ''));
  if (last === -1) throw new Refusal('table-empty', { name: input.name });
  table.rows.length = last + 1;
  return table;
}

async function read(packed: Uint8Array, input: { name: string; sheet?: string }): Promise<Table> {
  const bytes = startsWith(packed, [0x1f, 0x8b]) ? await unpack(packed) : packed;
  if (bytes.length > limits.unpacked) throw tooLarge('unpacked');
  const other = otherFormat(bytes);
  if (other) throw new Refusal(other);
  if (startsWith(bytes, [0x50, 0x4b])) {
    const { rows, sheets } = await readWorkbook(bytes, input.sheet);
    const { at } = headerOf(rows, input.name);
    const header = trimmed(rows[at] ?? []);
    const body = rows.slice(at + 1);
    for (const cells of body) while (cells.length > 0 && cells.length < header.length) cells.push('');
    return { format: 'xlsx', encoding: null, header, firstRow: at + 2, rows: body, sheets };
  }
  const { text, encoding } = decode(bytes);
  // What some sites save under the name of an Excel file.
  if (/^\s*<(?:!doctype|html|table|\?xml)/i.test(text)) throw new Refusal('table-not-text');
  if (isJson(text)) return { format: 'json', encoding, firstRow: 1, ...(await jsonTable(text)) };
  return { format: 'csv', encoding, ...(await readCsv(text, input.name)) };
}

async function unpack(packed: Uint8Array): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(packed, { maxOutputLength: limits.unpacked });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge('unpacked');
    throw new Refusal('table-damaged', { reason: (error as Error).message });
  }
}

const startsWith = (bytes: Uint8Array, signature: number[]): boolean =>
  signature.every((byte, at) => bytes[at] === byte);

/** What people pick by mistake, and what there is to say about it. */
function otherFormat(bytes: Uint8Array): 'table-old-excel' | 'table-not-text' | null {
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) return 'table-old-excel';
  return startsWith(bytes, [0x25, 0x50, 0x44, 0x46]) || startsWith(bytes, [0x1f, 0x8b])
    ? 'table-not-text'
    : null;
}

async function readCsv(text: string, name: string): Promise<Pick<Table, 'header' | 'firstRow' | 'rows'>> {
  const { delimiter, at, columns } = layoutOf(text, name);
  const rows: string[][] = [];
  let header: string[] = [];
  let cells = 0;
  let number = -1;
  for (const row of csvRows(text, { delimiter, columns })) {
    number += 1;
    if (number < at) continue;
    if (number === at) header = trimmed(row);
    else rows.push(row);
    cells += row.length;
    if (rows.length > limits.rows) throw tooLarge('rows');
    if (cells > limits.cells) throw tooLarge('cells');
    if (number % 20_000 === 0) await breathe();
  }
  return { header, firstRow: at + 2, rows };
}

/** The delimiter under which the head has most columns that we know, then most columns. */
function layoutOf(text: string, name: string): { delimiter: string; at: number; columns: number } {
  const layouts = [',', ';', '\t'].flatMap((delimiter) => {
    const first = csvRows(text, { delimiter }).take(25).toArray();
    const found = findHeader(first);
    return found ? [{ delimiter, ...found, columns: first[found.at]?.length ?? 0 }] : [];
  });
  const [best] = layouts.sort((a, b) => b.known - a.known || b.columns - a.columns);
  if (!best) throw new Refusal('table-empty', { name });
  return best;
}

function headerOf(rows: string[][], name: string): FoundHeader {
  const found = findHeader(rows);
  if (!found) throw new Refusal('table-empty', { name });
  return found;
}

/** Empty heads at the end of a line are no columns. */
function trimmed(cells: readonly string[]): string[] {
  const heads = cells.map((cell) => cell.replace(/[\s\p{Cf}]+/gu, ' ').trim());
  return heads.slice(0, heads.findLastIndex((head) => head !== '') + 1);
}
