import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { searchWindow } from './search-window.ts';

const dayMs = 86_400_000;
const at = (day: string): number => Date.parse(`${day}T10:00:00Z`);
const window = (now: string, start: string | null, searched: string | null) =>
  searchWindow(
    {
      first_window_start: start,
      first_window_days: 30,
      searched_at: searched === null ? null : at(searched),
    },
    at(now),
  );

describe('the window of a search', () => {
  it('is the first one before anything was searched', () => {
    const from = '2026-10-25';
    expect(window('2026-11-24', null, null)).toEqual({
      from,
      to: '2026-11-25',
      createdSince: from,
      first: true,
    });
  });

  it('reaches back behind the last complete search, however long ago that was', () => {
    expect(window('2026-11-24', '2026-01-01', '2026-11-23')).toMatchObject({
      from: '2026-11-09',
      first: false,
    });
    expect(window('2026-11-24', '2026-01-01', '2026-03-15')).toMatchObject({ from: '2026-03-01' });
  });

  it('never behind the first one', () => {
    expect(window('2026-11-24', '2026-11-20', '2026-11-23')).toMatchObject({
      from: '2026-11-20',
      createdSince: '2026-11-20',
    });
  });

  it('keeps its overlap when the clock was set back', () => {
    expect(window('2026-11-24', '2026-01-01', '2027-03-01')).toMatchObject({ from: '2026-11-10' });
    expect(window('2026-11-24', '2027-02-01', '2027-03-01')).toMatchObject({
      from: '2026-11-10',
      createdSince: '2026-11-10',
    });
  });

  it('takes in yesterday and tomorrow, wherever the clock has been', () => {
    const instant = fc.integer({ min: at('2020-01-01'), max: at('2035-01-01') });
    const day = instant.map((ms) => new Date(ms).toISOString().slice(0, 10));
    // A first search leaves both marks, or none.
    const marks = fc.option(fc.record({ start: day, searchedAt: instant }));
    const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
    fc.assert(
      fc.property(instant, marks, (now, left) => {
        const start = left?.start ?? null;
        const { from, to, createdSince } = searchWindow(
          { first_window_start: start, first_window_days: 30, searched_at: left?.searchedAt ?? null },
          now,
        );
        expect(to).toBe(dayOf(now + dayMs));
        // Behind the subscription's own beginning nothing was ever new.
        const beginning = start !== null && start <= dayOf(now) ? start : '';
        expect([dayOf(now - dayMs), beginning].some((latest) => from <= latest)).toBe(true);
        expect(createdSince <= from).toBe(true);
      }),
    );
  });
});
