import fc from 'fast-check';
import { expect, it } from 'vitest';
import { marginMs, planSlots } from './slot-plan.ts';

const rates = fc.oneof(fc.double({ min: 0.01, max: 60, noNaN: true }), fc.integer({ min: 1, max: 10_000 }));

it('holds no more than the rate, and wastes less than a block of it', () => {
  fc.assert(
    fc.property(rates, (perSecond) => {
      const { slots, tokens, most } = planSlots(perSecond);
      expect(most).toBe(Math.max(1, Math.floor(perSecond)));
      expect(slots * tokens).toBeLessThanOrEqual(most);
      expect(slots * tokens).toBeGreaterThan(most - tokens);
      expect(slots).toBeLessThanOrEqual(50);
    }),
  );
});

it('leaves a whole period and the margin between the last request of a block and the first of the next', () => {
  fc.assert(
    fc.property(rates, (perSecond) => {
      const { spanMs, useMs, periodMs } = planSlots(perSecond);
      expect(spanMs - useMs).toBeGreaterThanOrEqual(periodMs + marginMs);
      expect(periodMs).toBeGreaterThanOrEqual(Math.max(1000, 1000 / perSecond));
    }),
  );
});

it.each([
  [0.5, { slots: 1, tokens: 1, useMs: 0, spanMs: 2050 }],
  [3, { slots: 3, tokens: 1, useMs: 0, spanMs: 1050 }],
  [10, { slots: 10, tokens: 1, useMs: 0, spanMs: 1050 }],
  [9000, { slots: 50, tokens: 180, useMs: 100, spanMs: 1150 }],
])('%d a second', (perSecond, plan) => {
  expect(planSlots(perSecond)).toMatchObject(plan);
});
