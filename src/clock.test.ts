import { expect, it } from 'vitest';
import { createToday } from './clock.ts';

it('knows the day of a zone at every instant, back and forth', () => {
  let now = Date.parse('2026-11-24T15:59:59.999Z');
  const today = createToday('Asia/Shanghai', () => now);
  expect(today()).toBe('2026-11-24');
  now += 1;
  expect(today()).toBe('2026-11-25');
  expect(today()).toBe('2026-11-25');
  now -= 86_400_001;
  expect(today()).toBe('2026-11-23');
});
