import { readIssn } from './issn.ts';
import { isBlank } from './values.ts';

/**
 * All ISSNs of a cell, however they are joined: `p/e`, `15424863, 00079235`, `["1234-5679"]`, `1234-5679|…`. A wrong one is
 * left out and reported.
 */
export function issnsIn(cell: string, onWrong: (text: string) => void): string[] {
  if (isBlank(cell)) return [];
  const alone = readIssn(cell);
  if (alone?.valid) return [alone.issn];
  const parts = cell
    .replace(/\bN\/A\b/gi, ' ')
    .replace(/\s*(\p{Dash})\s*(?=\d)/gu, '$1')
    .split(/[\s,;|/\\、，；／"'“”[\]{}]+/)
    .filter((part) => /\d/.test(part));
  if (parts.length === 0) onWrong(cell.trim());
  return parts.flatMap((part) => {
    const read = readIssn(part);
    if (read?.valid) return [read.issn];
    // What some tables print for none.
    if (read?.issn !== '0000-0000') onWrong(part);
    return [];
  });
}
