import { expect, it } from 'vitest';
import { createFaults, type When } from './faults.ts';

interface Fault extends When {
  name: string;
}
const always = (): boolean => true;

it('strikes the next times, every so many times, or by chance', () => {
  const faults = createFaults<Fault>();
  const strikes = (count: number): string =>
    Array.from({ length: count }, () => (faults.strike(always) === undefined ? '.' : 'x')).join('');

  expect(strikes(2)).toBe('..');
  faults.set([{ name: 'two', next: 2 }]);
  expect(strikes(4)).toBe('xx..');
  faults.set([{ name: 'third', every: 3 }]);
  expect(strikes(7)).toBe('..x..x.');
  faults.set([{ name: 'every' }]);
  expect(strikes(3)).toBe('xxx');
  faults.set([{ name: 'once in a while', probability: 0.5 }], 7);
  const first = strikes(40);
  faults.set([{ name: 'once in a while', probability: 0.5 }], 7);
  expect(strikes(40)).toBe(first);
  expect(first).toMatch(/x/);
  expect(first).toMatch(/\./);
});

it('counts, passes by what does not apply, and can be cleared', () => {
  const faults = createFaults<Fault>();
  faults.add({ name: 'a' });
  faults.add({ name: 'b' });
  expect(faults.strike((fault) => fault.name === 'b')?.name).toBe('b');
  expect(faults.list()).toEqual([
    { name: 'a', met: 0, struck: 0 },
    { name: 'b', met: 1, struck: 1 },
  ]);
  faults.clear();
  expect(faults.strike(always)).toBeUndefined();
});
