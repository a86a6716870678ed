import { crc32, deflateRawSync } from 'node:zlib';

/** A cell: text, a number, a number shown as a date, or a formula with the value that was kept. */
export type Cell = string | number | null | { date: number } | { formula: string; value: string | number };

/** Packs parts as a zip archive, as a spreadsheet program does. */
export function zip(parts: Record<string, string | Buffer>): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const [name, content] of Object.entries(parts)) {
    const unpacked = Buffer.from(content);
    const packed = deflateRawSync(unpacked);
    const title = Buffer.from(name);
    const sizes = Buffer.alloc(26);
    sizes.writeUInt16LE(20, 0);
    sizes.writeUInt16LE(8, 4);
    sizes.writeUInt32LE(crc32(unpacked), 10);
    sizes.writeUInt32LE(packed.length, 14);
    sizes.writeUInt32LE(unpacked.length, 18);
    sizes.writeUInt16LE(title.length, 22);
    locals.push(Buffer.from('PK\x03\x04', 'latin1'), sizes, title, packed);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    entries.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), sizes, rest, title);
    at += 30 + title.length + packed.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const letters = (column: number): string =>
  column < 26
    ? String.fromCharCode(65 + column)
    : letters(Math.floor(column / 26) - 1) + String.fromCharCode(65 + (column % 26));

/** The parts of a workbook with these sheets; texts are shared, as Excel does it. Style 1 shows a date. */
export function workbookParts(sheets: Record<string, Cell[][]>): Record<string, string> {
  const strings = new Map<string, number>();
  const cellOf = (cell: Cell, at: string): string => {
    if (cell === null || cell === '') return '';
    if (typeof cell === 'number') return `<c r="${at}"><v>${cell}</v></c>`;
    if (typeof cell === 'string') {
      const index = strings.get(cell) ?? strings.size;
      strings.set(cell, index);
      return `<c r="${at}" t="s"><v>${index}</v></c>`;
    }
    if ('date' in cell) return `<c r="${at}" s="1"><v>${cell.date}</v></c>`;
    const type = typeof cell.value === 'string' ? ' t="str"' : '';
    return `<c r="${at}"${type}><f>${escaped(cell.formula)}</f><v>${escaped(String(cell.value))}</v></c>`;
  };
  const names = Object.keys(sheets);
  const parts: Record<string, string> = {};
  for (const [n, rows] of Object.values(sheets).entries()) {
    const body = rows.map((cells, r) => {
      const inside = cells.map((cell, c) => cellOf(cell, `${letters(c)}${r + 1}`)).join('');
      return inside === '' ? '' : `<row r="${r + 1}">${inside}</row>`;
    });
    parts[`xl/worksheets/sheet${n + 1}.xml`] =
      `${head}<worksheet xmlns="${main}"><sheetData>${body.join('')}</sheetData></worksheet>`;
  }
  const list = names.map(
    (name, n) => `<sheet name="${escaped(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`,
  );
  const relations = names.map(
    (_, n) =>
      `<Relationship Id="rId${n + 1}" Type="${office}/worksheet" Target="worksheets/sheet${n + 1}.xml"/>`,
  );
  return {
    'xl/workbook.xml': `${head}<workbook xmlns="${main}" xmlns:r="${office}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `${head}<Relationships>${relations.join('')}</Relationships>`,
    'xl/styles.xml': `${head}<styleSheet xmlns="${main}"><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="16"/></cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `${head}<sst xmlns="${main}">${[...strings.keys()].map((text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`).join('')}</sst>`,
    ...parts,
  };
}

/** A workbook as XLSX. */
export const workbook = (sheets: Record<string, Cell[][]>): Buffer => zip(workbookParts(sheets));
