import { Refusal } from '../errors.ts';
import { breathe, limits, tooLarge } from './limits.ts';
import type { Table } from './table.ts';

type Fields = Record<string, unknown>;

export const isJson = (text: string): boolean => /^\s*(?:\{|\[\s*[{\]])/.test(text);

/**
 * The records of a JSON document as a table, with a column for each field: `summary_stats.h_index` for one within another,
 * a list of plain values as JSON. Lists of records (`counts_by_year`) are left out.
 */
export async function jsonTable(text: string): Promise<Pick<Table, 'header' | 'rows'>> {
  const columns = new Map<string, number>();
  const rows: string[][] = [];
  let cells = 0;
  for (const record of oneALine(text) ? records(text) : recordsIn(whole(text))) {
    const row: string[] = [];
    for (const [name, value] of flat(record)) {
      const column = columns.get(name) ?? columns.size;
      if (column >= limits.columns) throw tooLarge('columns');
      columns.set(name, column);
      row[column] = value;
    }
    rows.push(row);
    cells += columns.size;
    if (rows.length > limits.rows) throw tooLarge('rows');
    if (cells > limits.cells) throw tooLarge('cells');
    if (rows.length % 5000 === 0) await breathe();
  }
  const header = [...columns.keys()];
  return { header, rows: rows.map((row) => header.map((_, column) => row[column] ?? '')) };
}

/** Whether the first line is a record by itself, and more lines follow. */
function oneALine(text: string): boolean {
  const start = text.search(/\S/);
  const end = text.indexOf('\n', start);
  if (end === -1 || text[start] !== '{' || text.slice(end).trim() === '') return false;
  try {
    JSON.parse(text.slice(start, end));
    return true;
  } catch {
    return false;
  }
}

function* records(text: string): Generator<Fields> {
  let line = 0;
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    const next = end === -1 ? text.length : end;
    line += 1;
    const one = text.slice(start, next).trim();
    if (one !== '') yield* recordsIn(parsed(one, line));
    start = next + 1;
  }
}

function whole(text: string): unknown {
  if (text.length > limits.json) throw tooLarge('json');
  return parsed(text, null);
}

function parsed(text: string, line: number | null): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message;
    throw line === null
      ? new Refusal('table-damaged', { reason })
      : new Refusal('table-json-line', { line, reason });
  }
}

const lists = ['results', 'data', 'items', 'sources', 'journals'];

/** The records of a document, or of one page of an API. */
function recordsIn(document: unknown): Fields[] {
  const fields = isRecord(document) ? document : {};
  const list = lists.map((name) => fields[name]).find((value) => Array.isArray(value));
  const all = Array.isArray(document) ? document : (list ?? [document]);
  if (!all.every(isRecord)) throw new Refusal('table-no-records');
  return all;
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function* flat(record: Fields, { within = '', depth = 0 } = {}): Generator<[string, string]> {
  for (const [name, value] of Object.entries(record)) {
    if (isRecord(value)) {
      if (depth < 2) yield* flat(value, { within: `${within}${name}.`, depth: depth + 1 });
    } else if (Array.isArray(value)) {
      if (!value.some((one) => typeof one === 'object')) yield [within + name, JSON.stringify(value)];
    } else if (value !== null) {
      yield [within + name, String(value)];
    }
  }
}
