/** An ISSN as a table or a record prints it, in the one form in which they are compared. */
export interface Issn {
  /** `1234-567X` */
  issn: string;
  /** Whether its check digit is right. One that is not finds nobody. */
  valid: boolean;
}

/** What is printed around an ISSN: its name before, its kind before or after. */
const around =
  /^(?:[EP]-?)?ISSN(?:-?L)?(?![A-Z])|^(?:PRINT|ONLINE|ELECTRONIC)(?![A-Z])|\((?:PRINT|ONLINE|ELECTRONIC)\)|^[=:"']+|["']+$/g;

/**
 * Reads one ISSN: with or without hyphen, any dash, any case, full-width digits, as a spreadsheet keeps it (`="1234-5679"`,
 * `12345679.0`), and without the leading zeros that a spreadsheet takes away from a number (only where the check digit then
 * proves it). `0000-0000`, which some tables print for none, has a right check digit and is not valid all the same.
 *
 * @returns null where the text is no ISSN at all (`N/A`, `-`, empty).
 */
export function readIssn(text: string): Issn | null {
  let folded = text
    .normalize('NFKC')
    .toUpperCase()
    // The Cyrillic letter that looks like X, and characters that cannot be seen.
    .replaceAll('Х', 'X')
    .replace(/\s|\p{Cf}/gu, '');
  for (let before = ''; before !== folded; ) {
    before = folded;
    folded = folded.replace(around, '');
  }
  folded = folded.replace(/\p{Dash}/gu, '').replace(/(?<=^\d+)\.0+$/, '');
  if (!/^\d{4,7}[\dX]$/.test(folded)) return null;
  const digits = folded.padStart(8, '0');
  const valid = checkDigit(digits) === digits[7] && digits !== '00000000';
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
