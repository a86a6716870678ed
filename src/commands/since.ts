import { wrongOption } from './command.ts';

const units = { d: 'days', w: 'weeks', m: 'months', y: 'years' } as const;

/** The days that a look at PubMed covers, `YYYY-MM-DD`, both included: `7d`, `2w`, `3m`, `1y` back from today, or since a day. */
export function sinceOption(command: string, text: string | undefined): { from: string; to: string } {
  const today = Temporal.Now.plainDateISO('UTC');
  // PubMed's day runs on US Eastern time and records appear ahead of it.
  const to = today.add({ days: 1 }).toString();
  const [, number, unit] = /^(\d{1,5})([dwmy])$/.exec(text ?? '7d') ?? [];
  if (number !== undefined && isUnit(unit)) {
    return { from: today.subtract({ [units[unit]]: Number(number) }).toString(), to };
  }
  try {
    return { from: Temporal.PlainDate.from(text ?? '', { overflow: 'reject' }).toString(), to };
  } catch {
    throw wrongOption(command, '--since', '7d, 2w, 3m, 1y, 2026-01-31');
  }
}

const isUnit = (text: string | undefined): text is keyof typeof units => text !== undefined && text in units;
