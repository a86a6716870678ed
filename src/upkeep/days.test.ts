import { describe, expect, it } from 'vitest';
import { dayAt, nightOf, spanOf } from './days.ts';

const at = (text: string, zone: string) => Temporal.ZonedDateTime.from(`${text}[${zone}]`).epochMilliseconds;
const berlin = 'Europe/Berlin';
const hour = 3_600_000;

describe('the days of the housekeeping', () => {
  it.each([
    ['2026-11-24T02:59:59', '2026-11-23'],
    ['2026-11-24T03:00', '2026-11-24'],
    ['2026-11-24T23:59', '2026-11-24'],
    // The nights on which the clock is changed: 03:00 is the first moment after the gap, and comes once.
    ['2026-03-29T01:59', '2026-03-28'],
    ['2026-03-29T03:00', '2026-03-29'],
    ['2026-10-25T02:59', '2026-10-24'],
    ['2026-10-25T03:00', '2026-10-25'],
  ])('at %s the night is that of %s', (text, night) => {
    const yesterday = Temporal.PlainDate.from(night).subtract({ days: 1 }).toString();
    expect(nightOf(at(text, berlin), berlin)).toEqual({ night, yesterday });
  });

  it('are as long as they are in the zone', () => {
    const hours = (day: string) => {
      const { from, to } = spanOf(Temporal.PlainDate.from(day), berlin);
      expect([dayAt(from, berlin), dayAt(to - 1, berlin)].map(String)).toEqual([day, day]);
      expect(dayAt(to, berlin).toString() > day).toBe(true);
      return (to - from) / hour;
    };
    expect(['2026-03-29', '2026-10-25', '2026-11-24'].map(hours)).toEqual([23, 25, 24]);
  });
});
