/** A range of days as PubMed writes it back, under one of the two fields that our own clause uses. */
interface DayRange {
  field: 'created' | 'indexed';
  from: string;
  to: string;
}

const fields: Readonly<Record<string, DayRange['field']>> = {
  crdt: 'created',
  'create date': 'created',
  'date - create': 'created',
  mhda: 'indexed',
  'mesh date': 'indexed',
  'date - mesh': 'indexed',
};

const day = String.raw`"?(\d{4}(?:[/-]\d{1,2}){0,2})"?\s*(?:\[([^\]]*)\])?`;
/** `2026/11/01:2026/11/24[Date - Create]`, `2026/11/01[CRDT] : 2026/11/24[CRDT]`, or as we sent it. */
const range = new RegExp(String.raw`${day}(?:\s*:\s*${day})?`, 'g');

const padded = (text: string): string => text.replaceAll('-', '/').replace(/\/(\d)(?!\d)/g, '/0$1');

const rangeOf = (match: RegExpMatchArray): DayRange | null => {
  const [, from = '', firstTag, to = from, secondTag] = match;
  const field = fields[(secondTag ?? firstTag ?? '').trim().toLowerCase()];
  return field === undefined ? null : { field, from: padded(from), to: padded(to) };
};

/**
 * Whether a translation still holds these days, `YYYY-MM-DD`. Everything may be from another day than asked where it
 * does not: PubMed searches on without a clause that it cannot read.
 */
export function keepsDates(
  translation: string | null,
  days: { field: DayRange['field']; from: string; to: string },
): boolean {
  const from = padded(days.from);
  const to = padded(days.to);
  return [...(translation ?? '').matchAll(range)].map(rangeOf).some(
    (found) =>
      found?.field === days.field &&
      found.from === from &&
      // The open end comes back as the last day of some month of that year.
      (to === '3000' ? found.to.startsWith('3000') : found.to === to),
  );
}

/** True for text that holds nothing but days of the two fields, joined and in parentheses. */
function isDateClause(text: string): boolean {
  const ranges = [...text.matchAll(range)].filter((match) => rangeOf(match) !== null);
  const rest = ranges.reduce((left, [found]) => left.replace(found, ''), text);
  return ranges.length > 0 && /^(?:[\s()]|AND|OR)*$/.test(rest);
}

/** Parentheses and operators; what is quoted or a tag is passed over whole. */
const joints = /"[^"]*"|\[[^\]]*\]|[()]| (?:AND|OR|NOT) /g;

/** The text before and after its last operator outside all parentheses; null where there is none. */
function atLastOperator(text: string): { before: string; operator: string; after: string } | null {
  let depth = 0;
  let last: RegExpMatchArray | null = null;
  for (const match of text.matchAll(joints)) {
    const [sign] = match;
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign.startsWith(' ') && depth === 0) last = match;
  }
  if (last === null) return null;
  const [sign] = last;
  const at = last.index ?? 0;
  return { before: text.slice(0, at), operator: sign.trim(), after: text.slice(at + sign.length) };
}

/** Without a pair of parentheses around the whole. */
function unwrapped(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text;
  let depth = 0;
  for (const { 0: sign, index } of text.matchAll(joints)) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (depth === 0 && index < text.length - 1) return text;
  }
  return depth === 0 ? text.slice(1, -1).trim() : text;
}

/**
 * PubMed's reading of the query alone, comparable between runs: without the date clause of the push, which is the last
 * operand, and without the parentheses that were only there because of it. A date that the query itself ends with
 * stays. Empty where PubMed kept nothing but the dates.
 */
export function translationOfQuery(translation: string): string {
  const text = translation.replace(/\s+/g, ' ').trim();
  if (isDateClause(text) && atLastOperator(unwrapped(text))?.operator !== 'AND') return '';
  const joint = atLastOperator(text);
  const ours = joint?.operator === 'AND' && isDateClause(joint.after);
  return unwrapped(ours ? joint.before : text);
}

/** Whether two translations, both as PubMed sent them, read the query alike: our dates, which move, do not count. */
export const sameTranslation = (a: string | null, b: string | null): boolean =>
  a === null || b === null ? a === b : translationOfQuery(a) === translationOfQuery(b);
