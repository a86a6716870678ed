import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Schedule, weekdays } from '../contract/schedule.ts';
import { nextSlot, planSlot } from './next-slot.ts';

const hour = 3_600_000;
const at = (text: string) => Temporal.ZonedDateTime.from(text).epochMilliseconds;

/** What `nextSlot` answers, as a person in that zone would read it. */
const next = (schedule: Schedule, after: string) =>
  Temporal.Instant.fromEpochMilliseconds(nextSlot(schedule, at(`${after}[${schedule.timeZone}]`)))
    .toZonedDateTimeISO(schedule.timeZone)
    .toString({ timeZoneName: 'never' });

const daily = (time: string, timeZone: string): Schedule => ({ frequency: 'daily', at: time, timeZone });
const weekly = (days: (typeof weekdays)[number][], time = '08:00', timeZone = 'Asia/Shanghai'): Schedule => ({
  frequency: 'weekly',
  weekdays: days,
  at: time,
  timeZone,
});
const monthly = (day: number | 'last', time = '08:00', timeZone = 'Asia/Shanghai'): Schedule => ({
  frequency: 'monthly',
  day,
  at: time,
  timeZone,
});

describe('the next slot', () => {
  it.each<[string, Schedule, string, string]>([
    ['later today', daily('08:00', 'Asia/Shanghai'), '2026-03-02T07:59:59', '2026-03-02T08:00:00+08:00'],
    [
      'never the instant itself',
      daily('08:00', 'Asia/Shanghai'),
      '2026-03-02T08:00',
      '2026-03-03T08:00:00+08:00',
    ],
    ['just after midnight', daily('00:00', 'Asia/Shanghai'), '2026-03-02T00:00', '2026-03-03T00:00:00+08:00'],
    [
      'just before midnight',
      daily('23:59', 'Asia/Shanghai'),
      '2026-12-31T23:58',
      '2026-12-31T23:59:00+08:00',
    ],
    ['weekly, on the day before the time', weekly(['mon']), '2026-03-02T07:00', '2026-03-02T08:00:00+08:00'],
    ['weekly, on the day after the time', weekly(['mon']), '2026-03-02T09:00', '2026-03-09T08:00:00+08:00'],
    ['several weekdays', weekly(['mon', 'thu']), '2026-03-02T09:00', '2026-03-05T08:00:00+08:00'],
    ['in whatever order', weekly(['thu', 'mon']), '2026-03-05T09:00', '2026-03-09T08:00:00+08:00'],
    ['Sunday', weekly(['sun']), '2026-03-02T09:00', '2026-03-08T08:00:00+08:00'],
    ['monthly 31 in April', monthly(31), '2026-04-01T00:00', '2026-04-30T08:00:00+08:00'],
    ['monthly 31 on 1 February', monthly(31), '2026-02-01T10:00', '2026-02-28T08:00:00+08:00'],
    ['monthly 31 after a short month', monthly(31), '2026-02-28T08:00', '2026-03-31T08:00:00+08:00'],
    ['monthly 30 in a leap February', monthly(30), '2028-02-01T00:00', '2028-02-29T08:00:00+08:00'],
    ['monthly 29 without a leap day', monthly(29), '2027-01-29T08:00', '2027-02-28T08:00:00+08:00'],
    ['monthly 29 with one', monthly(29), '2028-01-29T08:00', '2028-02-29T08:00:00+08:00'],
    ['monthly last', monthly('last'), '2026-01-31T08:00', '2026-02-28T08:00:00+08:00'],
    ['monthly last in a leap year', monthly('last'), '2028-01-31T08:00', '2028-02-29T08:00:00+08:00'],
    ['monthly, later today', monthly(2), '2026-03-02T07:00', '2026-03-02T08:00:00+08:00'],
    ['monthly over the year', monthly(1), '2026-12-01T08:00', '2027-01-01T08:00:00+08:00'],
  ])('%s', (_, schedule, after, slot) => {
    expect(next(schedule, after)).toBe(slot);
  });

  const ny = 'America/New_York';
  const london = 'Europe/London';
  const lordHowe = 'Australia/Lord_Howe';
  const apia = 'Pacific/Apia';
  it.each<[string, Schedule, string, string]>([
    ['keeps the wall clock in spring', daily('09:00', ny), '2026-03-07T09:00', '2026-03-08T09:00:00-04:00'],
    ['keeps the wall clock in autumn', daily('09:00', ny), '2026-10-31T10:00', '2026-11-01T09:00:00-05:00'],
    ['moves a time in the gap on', daily('02:30', ny), '2026-03-07T02:30', '2026-03-08T03:30:00-04:00'],
    [
      'is back at its time on the next day',
      daily('02:30', ny),
      '2026-03-08T03:30',
      '2026-03-09T02:30:00-04:00',
    ],
    ['takes the first of two', daily('01:30', ny), '2026-10-31T01:30', '2026-11-01T01:30:00-04:00'],
    ['never the second', daily('01:30', ny), '2026-11-01T01:30-04:00', '2026-11-02T01:30:00-05:00'],
    ['nor from between the two', daily('01:30', ny), '2026-11-01T01:00-05:00', '2026-11-02T01:30:00-05:00'],
    ['weekly in the gap', weekly(['sun'], '02:30', ny), '2026-03-04T00:00', '2026-03-08T03:30:00-04:00'],
    ['London in the gap', daily('01:15', london), '2026-03-28T12:00', '2026-03-29T02:15:00+01:00'],
    ['London in the overlap', daily('01:15', london), '2026-10-24T12:00', '2026-10-25T01:15:00+01:00'],
    [
      'London after the overlap',
      daily('01:15', london),
      '2026-10-25T01:15+01:00',
      '2026-10-26T01:15:00+00:00',
    ],
    ['a gap of half an hour', daily('02:10', lordHowe), '2026-10-03T12:00', '2026-10-04T02:40:00+11:00'],
    ['an overlap of half an hour', daily('01:45', lordHowe), '2026-04-04T12:00', '2026-04-05T01:45:00+11:00'],
    ['once there too', daily('01:45', lordHowe), '2026-04-05T01:45+11:00', '2026-04-06T01:45:00+10:30'],
    [
      'a skipped day falls on the next',
      daily('08:00', apia),
      '2011-12-29T08:00',
      '2011-12-31T08:00:00+14:00',
    ],
    ['and not twice', daily('08:00', apia), '2011-12-31T08:00', '2012-01-01T08:00:00+14:00'],
    ['its weekday too', weekly(['fri'], '08:00', apia), '2011-12-28T00:00', '2011-12-31T08:00:00+14:00'],
    [
      'even when asked on that day',
      weekly(['fri'], '08:00', apia),
      '2011-12-31T05:00',
      '2011-12-31T08:00:00+14:00',
    ],
    ['its date too', monthly(30, '08:00', apia), '2011-12-01T00:00', '2011-12-31T08:00:00+14:00'],
    ['a gap over midnight', daily('23:30', 'America/Nuuk'), '2024-03-30T12:00', '2024-03-31T00:30:00-01:00'],
    ['and later that day', daily('23:30', 'America/Nuuk'), '2024-03-31T00:30', '2024-03-31T23:30:00-01:00'],
    [
      'a zone without such days',
      daily('02:30', 'Asia/Shanghai'),
      '2026-03-08T00:00',
      '2026-03-08T02:30:00+08:00',
    ],
  ])('daylight saving: %s', (_, schedule, after, slot) => {
    expect(next(schedule, after)).toBe(slot);
  });
});

const zones = [
  'Asia/Shanghai',
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'UTC',
];
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const when = { at: time, timeZone: fc.constantFrom(...zones) };
const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  fc.record({ frequency: fc.constant('daily' as const), ...when }),
  fc.record({
    frequency: fc.constant('weekly' as const),
    weekdays: fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 }),
    ...when,
  }),
  fc.record({
    frequency: fc.constant('monthly' as const),
    day: fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const)),
    ...when,
  }),
);
const anyInstant = fc.integer({ min: at('2009-01-01[UTC]'), max: at('2040-01-01[UTC]') });

describe('any schedule', () => {
  it('is due after the instant asked for, at its wall-clock time unless the day lacks it', () => {
    fc.assert(
      fc.property(anySchedule, anyInstant, (schedule, after) => {
        const slot = nextSlot(schedule, after);
        expect(slot).toBeGreaterThan(after);
        const local = Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(schedule.timeZone);
        if (local.toPlainTime().toString({ smallestUnit: 'minute' }) === schedule.at) return;
        // The clocks went forward in the hours before it.
        const before = local.subtract({ hours: 3 });
        expect(local.offsetNanoseconds).toBeGreaterThan(before.offsetNanoseconds);
      }),
    );
  });

  it('skips no slot: asked from anywhere before a slot, the answer is that slot', () => {
    fc.assert(
      fc.property(
        anySchedule,
        anyInstant,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (schedule, after, part) => {
          const slot = nextSlot(schedule, after);
          const between = after + Math.floor((slot - 1 - after) * part);
          expect(nextSlot(schedule, between)).toBe(slot);
        },
      ),
    );
  });

  it('is due every 23 to 25 hours where it is daily', () => {
    fc.assert(
      fc.property(time, fc.constantFrom(...zones), anyInstant, (wall, timeZone, after) => {
        const schedule = daily(wall, timeZone);
        const slot = nextSlot(schedule, after);
        const apart = (nextSlot(schedule, slot) - slot) / hour;
        expect(apart).toBeGreaterThanOrEqual(23);
        expect(apart).toBeLessThanOrEqual(25);
      }),
    );
  });

  it('is due on each of its weekdays where it is weekly', () => {
    const days = fc.uniqueArray(fc.constantFrom(...weekdays), { minLength: 1 });
    fc.assert(
      fc.property(
        days,
        fc.constantFrom('Asia/Shanghai', 'America/New_York'),
        anyInstant,
        (some, zone, after) => {
          const schedule = weekly(some, '08:00', zone);
          const seen: string[] = [];
          let slot = after;
          for (let count = 0; count < some.length; count += 1) {
            slot = nextSlot(schedule, slot);
            const day = Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(zone).dayOfWeek;
            seen.push(weekdays[day - 1] ?? '');
          }
          expect(seen.sort()).toEqual([...some].sort());
          expect(slot - after).toBeLessThanOrEqual(7 * 24 * hour + hour);
        },
      ),
    );
  });

  it('is due once a month where it is monthly', () => {
    const months = fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constant('last' as const));
    fc.assert(
      fc.property(months, anyInstant, (day, after) => {
        const schedule = monthly(day);
        let slot = nextSlot(schedule, after);
        const seen: string[] = [];
        for (let count = 0; count < 12; count += 1) {
          const local = Temporal.Instant.fromEpochMilliseconds(slot).toZonedDateTimeISO(schedule.timeZone);
          seen.push(local.toPlainDate().toPlainYearMonth().toString());
          expect(local.day).toBe(Math.min(day === 'last' ? 31 : day, local.daysInMonth));
          slot = nextSlot(schedule, slot);
        }
        expect(new Set(seen).size).toBe(12);
      }),
      { numRuns: 30 },
    );
  });
});

describe('a due subscription', () => {
  const schedule = JSON.stringify(daily('08:00', 'Asia/Shanghai'));
  const slot = at('2026-03-02T08:00[Asia/Shanghai]');
  const tomorrow = at('2026-03-03T08:00[Asia/Shanghai]');

  it('runs for its slot', () => {
    expect(planSlot({ schedule, next_slot: slot }, slot)).toEqual({
      trigger: 'schedule',
      nextSlot: tomorrow,
    });
    expect(planSlot({ schedule, next_slot: slot }, slot + hour)).toEqual({
      trigger: 'schedule',
      nextSlot: tomorrow,
    });
  });

  it('catches up when it is more than an hour late', () => {
    expect(planSlot({ schedule, next_slot: slot }, slot + hour + 1)).toEqual({
      trigger: 'catch-up',
      nextSlot: tomorrow,
    });
  });

  it('catches up once for all slots that passed', () => {
    const now = slot + 10 * 24 * hour + 60_000;
    const plan = planSlot({ schedule, next_slot: slot }, now);
    expect(plan).toEqual({ trigger: 'catch-up', nextSlot: at('2026-03-13T08:00[Asia/Shanghai]') });
    expect(plan.nextSlot).toBeGreaterThan(now);
  });

  it('gets its next regular slot when its pause is over', () => {
    expect(planSlot({ schedule, next_slot: null }, slot - 8 * hour)).toEqual({
      trigger: 'schedule',
      nextSlot: slot,
    });
  });
});
