import * as z from 'zod';

/** In the order of the week, which begins on Monday. */
export const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof weekdays)[number];

const when = {
  /** Wall-clock time in `timeZone`. */
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  /** An IANA name. */
  timeZone: z.string().refine(isTimeZone),
};

/** When a subscription is due. A day that a month lacks stands for its last one. */
export const Schedule = z.discriminatedUnion('frequency', [
  z.object({ frequency: z.literal('daily'), ...when }),
  z.object({ frequency: z.literal('weekly'), weekdays: z.array(z.enum(weekdays)).min(1).max(7), ...when }),
  z.object({
    frequency: z.literal('monthly'),
    day: z.union([z.int().min(1).max(31), z.literal('last')]),
    ...when,
  }),
]);
export type Schedule = z.infer<typeof Schedule>;

/** Reads a stored row. @throws {z.ZodError} never of a row that this program wrote. */
export const parseSchedule = (json: string): Schedule => Schedule.parse(JSON.parse(json));

/** Asking `Intl` takes a tenth of a millisecond, and the tick asks for each subscription that is due. */
const knownZones = new Set<string>();

/** Whether it names an IANA time zone. `+08:00` does not: it knows no daylight saving. */
export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  knownZones.add(name);
  return true;
}
