import type { Placing } from '../contract/journals.ts';
import { isoOfSerial } from './excel-date.ts';
import { isBlank } from './values.ts';

export interface Place {
  place: NonNullable<Placing['place']>;
  /** `625/778`, where it stands with it. */
  rank: string | null;
}

const chinese = '一二三四';

/**
 * Reads a quartile or a zone: `Q1`, `1`, `1区`, `一区`, `医学1区`, `4 [625/778]`.
 *
 * @returns null for none; `wrong` for what is neither.
 */
export function readPlace(text: string): Place | null | 'wrong' {
  if (isBlank(text)) return null;
  const folded = text.normalize('NFKC').trim();
  const [, printed = '', of = '', all = ''] = placeShape.exec(folded) ?? [];
  if (printed === '') return 'wrong';
  const place = chinese.includes(printed) ? chinese.indexOf(printed) + 1 : Number(printed);
  return { place: place as Place['place'], rank: of === '' ? null : `${of}/${all}` };
}

const placeShape =
  /^(?:Q|zone|第|\p{sc=Han}+(?=[1-4]\s*区))?\s*([1-4一二三四])(?:\.0+)?\s*区?\s*(?:TOP)?\s*(?:[[(]\s*(\d+)\s*\/\s*(\d+)\s*[\])])?$/iu;

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * Reads a rank: `1/332`. A spreadsheet takes `1/31` for a day and keeps it as 45688, or shows it as `31-Jan`, `1月31日` or
 * `2025-01-31`; it takes `1/66` for a month of 1966. Both are turned back: `mended` tells.
 *
 * @returns null for none; `wrong` for what is no rank.
 */
export function readRank(text: string): { rank: string; mended: boolean } | null | 'wrong' {
  if (isBlank(text)) return null;
  const folded = text.normalize('NFKC').trim();
  const [, place, all] = /^(\d{1,5})(?:\.0+)?\s*(?:\/|of|∕)\s*(\d{1,5})(?:\.0+)?$/i.exec(folded) ?? [];
  if (place !== undefined && all !== undefined)
    return { rank: `${Number(place)}/${Number(all)}`, mended: false };
  if (/^\d{1,4}$/.test(folded)) return { rank: folded, mended: false };
  const rank = rankOfDay(folded);
  return rank === null ? 'wrong' : { rank, mended: true };
}

function rankOfDay(text: string): string | null {
  const [serial] = /^\d{5}(?=(?:\.0+)?$)/.exec(text) ?? [];
  const iso = serial ? (isoOfSerial(Number(serial)) ?? '') : text;
  const [, year, month, day] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ][\d:.]+Z?)?$/.exec(iso) ?? [];
  if (year !== undefined) return rankOf({ year: Number(year), month: Number(month), day: Number(day) });
  const [, chineseMonth, chineseDay] = /^(\d{1,2})月(\d{1,2})日$/.exec(text) ?? [];
  if (chineseMonth !== undefined) return `${Number(chineseMonth)}/${Number(chineseDay)}`;
  const [, word = '', after] = /^([a-z]{3})[a-z]*[-\s](\d{1,2})$/i.exec(text) ?? [];
  const [, before, wordAfter = ''] = /^(\d{1,2})[-\s]([a-z]{3})[a-z]*$/i.exec(text) ?? [];
  const named = months.indexOf((word || wordAfter).toLowerCase()) + 1;
  return named === 0 ? null : `${named}/${Number(after ?? before)}`;
}

/** The first of a month stands for `month/year` where no journal can stand so: 2/1, or in the last century. */
function rankOf({ year, month, day }: { year: number; month: number; day: number }): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  if (day === 1 && (year < 2000 || month > day)) return `${month}/${year % 100}`;
  return day < month ? null : `${month}/${day}`;
}
