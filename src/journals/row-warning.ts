import { meaningOf } from './column-names.ts';
import type { RowCells } from './row-cells.ts';
import { isBlank, readBoolean } from './values.ts';

/**
 * The words of a warning, as printed. A column of remarks (`标注`) holds other things beside warnings; one that is about
 * warnings alone holds the reason, the level, or yes or no.
 */
export function readWarning(row: RowCells): string | null {
  const printed = row.get('warning').replace(/\s+/g, ' ');
  if (isBlank(printed)) return null;
  const head = row.head('warning');
  if (meaningOf(head)?.source !== 'warning' && !/预警|warning/i.test(head)) return amongRemarks(printed);
  const said = readBoolean(printed);
  if (said === false) return null;
  return said === true ? head : printed;
}

function amongRemarks(printed: string): string | null {
  const warnings = printed
    .split(/[;；,，、|]/)
    .map((one) => one.trim())
    .filter((one) => /预警|warning/i.test(one));
  return warnings.length === 0 ? null : warnings.join('；');
}
