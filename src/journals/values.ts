import type { Measure } from '../contract/journals.ts';

/** What tables print for "nothing". */
export const isBlank = (text: string): boolean =>
  /^\s*(?:n\s*\/\s*a|n\.a\.|na|nan|not\s+applicable|not\s+available|none|null|nil|#n\/a|[-–—－―.]+|\/|无|暂无|未收录)?\s*$/i.test(
    text,
  );

/**
 * Reads a number as a table prints it: `2.4`, `<0.1`, `1,234.5`, `１．５`, `≥ 10`. At most three decimals are kept, as what is
 * shown and what is judged must be the same.
 *
 * @param decimal which mark stands before the decimals in this column; the other one, blanks and apostrophes group thousands.
 * @returns null for none; `wrong` for what is neither.
 */
export function readMeasure(text: string, { decimal }: { decimal: '.' | ',' }): Measure | null | 'wrong' {
  if (isBlank(text)) return null;
  const folded = text.normalize('NFKC').trim().replace(/^'/, '').replace(/^≤/, '<').replace(/\s+/g, ' ');
  const [, below = '', printed = ''] = /^(<?)=? ?(.*)$/.exec(folded) ?? [];
  const number = numberIn(printed, decimal);
  if (number === null) return 'wrong';
  const rounded = Math.round(number * 1000) / 1000;
  const isLong = rounded !== number || /e|[.,]\d{4}/i.test(printed);
  const shown = decimal === ',' || isLong ? String(rounded) : printed;
  return below === '<'
    ? { text: `<${shown}`, from: 0, to: rounded }
    : { text: shown, from: rounded, to: rounded };
}

const shapes = {
  '.': /^(?:\d+|\d{1,3}(?:[, '’]\d{3})+)(?:\.\d*)?(?:e[+-]?\d{1,3})?$|^\.\d+$/i,
  ',': /^(?:\d+|\d{1,3}(?:[. '’]\d{3})+)(?:,\d*)?(?:e[+-]?\d{1,3})?$|^,\d+$/i,
};

/** Null for what is no number, or less than 0. */
function numberIn(printed: string, decimal: '.' | ','): number | null {
  if (!shapes[decimal].test(printed)) return null;
  const plain = printed.replace(decimal === '.' ? /[, '’]/g : /[. '’]/g, '').replace(',', '.');
  const number = Number(plain);
  return Number.isFinite(number) && number < 1e9 ? number : null;
}

const yes = /^(?:是|yes|y|true|t|1|top|√|✓|✔|有|open access|oa)$/i;
const no = /^(?:否|no|n|false|f|0|非top|非|×|✗|不是)$/i;

/** @returns null for none; `wrong` for what is neither yes nor no. */
export function readBoolean(text: string): boolean | null | 'wrong' {
  const folded = text.normalize('NFKC').trim();
  if (no.test(folded)) return false;
  if (yes.test(folded)) return true;
  return isBlank(text) ? null : 'wrong';
}
