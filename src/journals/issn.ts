/** An ISSN as a table or a record prints it, in the one form in which they are compared. */
export interface Issn {
  /** `1234-567X` */
  issn: string;
  /** Whether its check digit is right. One that is not finds nobody. */
  valid: boolean;
}

/**
 * Reads one ISSN: with or without hyphen, any dash, any case, full-width digits, and without the leading zeros that a
 * spreadsheet takes away from a number (only where the check digit then proves it).
 *
 * @returns null where the text is no ISSN at all (`N/A`, `-`, empty).
 */
export function readIssn(text: string): Issn | null {
  const folded = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/^(?:E-?|P-?)?ISSN:?/, '')
    .replace(/[\s\p{Dash}]/gu, '');
  if (!/^\d{4,7}[\dX]$/.test(folded)) return null;
  const digits = folded.padStart(8, '0');
  const valid = checkDigit(digits) === digits[7];
  if (folded.length < 8 && !valid) return null;
  return { issn: `${digits.slice(0, 4)}-${digits.slice(4)}`, valid };
}

/** ISO 3297: weights 8 to 2 over the first seven digits, modulo 11. */
function checkDigit(digits: string): string {
  let sum = 0;
  for (let at = 0; at < 7; at += 1) sum += Number(digits[at]) * (8 - at);
  const rest = (11 - (sum % 11)) % 11;
  return rest === 10 ? 'X' : String(rest);
}
